"""A law: which acts ask a fresh second factor is declared here, and each of them asks it.

Grave is what lets somebody in or see more, what takes data of persons away or out of the country, what cannot be
undone. An unlocked screen is not enough for it; one proof is good for all of them for some minutes.
"""

import dataclasses

import pytest
from django.test import Client
from django.urls import reverse

import scenario
from cast import PASSWORD, Cast
from contratrata.care.cases import operations as cases
from contratrata.care.cases.models import Case, HandOver
from contratrata.ground.audit.models import Entry
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.scope import acting
from contratrata.ground.kinds.public import Where
from contratrata.ground.network import house, staffing
from contratrata.ground.network.asked import Why
from contratrata.ground.network.invitations import accept_invitation, invite
from contratrata.ground.network.models import Invitation, MembershipChange, Organisation
from contratrata.ground.network.queries import explained
from referred import build
from signin import enrol, sign_in
from telephone import shown_by
from test_consistency import urls
from test_matrix import Walk, address, addresses, walk  # noqa: F401  (the fixture)

#: Each with who may do it; "" asks in some cases only, tried below by themselves.
GRAVE = {
    "account:codes": "ana",
    "account:end_session": "ana",
    "account:codes_file": "ana",
    "account:new_codes": "ana",
    "account:passkey": "ana",
    "account:remove_factor": "ana",
    "account:totp": "ana",
    "entry:answer_help": "beatriz",
    "network:invite_person": "flor",
    "network:change_roles": "flor",
    "network:end_membership": "flor",
    "network:invite_organisation": "gloria",
    "network:invite_again": "gloria",
    "credentials:revoke": "flor",
    "credentials:rotate": "flor",
    "credentials:stolen": "flor",
    "imports:report": "beatriz",
    "countries:import:report": "",
    "practices:import:report": "",
    "lessons:import:report": "",
    "lesson_uses:import:report": "",
    "events:import:report": "",
    "systematisations:import:report": "",
    "recommendation_tasks:import:report": "",
    "themes:import:report": "",
    "competences:import:report": "",
    "courses:import:report": "",
    "units:import:report": "",
    "plans:import:report": "",
    "offerings:import:report": "",
    "facilitations:import:report": "",
    "contributions:import:report": "",
    "cases:erase": "beatriz",
    "cases:hand_over": "",  # the second within an hour
    "referrals:preview": "",  # to another country
    "referrals:send_update": "",
    # The same view as the update, which alone asks.
    **dict.fromkeys(
        (
            "referrals:accept",
            "referrals:decline",
            "referrals:attend",
            "referrals:close",
            "referrals:withdraw",
            "referrals:open_own_case",
        ),
        "",
    ),
}


def asks(client: Client, path: str, method: str = "get") -> bool:
    """Whether the answer is the page that asks a proof."""
    answer = getattr(client, method)(path)
    return answer.status_code == 302 and answer["Location"].startswith("/confirmar/")


def test_grave_acts_are_declared() -> None:
    result = {name for name, item in urls() if getattr(item.callback, "grave", False)}
    assert result == set(GRAVE)


def test_each_asks_a_fresh_proof(walk: Walk) -> None:  # noqa: F811
    world, quiet = walk.world, []
    for name, who in GRAVE.items():
        if not who:
            continue
        client = sign_in(Client(), getattr(world.cast, who), fresh=False)
        path = address(name, addresses()[name], world)
        if not (asks(client, path) or asks(client, path, "post")):
            quiet.append(name)
    assert quiet == []


def test_a_file_that_leaves_the_country_asks_and_one_that_stays_does_not(cast: Cast) -> None:
    created = build(cast).draft()
    here = sign_in(Client(), cast.ana, fresh=False)
    path = reverse("referrals:preview", args=[created.id])
    assert asks(here, path)
    assert asks(here, path, "post")
    with acting(cast.ana.scope):
        created.refresh_from_db()
        assert created.state == "draft"
        Organisation.objects.filter(pk=created.receiver_id).update(country=cast.refugio.country)
    assert here.get(path).status_code == 200


def test_handing_over_a_second_case_asks(cast: Cast) -> None:
    files = []
    with acting(cast.ana.scope):
        files = [cases.register_case(scenario.case_of_ana()) for _n in range(2)]
    client = sign_in(Client(), cast.ana, fresh=False)
    first, second = (reverse("cases:hand_over", args=[one.id]) for one in files)
    values = {"user_id": str(cast.carla.user.pk)}
    assert not asks(client, first)
    assert client.post(first, values).status_code == 302
    answer = client.post(second, values)
    assert answer["Location"].startswith("/confirmar/")
    with acting(cast.beatriz.scope):
        responsible = Case.objects.get(pk=files[1].id).responsible_id
    assert responsible == cast.ana.user.pk


def test_handing_over_a_second_case_takes_a_reason_and_it_stands(cast: Cast) -> None:
    """Asked on the page behind the fresh proof, sealed, in the trail as a code; the operation itself refuses."""
    with acting(cast.ana.scope):
        files = [cases.register_case(scenario.case_of_ana()) for _n in range(3)]
    client = sign_in(Client(), cast.ana)
    first, second, third = (reverse("cases:hand_over", args=[one.id]) for one in files)
    values = {"user_id": str(cast.carla.user.pk)}
    assert "¿Por qué los entrega?" not in client.get(first).content.decode()
    assert client.post(first, values).status_code == 302
    assert "¿Por qué los entrega?" in client.get(second).content.decode()
    assert "Elija por qué entrega el caso." in client.post(second, values).content.decode()
    assert "Escriba el motivo." in client.post(second, {**values, "reason": "other"}).content.decode()
    words = "se muda la trabajadora Ficticia al sur"
    assert client.post(second, {**values, "reason": "other", "words": words}).status_code == 302
    with acting(cast.ana.scope), pytest.raises(DomainError):
        cases.hand_over(files[2].id, to_user_id=cast.carla.user.pk, expected_responsible_id=cast.ana.user.pk)
    assert client.post(third, {**values, "reason": "load"}).status_code == 302
    with acting(cast.beatriz.scope):
        stored = HandOver.objects.get(case_id=files[1].id)
        assert (stored.from_id, stored.to_id) == (cast.ana.user.pk, cast.carla.user.pk)
        assert words.encode() not in bytes(stored.explained)
        trail = Entry.objects.filter(event="case.handed_over").values_list("details", flat=True)
        assert {one["reason"] for one in trail} == {"", "other", "load"}
    team = sign_in(Client(), cast.carla).get(f"/casos/{files[1].id}/equipo/").content.decode()
    assert words in team


