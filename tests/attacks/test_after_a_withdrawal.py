"""Her consent is taken back, or she is erased, and the receiver's own case goes on holding her: what it then means.

A colleague with whom the case was shared reads and finds her no more, in whatever way it ended; who answers for it is
told, and it is hers to ask. At the end of a term, or when she says so, what came by the referral is removed.
"""

import dataclasses
import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from cast import Cast, Player, another
from contratrata.care.cases import operations as cases
from contratrata.care.cases.inputs import NewConsent
from contratrata.care.cases.models import (
    Case,
    Consent,
)
from contratrata.care.cases.operations import revoking
from contratrata.care.referrals import operations
from contratrata.ground.audit.public import Entry
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import Role
from contratrata.ground.notices import public as board
from contratrata.ground.ui.frame import draft_key
from contratrata.ground.vault import public as vault
from contratrata.ground.vault.models import TypedDraft
from referred import ITS_OWN, Line, build
from withdrawn import (
    CAME,
    EVERYWHERE,
    OWN,
    at,
    by_consent,
    by_erasure,
    by_taking_back,
    due_of,
    finds,
    own_case,
    own_words_in,
    sweep,
    whole,
)


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
    assert "Ya no hay consentimiento de la persona para este caso" in page
    assert "Registrar su consentimiento" in page
    today = client.get(reverse("web:today")).content.decode()
    assert "Ya no hay consentimiento: pídale uno" in today
    with acting(line.cast.elena.scope), pytest.raises(WrongState):
        cases.share_with(case.id, user_id=chief.user.id)


def test_a_consent_of_its_own_opens_it_again_and_one_that_stands_keeps_it_open(
    line: Line, rosa: Player
) -> None:
    case, _referral_id = own_case(line, rosa)
    by_consent(line, None)
    with acting(line.cast.elena.scope):
        cases.give_consent(case.id, new=ITS_OWN)
    assert finds(rosa, case) == EVERYWHERE
    by_erasure(line, None)  # the consent of its own stands
    assert finds(rosa, case) == EVERYWHERE
    with acting(line.cast.elena.scope):
        assert [n.kind for n in board.unseen(line.cast.elena.scope)].count("case.revoked") == 2


def test_taking_it_back_because_it_is_solved_leaves_the_own_case_as_it_is(line: Line, rosa: Player) -> None:
    case, referral_id = own_case(line, rosa)
    with acting(line.cast.ana.scope):
        operations.withdraw(referral_id, reason="solved")
    assert finds(rosa, case) == EVERYWHERE


