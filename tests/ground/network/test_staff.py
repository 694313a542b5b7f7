"""Personal: functions change with a reason, hold from the next request on, the last administrator stays."""

import dataclasses
import threading

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import PASSWORD, Cast, Player
from contratrata.ground.accounts.models import User
from contratrata.ground.audit.models import Entry
from contratrata.ground.base.errors import Conflict, DomainError, NotAllowed
from contratrata.ground.base.scope import acting
from contratrata.ground.network import queries, staffing
from contratrata.ground.network.models import Invitation, Membership, MembershipChange, Organisation
from contratrata.ground.network.operations import add_member
from contratrata.ground.network.roles import Role
from signin import sign_in

WHY = {"reason": "new_duties", "words": ""}


def join(organisation: Organisation, first: str, *roles: Role) -> Player:
    user = User.objects.create_user(
        f"{first.lower()}@more.example", PASSWORD, name=f"{first} Ejemplo (ficticia)"
    )
    return Player(user, add_member(organisation=organisation, user=user, roles=roles))


def roles_of(player: Player, seen_by: Player) -> list[str]:
    with acting(seen_by.scope):
        return list(Membership.objects.get(pk=player.membership.pk).roles)


def change(by: Player, whom: Player, *roles: str, **why: str) -> None:
    with acting(by.scope):
        staffing.change_roles(
            membership_id=whom.membership.pk, seen=whom.membership.roles, roles=roles, **(why or WHY)
        )


def test_the_list_for_administration_and_focal_point(cast: Cast, client: Client) -> None:
    page = sign_in(client, cast.flor).get("/personal/").content.decode()
    assert "5 personas trabajan aquí" in page
    assert page.count("Cambiar funciones") == 5
    assert "Elena" not in page
    focal = sign_in(Client(), cast.diana).get("/personal/").content.decode()
    assert "2 personas trabajan aquí" in focal
    assert "Cambiar funciones" not in focal


@pytest.mark.parametrize("who", ["ana", "beatriz", "hilda", "gloria", "irma"])
def test_nobody_else_finds_it(cast: Cast, client: Client, who: str) -> None:
    sign_in(client, getattr(cast, who))
    for path in (
        "/personal/",
        "/personal/invitar/",
        "/ajustes/",
        f"/personal/{cast.ana.membership.pk}/funciones/",
    ):
        assert client.get(path).status_code == 404


def test_an_administrator_of_another_organisation_finds_nobody(cast: Cast, client: Client) -> None:
    other = join(cast.clinica, "Paula", Role.ORG_ADMIN)
    sign_in(client, other)
    for verb in ("funciones", "terminar"):
        url = f"/personal/{cast.ana.membership.pk}/{verb}/"
        assert client.get(url).status_code == 404
        assert client.post(url, {"roles": ["auditor"], "reason": "left"}).status_code == 404
    with pytest.raises(Conflict), acting(other.scope):
        staffing.end_membership(membership_id=cast.ana.membership.pk, reason="left")
    assert roles_of(cast.ana, cast.flor) == ["caseworker"]


def test_new_functions_hold_from_the_next_request_on(cast: Cast, client: Client) -> None:
    ana = sign_in(Client(), cast.ana)
    assert ana.get("/personal/").status_code == 404
    sent = {
        "seen": "caseworker",
        "roles": ["caseworker", "focal_point"],
        "reason": "cover",
        "words": "Un mes",
    }
    url = f"/personal/{cast.ana.membership.pk}/funciones/"
    assert sign_in(client, cast.flor).post(url, sent)["Location"] == "/personal/"
    assert ana.get("/personal/").status_code == 200
    with acting(dataclasses.replace(cast.flor.scope, audit=True)):
        [(row, words)] = queries.explained(MembershipChange.objects.all())
        [entry] = Entry._base_manager.filter(event="member.changed")
    assert (row.before, row.after, row.reason, words) == (
        ["caseworker"],
        ["caseworker", "focal_point"],
        "cover",
        "Un mes",
    )
    assert entry.details == {"before": "caseworker", "after": "caseworker,focal_point", "reason": "cover"}
    assert "Cubre a otra persona por un tiempo – Un mes" in client.get(url).content.decode()


def test_an_ended_person_is_out_at_the_next_request(cast: Cast, client: Client) -> None:
    ana = sign_in(Client(), cast.ana)
    assert ana.get("/organizaciones/").status_code == 200
    url = f"/personal/{cast.ana.membership.pk}/terminar/"
    assert "¿Terminar sus funciones?" in sign_in(client, cast.flor).get(url).content.decode()
    assert client.post(url, {"reason": "left"}).status_code == 302
    assert ana.get("/organizaciones/").status_code == 302  # to choose an organisation: she has none here
    assert client.get(url).status_code == 404
    assert "Ana Ejemplo" not in client.get("/personal/").content.decode()


def test_a_reason_is_asked(cast: Cast, client: Client) -> None:
    sign_in(client, cast.flor)
    url = f"/personal/{cast.ana.membership.pk}/terminar/"
    assert "Elija un motivo." in client.post(url, {}).content.decode()
    assert "Escriba el motivo." in client.post(url, {"reason": "other"}).content.decode()
    with pytest.raises(DomainError):
        change(cast.flor, cast.ana, "auditor", reason="because")
    assert roles_of(cast.ana, cast.flor) == ["caseworker"]


