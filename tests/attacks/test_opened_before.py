"""An own case that was opened before it was kept what it took up: taking the consent back reaches it too."""

import datetime as dt
import io

import pytest
from django.core.management import call_command

import house
from cast import Cast, Player, another
from contratrata.care.cases import operations as cases
from contratrata.care.cases.inputs import NewCase
from contratrata.care.cases.models import (
    Case,
)
from contratrata.care.referrals.models import Referral
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import Role
from keeping import signed_as
from referred import Line, build
from withdrawn import CAME, OWN, at, by_consent, by_erasure, due_of, own_words_in, sweep, whole


@pytest.fixture(autouse=True)
def gates_are_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second factor has tests of its own."""
    monkeypatch.setattr("contratrata.doors.web.access.GATES", [])


@pytest.fixture
def line(real_cast: Cast) -> Line:
    return build(real_cast)


@pytest.fixture
def rosa(line: Line) -> Player:
    with acting(line.cast.diana.scope):
        return another(line.cast.horizonte, "Rosa", Role.CASEWORKER)


def of_before(line: Line, rosa: Player) -> Case:
    """With everything, corrected here; as it stood then: nothing says what came, nobody consented to it here."""
    case = whole(line, rosa)
    with house.connect("keeper") as keeper:
        keeper.execute("UPDATE cases_case SET copied = '{}' WHERE id = %s", [case.id])
        keeper.execute("UPDATE cases_note SET kind = 'note' WHERE case_id = %s", [case.id])
        keeper.execute("DELETE FROM cases_consent WHERE case_id = %s", [case.id])
    return case


def noted() -> str:
    """The command, as the worker runs it."""
    words = io.StringIO()
    with signed_as("worker"):
        call_command("note_copied", stdout=words)
    return words.getvalue()


def test_what_came_into_a_case_of_before_is_found_by_comparing_and_goes_with_the_consent(
    line: Line, rosa: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = of_before(line, rosa)
    assert "Casos: 1. Sin poder comparar: 0." in noted()
    assert "Casos: 0." in noted()
    with acting(line.cast.elena.scope):
        case.refresh_from_db()
        assert {"given_names", "first_surname", "contact_detail", "sex", Case.STATUS, Case.STORY} <= {
            *case.copied
        }
        assert not {"alias", "second_surname", "arrival_channel"} & {*case.copied}
    assert sweep() == 0
    with acting(line.cast.elena.scope):
        case.refresh_from_db()
        assert case.revoked_at is None, "the sender's consent stands"
    by_consent(line, None)
    at(monkeypatch, due_of(line, case) + dt.timedelta(seconds=1))
    assert sweep() == 1
    words = own_words_in(line, case)
    assert not [text for text in (*CAME, "female", "NIC") if text in words]
    assert OWN in words
    assert "Cho" in words


def test_of_what_was_taken_back_already_too(
    line: Line, rosa: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The receiver's key is gone; its sender can still see what it shared."""
    case = of_before(line, rosa)
    by_consent(line, None)
    at(monkeypatch, due_of(line, case) + dt.timedelta(seconds=1))
    assert sweep() == 0
    assert "Casos: 1." in noted()
    assert sweep() == 1
    assert not [text for text in CAME if text in own_words_in(line, case)]


def test_where_the_sender_erased_her_it_is_said_that_nothing_can_be_compared(
    line: Line, rosa: Player
) -> None:
    case = of_before(line, rosa)
    by_erasure(line, None)
    assert "Casos: 0. Sin poder comparar: 1." in noted()
    with acting(line.cast.elena.scope):
        case.refresh_from_db()
        assert case.copied == []


def test_what_was_all_written_here_stays(line: Line, rosa: Player) -> None:
    """A case that a referral names and that says nothing as it did."""
    case = of_before(line, rosa)
    with acting(line.cast.elena.scope):
        other = cases.register_case(NewCase(values={"given_names": "Otra (ficticia)"}, note=OWN))
        Referral.objects.filter(receiver_case_id=case.id).update(receiver_case_id=other.id)
    assert "Casos: 0. Sin poder comparar: 0." in noted()
    with acting(line.cast.elena.scope):
        other.refresh_from_db()
        assert other.copied == []


def test_finding_out_cut_off_is_run_again(line: Line, rosa: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    case = of_before(line, rosa)

    def cut(*_args: object, **_told: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("contratrata.care.cases.operations._common.record", cut)
        with pytest.raises(KeyboardInterrupt):
            noted()
    assert "Casos: 1." in noted()
    with acting(line.cast.elena.scope):
        case.refresh_from_db()
        assert Case.STORY in case.copied
    with house.connect("keeper") as keeper:
        [left] = keeper.execute(
            "SELECT count(*) FROM audit_entry WHERE event = 'case.copied_noted' AND subject_id = %s",
            [case.id],
        ).fetchall()
    assert left == (1,)
