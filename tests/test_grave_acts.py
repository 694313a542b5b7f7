"""A law: which acts ask a fresh second factor is declared here, and each of them asks it.

Grave is what lets somebody in or see more, what takes data of persons away or out of the country, what cannot be
undone. An unlocked screen is not enough for it; one proof is good for all of them for some minutes.
"""

from django.test import Client
from django.urls import reverse

import scenario
from cast import Cast
from contratrata.care.cases import operations as cases
from contratrata.care.cases.models import Case
from contratrata.ground.base.scope import acting
from contratrata.ground.network.models import Organisation
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
    "network:invite_elsewhere": "gloria",
    "imports:report": "beatriz",
    "countries:import:report": "",
    "practices:import:report": "",
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
    found = {name for name, item in urls() if getattr(item.callback, "grave", False)}
    assert found == set(GRAVE)


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
    made = build(cast).draft()
    here = sign_in(Client(), cast.ana, fresh=False)
    path = reverse("referrals:preview", args=[made.id])
    assert asks(here, path)
    assert asks(here, path, "post")
    with acting(cast.ana.scope):
        made.refresh_from_db()
        assert made.state == "draft"
        Organisation.objects.filter(pk=made.receiver_id).update(country=cast.refugio.country)
    assert here.get(path).status_code == 200


def test_handing_over_a_second_case_asks(cast: Cast) -> None:
    files = []
    with acting(cast.ana.scope):
        files = [cases.register_case(scenario.case_of_ana()) for _n in range(2)]
    client = sign_in(Client(), cast.ana, fresh=False)
    first, second = (reverse("cases:hand_over", args=[one.id]) for one in files)
    told = {"user_id": str(cast.carla.user.pk)}
    assert not asks(client, first)
    assert client.post(first, told).status_code == 302
    answer = client.post(second, told)
    assert answer["Location"].startswith("/confirmar/")
    with acting(cast.beatriz.scope):
        responsible = Case.objects.get(pk=files[1].id).responsible_id
    assert responsible == cast.ana.user.pk


def test_what_was_typed_goes_on_after_the_code(cast: Cast) -> None:
    """The invitation is kept sealed while she proves herself, and one button sends it."""
    enrol(cast.flor)
    client = sign_in(Client(), cast.flor, fresh=False)
    told = {"email": "nueva@gt.example", "roles": ["caseworker"]}
    asked = client.post(reverse("network:invite_person"), told)
    back = client.post(asked["Location"], {"code": shown_by(cast.flor.user)})["Location"]
    assert "nueva@gt.example" in client.get(back).content.decode()
    assert client.post(reverse("network:invite_person"), told).status_code == 302
    assert not asks(client, reverse("network:invite_person")), "one proof for several acts"