def test_the_last_administrator_stays(cast: Cast, client: Client) -> None:
    sign_in(client, cast.flor)
    url = f"/personal/{cast.flor.membership.pk}/"
    ended = client.post(f"{url}terminar/", {"reason": "left"}).content.decode()
    assert "Es la única persona de administración" in ended
    with pytest.raises(DomainError, match="Elija al menos una función"):
        change(cast.flor, cast.flor)
    second = join(cast.refugio, "Paula", Role.ORG_ADMIN, Role.AUDITOR)
    change(cast.flor, second, "auditor")
    with pytest.raises(DomainError, match="Es la única"), acting(cast.flor.scope):
        staffing.end_membership(membership_id=cast.flor.membership.pk, reason="left")
    assert roles_of(cast.flor, cast.flor) == ["org_admin"]


def test_nobody_gives_herself_functions(cast: Cast) -> None:
    with pytest.raises(DomainError, match="Nadie se da funciones"):
        change(cast.flor, cast.flor, "org_admin", "caseworker")
    assert roles_of(cast.flor, cast.flor) == ["org_admin"]


def test_roles_that_are_not_hers_to_give_stay_as_they_are(cast: Cast) -> None:
    national = join(cast.refugio, "Rosa", Role.NATIONAL_FOCAL_POINT, Role.CASEWORKER)
    change(cast.flor, national, "auditor", "coordination", "platform_admin")
    assert roles_of(national, cast.flor) == ["auditor", "national_focal_point"]
    with pytest.raises(NotAllowed), acting(cast.flor.scope):
        staffing.end_membership(membership_id=national.membership.pk, reason="left")


def test_a_change_made_meanwhile_is_told(cast: Cast) -> None:
    change(cast.flor, cast.ana, "supervisor")
    with pytest.raises(Conflict):
        change(cast.flor, cast.ana, "auditor")  # her screen still showed a caseworker
    assert roles_of(cast.ana, cast.flor) == ["supervisor"]


def test_two_administrators_who_end_each_other_at_once_leave_one(real_cast: Cast) -> None:
    second = join(real_cast.refugio, "Paula", Role.ORG_ADMIN)
    start, outcome = threading.Barrier(2), []

    def end(by: Player, whom: Player) -> None:
        try:
            start.wait(timeout=10)
            with acting(by.scope):
                staffing.end_membership(membership_id=whom.membership.pk, reason="left")
            outcome.append("ended")
        except DomainError:
            outcome.append("refused")
        finally:
            connection.close()

    pairs = [(real_cast.flor, second), (second, real_cast.flor)]
    threads = [threading.Thread(target=end, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(outcome) == ["ended", "refused"]


def test_why_somebody_changed_is_her_organisation_s_own_and_stays(real_cast: Cast) -> None:
    change(real_cast.flor, real_cast.ana, "supervisor")
    for who in ("irma", "diana", "gloria", "julia"):
        with acting(getattr(real_cast, who).scope):
            assert MembershipChange.objects.count() == 0
    with acting(real_cast.flor.scope):
        assert MembershipChange.objects.count() == 1
        for act in (
            lambda: MembershipChange.objects.update(reason="left"),
            lambda: MembershipChange.objects.all()._raw_delete("default"),
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                act()


def test_inviting_and_taking_it_back(cast: Cast, client: Client) -> None:
    sign_in(client, cast.flor)
    wrong = client.post("/personal/invitar/", {"email": "nueva", "roles": []}).content.decode()
    assert "Escriba un correo como nombre@ejemplo.org." in wrong
    assert "Elija al menos una función." in wrong
    sent = {"email": "nueva@gt.example", "roles": ["caseworker"], "reason": "joins"}
    assert client.post("/personal/invitar/", sent)["Location"] == "/personal/"
    assert "nueva@gt.example" in client.get("/personal/").content.decode()
    invitation = Invitation.objects.get(email="nueva@gt.example")
    back = f"/personal/invitaciones/{invitation.pk}/retirar/"
    assert sign_in(Client(), cast.diana).post(back).status_code == 404
    assert client.get(back).status_code == 405
    assert client.post(back).status_code == 302
    assert "nueva@gt.example" not in client.get("/personal/").content.decode()
    assert client.post(back).status_code == 404


def test_nobody_is_invited_to_roles_that_are_not_hers_to_give(cast: Cast, client: Client) -> None:
    sent = {"email": "nueva@gt.example", "roles": ["coordination"], "reason": "joins"}
    assert sign_in(client, cast.flor).post("/personal/invitar/", sent).status_code == 200
    with pytest.raises(NotAllowed), acting(cast.flor.scope):
        staffing.invite_person(**sent)
    with pytest.raises(NotAllowed), acting(cast.ana.scope):
        staffing.invite_person(email="nueva@gt.example", roles=["caseworker"], reason="joins")
    assert not Invitation.objects.exists()


def test_as_many_queries_for_five_people_as_for_fifteen(cast: Cast, client: Client) -> None:
    sign_in(client, cast.flor).get("/personal/")
    counts = []
    for batch in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/personal/").status_code == 200
        counts.append(len(asked))
        for n in range(10):
            join(cast.refugio, f"Persona{batch}{n}", Role.CASEWORKER)
    assert counts[0] == counts[1]
