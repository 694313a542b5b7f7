"""Her consent is taken back, or she is erased, and the receiver's own case goes on holding her: what it then means.

A colleague with whom the case was shared reads and finds her no more, in whatever way it ended; who answers for it is
told, and it is hers to ask.
"""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from cast import Cast, Player, another
from contratrata.care.cases import operations as cases
from contratrata.care.cases.given import NewConsent
from contratrata.care.cases.models import Case
from contratrata.care.cases.public import visible_to
from contratrata.care.cases.search import likely_persons, search
from contratrata.care.referrals import operations
from contratrata.ground.audit.public import Entry
from contratrata.ground.base import clock
from contratrata.ground.base.errors import WrongState
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import Role
from contratrata.ground.notices import public as board
from contratrata.ground.vault.public import Names
from referred import AIMS, NAME, Line, build

TELEPHONE = "5555 0134"


@pytest.fixture(autouse=True)
def gates_are_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second factor has tests of its own."""
    monkeypatch.setattr("contratrata.doors.web.access.GATES", [])


@pytest.fixture
def line(real_cast: Cast) -> Line:
    """Committed: what is found by name is read between transactions."""
    return build(real_cast)


@pytest.fixture
def rosa(line: Line) -> Player:
    """A colleague at the receiver with whom the own case is shared."""
    with acting(line.cast.diana.scope):
        return another(line.cast.horizonte, "Rosa", Role.CASEWORKER)


@pytest.fixture
def chief(line: Line) -> Player:
    with acting(line.cast.diana.scope):
        return another(line.cast.horizonte, "Sara", Role.SUPERVISOR)


def own_case(line: Line, rosa: Player, state: str = "accepted") -> tuple[Case, object]:
    taken = line.at("accepted")
    with acting(line.cast.elena.scope):
        case = operations.open_own_case(taken.id)
        cases.share_with(case.id, user_id=rosa.user.id)
        if state == "closed":
            operations.attend(taken.id, outcomes=dict.fromkeys(AIMS, "provided"))
            operations.close(taken.id, words="Queda bien")
    return case, taken.id


def finds(player: Player, case: Case) -> set[str]:
    """The ways in which she still comes to the case or to the name."""
    with acting(player.scope):
        ways = {
            "list": visible_to(player.scope).filter(id=case.id).exists(),
            "name": any(one.case.id == case.id for one in search(player.scope, NAME)),
            "telephone": any(one.case.id == case.id for one in search(player.scope, TELEPHONE)),
            "likely": bool(likely_persons(player.scope, Names(given="Yolanda", surname="Xitumul"))),
        }
    client = Client()
    client.force_login(player.user)
    ways["page"] = client.get(reverse("cases:detail", args=[case.id])).status_code == 200
    return {way for way, found in ways.items() if found}


EVERYWHERE = {"list", "name", "telephone", "likely", "page"}


def by_consent(line: Line, _referral_id: object) -> None:
    with acting(line.cast.ana.scope):
        cases.withdraw_consent(line.consent_id)


def by_erasure(line: Line, _referral_id: object) -> None:
    with acting(line.cast.beatriz.scope):
        cases.erase_person(line.case_id, reason="asked_by_person")


def by_taking_back(line: Line, referral_id: object) -> None:
    with acting(line.cast.ana.scope):
        operations.withdraw(referral_id, reason="person_declined")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "end"),
    [
        ("accepted", by_consent),
        ("accepted", by_erasure),
        ("accepted", by_taking_back),
        ("closed", by_consent),
        ("closed", by_erasure),
    ],
)
def test_the_own_case_is_closed_to_colleagues_and_its_responsible_is_told(
    line: Line, rosa: Player, chief: Player, state: str, end: Callable[[Line, object], None]
) -> None:
    case, referral_id = own_case(line, rosa, state)
    assert finds(rosa, case) == EVERYWHERE
    end(line, referral_id)
    assert finds(rosa, case) == set()
    assert finds(line.cast.elena, case) == finds(chief, case) == EVERYWHERE
    for player in (line.cast.elena, chief):
        with acting(player.scope):
            assert ("case.revoked", case.code) in [(n.kind, n.code) for n in board.unseen(player.scope)]
    with acting(chief.scope):
        case.refresh_from_db()
        assert case.revoked_due - clock.now() > dt.timedelta(days=13)
        assert Entry.objects.filter(event="case.revoked", subject_id=case.id).count() == 1
    client = Client()
    client.force_login(line.cast.elena.user)
    page = client.get(reverse("cases:detail", args=[case.id])).content.decode()
    assert "La persona retiró el consentimiento con que llegó este caso" in page
    assert "Registrar su consentimiento" in page
    today = client.get(reverse("web:today")).content.decode()
    assert "Retiró el consentimiento con que llegó" in today
    with acting(line.cast.elena.scope), pytest.raises(WrongState):
        cases.share_with(case.id, user_id=chief.user.id)


def test_a_consent_of_its_own_opens_it_again_and_one_that_stands_keeps_it_open(
    line: Line, rosa: Player
) -> None:
    case, _referral_id = own_case(line, rosa)
    own = NewConsent(purpose="assistance", given_by="person", means="written")
    by_consent(line, None)
    with acting(line.cast.elena.scope):
        cases.give_consent(case.id, told=own)
    assert finds(rosa, case) == EVERYWHERE
    by_erasure(line, None)  # the consent of its own stands
    assert finds(rosa, case) == EVERYWHERE
    with acting(line.cast.elena.scope):
        assert [n.kind for n in board.unseen(line.cast.elena.scope)].count("case.revoked") == 2


def test_taking_it_back_because_it_is_solved_leaves_the_own_case_as_it_is(line: Line, rosa: Player) -> None:
    case, referral_id = own_case(line, rosa)
    with acting(line.cast.ana.scope):
        operations.withdraw(referral_id, reason="solved")  # type: ignore[arg-type]
    assert finds(rosa, case) == EVERYWHERE