def test_an_invitation_takes_a_reason_and_it_stands(cast: Cast) -> None:
    client = sign_in(Client(), cast.flor)
    path, values = reverse("network:invite_person"), {"email": "nueva@gt.example", "roles": ["caseworker"]}
    assert "Elija un motivo." in client.post(path, values).content.decode()
    assert "Escriba el motivo." in client.post(path, {**values, "reason": "other"}).content.decode()
    with acting(cast.flor.scope), pytest.raises(DomainError):
        staffing.invite_person(email="nueva@gt.example", roles=["caseworker"], reason="")
    words = "reemplaza a la trabajadora Ficticia"
    assert client.post(path, {**values, "reason": "other", "words": words}).status_code == 302
    with acting(cast.flor.scope):
        invited = Invitation.objects.get(email=values["email"])
        assert words.encode() not in bytes(invited.explained)
    with acting(cast.beatriz.scope):
        (sent,) = Entry.objects.filter(event="invitation.sent", subject_id=invited.pk)
        assert sent.details["reason"] == "other"
    assert words in client.get(reverse("network:staff")).content.decode()


def test_letting_an_organisation_in_and_asking_it_again_take_a_reason_and_it_stands(cast: Cast) -> None:
    """The trail of the coordination has the code; the words are sealed and read on the page that sends it again."""
    client = sign_in(Client(), cast.gloria)
    path, values = reverse("network:invite_organisation"), {
        "name": "Red de Abrigo (ficticia)", "kind": "civil_society", "country": "HND",
        "time_zone": "America/Tegucigalpa", "email": "primera@hn.example",
    }  # fmt: skip
    for sent, answer in ({}, "Elija un motivo."), ({"reason": "other"}, "Escriba el motivo."):
        assert answer in client.post(path, values | sent).content.decode()
    assert not Organisation.objects.filter(name=values["name"]).exists()
    words = "lo pidió la mesa Ficticia de Cortés"
    assert client.post(path, {**values, "reason": "other", "words": words}).status_code == 302
    row = Invitation.objects.get(email=values["email"])
    assert words.encode() not in bytes(row.explained)
    again = reverse("network:invite_again", args=[row.pk])
    assert f"Motivo: Otro motivo – {words}" in client.get(again).content.decode()
    new = {"email": "segunda@hn.example"}
    for sent, answer in ({}, "Elija un motivo."), ({"reason": "other"}, "Escriba el motivo."):
        assert answer in client.post(again, new | sent).content.decode()
    with acting(cast.gloria.scope):
        for reason in ("", "joins"):
            with pytest.raises(DomainError):
                house.invite_again(invitation_id=row.pk, reason=reason)
            with pytest.raises(DomainError):
                house.invite_organisation(
                    name="Otra (ficticia)", kind="civil_society", place=Where("HND"), reason=reason,
                    time_zone="America/Tegucigalpa", email="otra@hn.example",
                )  # fmt: skip
    assert Invitation.objects.get().revoked_at is None
    assert client.post(again, {**new, "reason": "somebody_else"}).status_code == 302
    with acting(dataclasses.replace(cast.gloria.scope, audit=True)):
        trail = Entry.objects.filter(event__startswith="organisation.invited").order_by("at")
        assert [(one.event, one.details["reason"]) for one in trail] == [
            ("organisation.invited", "other"),
            ("organisation.invited_again", "somebody_else"),
        ]


def test_why_she_was_invited_stands_among_the_changes_of_her_functions(cast: Cast) -> None:
    with acting(cast.flor.scope):
        organisation = Organisation.objects.get(pk=cast.refugio.pk)
        why = Why("cover", "suple tres meses")
        _row, token = invite(
            organisation=organisation, email="suplente@gt.example", roles=["caseworker"], why=why
        )
    user = accept_invitation(token=token, name="Suplente Ficticia", password=PASSWORD)
    with acting(cast.flor.scope):
        change = MembershipChange.objects.get(membership__user=user)
        assert (change.before, change.after, change.reason) == ([], ["caseworker"], "cover")
        assert change.by_id == cast.flor.user.pk
        ((_change, words),) = explained([change])
        assert words == "suple tres meses"


def test_what_was_typed_goes_on_after_the_code(cast: Cast) -> None:
    """The invitation is kept sealed while she proves herself, and one button sends it."""
    enrol(cast.flor)
    client = sign_in(Client(), cast.flor, fresh=False)
    values = {"email": "nueva@gt.example", "roles": ["caseworker"], "reason": "joins"}
    asked = client.post(reverse("network:invite_person"), values)
    back = client.post(asked["Location"], {"code": shown_by(cast.flor.user)})["Location"]
    assert "nueva@gt.example" in client.get(back).content.decode()
    assert client.post(reverse("network:invite_person"), values).status_code == 302
    assert not asks(client, reverse("network:invite_person")), "one proof for several acts"
