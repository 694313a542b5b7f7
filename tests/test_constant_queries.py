"""A page asks the database as often for thirty rows as for one: what grows with the rows would end in a crawl."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import scenario
from cast import Cast, Player
from contratrata.care.cases import operations as cases
from contratrata.care.referrals import operations as referrals
from contratrata.ground.base.scope import acting
from signin import sign_in


def add(cast: Cast, number: int) -> None:
    """So many cases of Ana's, each with a next step, a permission and a referral that waits at Horizonte."""
    with acting(cast.ana.scope):
        for _ in range(number):
            case = cases.register_case(scenario.case_of_ana())
            consent = cases.give_consent(case.id, new=scenario.permission(cast.horizonte.id))
            created = referrals.start(
                case_id=case.id, receiver_id=cast.horizonte.id, aims=scenario.AIMS, urgency="h24"
            )
            referrals.choose_parts(created.id, parts=scenario.PARTS)
            referrals.choose_consent(created.id, consent_id=consent.id)
            referrals.send(created.id)


def queries(player: Player, path: str) -> int:
    """How many statements this page takes, from the second time on."""
    client = sign_in(Client(), player)
    if "buscado" in path:  # what was looked for is kept apart: no name stands in an address
        client.post("/casos/buscar/", {"words": scenario.SECRETS[0]})
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return len(asked)


PAGES = (
    ("ana", "/casos/"),
    ("beatriz", "/casos/"),
    ("ana", "/casos/?buscado=1"),
    ("ana", "/derivaciones/"),
    ("diana", "/bandeja/"),
    ("ana", "/hoy/"),
    ("diana", "/hoy/"),
    ("gloria", "/red/"),
    ("beatriz", "/equipo/"),
    ("ana", "/avisos/"),
    ("diana", "/avisos/"),
)


def test_thirty_rows_take_as_many_queries_as_one(cast: Cast) -> None:
    add(cast, 1)
    one = {(who, path): queries(getattr(cast, who), path) for who, path in PAGES}
    add(cast, 29)
    thirty = {(who, path): queries(getattr(cast, who), path) for who, path in PAGES}
    grown = {page: (one[page], thirty[page]) for page in one if thirty[page] > one[page]}
    assert grown == {}
    assert min(thirty.values()) > 5
    assert max(thirty.values()) < 60


@pytest.mark.parametrize("what", ["", "relato/", "plan/", "equipo/", "historia/", "consentimientos/"])
def test_a_case_worked_on_for_long_takes_as_many_queries_as_a_new_one(cast: Cast, what: str) -> None:
    with acting(cast.ana.scope):
        case = cases.register_case(scenario.case_of_ana())
        cases.add_note(case.id, text="Una")
        cases.give_consent(case.id, new=scenario.permission(cast.horizonte.id))
    path = f"/casos/{case.id}/{what}"
    few = queries(cast.ana, path)
    with acting(cast.ana.scope):
        for number in range(15):
            cases.add_note(case.id, text=f"Otra {number}")
            cases.give_consent(case.id, new=scenario.permission(cast.horizonte.id))
    assert queries(cast.ana, path) <= few