def test_what_came_is_there_until_the_term_ends_and_then_nowhere(
    line: Line, rosa: Player, chief: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = whole(line, rosa)
    assert all(text in own_words_in(line, case) for text in (*CAME, "female", "NIC", "24", OWN))
    by_erasure(line, None)
    due = due_of(line, case)
    typing = draft_key(reverse("cases:edit", args=[case.id, "nombre"]))
    with acting(line.cast.elena.scope):
        vault.drafts.keep(typing, {"given_names": ["Yolanda María"]})
        assert TypedDraft.objects.count() == 1
    at(monkeypatch, due - dt.timedelta(seconds=1))
    assert sweep() == 0
    assert finds(line.cast.elena, case) == EVERYWHERE
    assert all(text in own_words_in(line, case) for text in CAME)
    at(monkeypatch, due)
    assert sweep() == 1
    assert sweep() == 0
    with acting(line.cast.elena.scope):
        assert TypedDraft.objects.count() == 0
    words = own_words_in(line, case)
    assert not [text for text in (*CAME, "female", "NIC") if text in words]
    assert OWN in words
    assert "Acompañarla al médico" in words
    assert "Cho" in words  # what came empty was written here
    assert "Se quitó lo que llegó con la derivación" in words
    for player in (line.cast.elena, chief):
        assert finds(player, case) == {"list", "page"}
        with acting(player.scope):
            assert [n.kind for n in board.unseen(player.scope) if n.code == case.code].count(
                "case.copy_removed"
            ) == 1
    assert finds(rosa, case) == set()  # it is not shared again by that
    with acting(chief.scope):
        case.refresh_from_db()
        assert (case.copied, case.revoked_at, case.revoked_due) == ([], None, None)
        assert Entry.objects.filter(event="case.copy_removed", subject_id=case.id).count() == 1


def test_who_leads_the_case_has_it_removed_at_once_and_nobody_else(
    line: Line, rosa: Player, chief: Player
) -> None:
    case = whole(line, rosa)
    url = reverse("cases:remove_copied", args=[case.id])
    by_consent(line, None)
    for player, status in ((rosa, 404), (line.cast.ana, 404), (chief, 200), (line.cast.elena, 200)):
        client = Client()
        client.force_login(player.user)
        assert client.get(url).status_code == status
    page = client.get(reverse("cases:detail", args=[case.id])).content.decode()
    assert url in page
    assert client.post(url).status_code == 302
    page = client.get(reverse("cases:detail", args=[case.id])).content.decode()
    assert "Se está quitando lo que llegó con la derivación" in page
    assert url not in page
    assert sweep() == 1
    assert not [text for text in CAME if text in own_words_in(line, case)]
    with acting(line.cast.elena.scope), pytest.raises(WrongState):
        cases.ask_removal(case.id)


def test_a_consent_of_its_own_keeps_what_came(
    line: Line, rosa: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = whole(line, rosa)
    by_consent(line, None)
    due = due_of(line, case)
    with acting(line.cast.elena.scope):
        cases.ask_removal(case.id)
        cases.give_consent(case.id, new=ITS_OWN)
        with pytest.raises(WrongState):
            cases.ask_removal(case.id)
    at(monkeypatch, due + dt.timedelta(days=1))
    assert sweep() == 0
    assert all(text in own_words_in(line, case) for text in CAME)
    assert finds(rosa, case) == EVERYWHERE


def test_its_own_consent_taken_back_or_lapsed_begins_the_term(
    line: Line, rosa: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = whole(line, rosa)
    with acting(line.cast.elena.scope):
        initial = cases.give_consent(case.id, new=ITS_OWN)
        cases.withdraw_consent(initial.id)
    assert due_of(line, case) - clock.now() > dt.timedelta(days=13)
    assert finds(rosa, case) == set()
    with acting(line.cast.elena.scope):
        cases.give_consent(case.id, new=dataclasses.replace(ITS_OWN, until=clock.today()))
    assert sweep() == 0
    assert finds(rosa, case) == EVERYWHERE
    later = clock.today() + dt.timedelta(days=2)
    monkeypatch.setattr(clock, "today", lambda: later)
    assert sweep() == 0
    assert finds(rosa, case) == set()
    assert due_of(line, case) - clock.now() > dt.timedelta(days=13)


def test_a_worker_that_dies_half_way_has_removed_nothing(
    line: Line, rosa: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = whole(line, rosa)
    by_consent(line, None)
    with acting(line.cast.elena.scope):
        cases.ask_removal(case.id)
    with monkeypatch.context() as dying:
        dying.setattr(revoking.counting, "correct", _die)
        with pytest.raises(SystemExit):
            sweep()
    assert all(text in own_words_in(line, case) for text in CAME)
    assert sweep() == 1
    assert not [text for text in CAME if text in own_words_in(line, case)]


def _die(*_told: object) -> None:
    raise SystemExit


def test_the_web_cannot_remove_it(line: Line, rosa: Player) -> None:
    case = whole(line, rosa)
    by_consent(line, None)
    with acting(line.cast.elena.scope):
        cases.ask_removal(case.id)
        with pytest.raises(NotAllowed):
            cases.remove_copied(case.id)


def test_an_own_case_is_not_opened_without_asking_the_person(line: Line) -> None:
    taken = line.at("accepted")
    with acting(line.cast.elena.scope):
        for values in (
            dataclasses.replace(ITS_OWN, given_by=""),
            dataclasses.replace(ITS_OWN, means=""),
            dataclasses.replace(ITS_OWN, means="verbal_with_witness"),
            dataclasses.replace(ITS_OWN, purpose="statistics"),
            NewConsent(purpose="assistance", legal_duty=True, reason="Lo ordena un juez de turno"),
        ):
            with pytest.raises(DomainError):
                operations.open_own_case(taken.id, consent=values)
        assert not Case.objects.exists()
    client = Client()
    client.force_login(line.cast.elena.user)
    url = reverse("referrals:open_own_case", args=[taken.id])
    page = client.get(url).content.decode()
    assert "La persona permite que" in page
    assert "lo que llegó se quita solo" in page
    assert client.post(url, {"seen": "accepted"}).status_code == 200  # what is missing is said beside it
    with acting(line.cast.elena.scope):
        assert not Case.objects.exists()
    values = {"seen": "accepted", "given_by": "person", "means": "written"}
    opened = client.post(url, values)
    with acting(line.cast.elena.scope):
        case = Case.objects.get()
        assert [(one.purpose, one.given_by) for one in Consent.objects.filter(case=case)] == [
            ("assistance", "person")
        ]
    assert opened["Location"] == reverse("cases:detail", args=[case.id])
    assert client.post(url, values)["Location"] == opened["Location"]


def test_a_consent_given_when_it_was_opened_keeps_the_case(line: Line, rosa: Player) -> None:
    taken = line.at("accepted")
    with acting(line.cast.elena.scope):
        case = operations.open_own_case(taken.id, consent=ITS_OWN)
        cases.share_with(case.id, user_id=rosa.user.id)
    by_consent(line, None)
    assert finds(rosa, case) == EVERYWHERE
    assert sweep() == 0
    with acting(line.cast.elena.scope):
        case.refresh_from_db()
        assert case.revoked_at is None
        assert ("case.revoked", case.code) in [(n.kind, n.code) for n in board.unseen(line.cast.elena.scope)]
