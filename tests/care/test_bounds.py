"""Bounds, signs and second askings that one wrong character would break; both sides of each."""

import datetime as dt

import pytest
import time_machine
from bringing import again, csv_of, staged
from offers import shelter_of_horizonte
from samples import full

from cast import Cast
from contratrata.care.cases import operations as casework
from contratrata.care.cases.inputs import NewAssertion, NewCase, NewStep
from contratrata.care.cases.models import Case, NextStep
from contratrata.care.directory import operations as directory
from contratrata.care.directory.models import Service
from contratrata.care.referrals import deadlines
from contratrata.care.referrals import operations as referrals
from contratrata.ground.audit.public import Entry
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.scope import acting
from contratrata.ground.facts.public import Fact
from contratrata.ground.imports import operations as imports
from contratrata.ground.imports import working
from contratrata.ground.network.public import Membership, job_scope
from referred import build

DUE = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
FIVE_YEARS = dt.timedelta(days=5 * 366)
HEAD = "prs_FirstName;x_Sex;prs_Citizenship;x_RegisteredOn;case_id"


@pytest.mark.parametrize(("urgency", "days"), [("h2", 3), ("h24", 3), ("h72", 9), ("d7", 21)])
def test_an_unanswered_referral_stays_open_three_times_its_time_and_a_weekend_at_least(
    urgency: str, days: int
) -> None:
    assert deadlines.expires_at(DUE, urgency) == DUE + dt.timedelta(days=days)


@pytest.mark.parametrize(
    ("after", "step"), [(-MINUTE, 0), (0 * MINUTE, 1), (dt.timedelta(hours=24) - MINUTE, 1)]
)
def test_what_is_late_is_told_to_the_supervisors_first(after: dt.timedelta, step: int) -> None:
    with time_machine.travel(DUE + after, tick=False):
        assert deadlines.step_due(DUE, "h24") == step


def test_and_to_the_network_when_as_long_again_has_passed() -> None:
    with time_machine.travel(DUE + dt.timedelta(hours=24), tick=False):
        assert deadlines.step_due(DUE, "h24") == deadlines.TOLD_NETWORK
        assert deadlines.step_due(None, "h24") == 0


def test_the_figures_follow_the_status_that_is_asserted(cast: Cast) -> None:
    with acting(cast.ana.scope):
        case = casework.register_case(full())
        assert Fact.objects.get().outcome == "possible_victim"
        values = NewAssertion(status="actual_victim", decided_by_kind="police", basis="La sentencia.")
        casework.assert_status(case.id, assertion=values, expected_version=case.version)
        assert Fact.objects.get().outcome == "actual_victim"


@pytest.mark.parametrize(
    ("years", "since", "band"),
    [
        (16, 3 * 366, "age_18_24"),
        (16, 0, "age_15_17"),
        (34, 366, "age_35_49"),
        (34, 364, "age_25_34"),
        (33, 367, "age_25_34"),  # one whole year, not two
    ],
)
def test_a_figure_counts_her_age_on_the_day_of_registering(
    cast: Cast, years: int, since: int, band: str
) -> None:
    known_on = clock.today() - dt.timedelta(days=since)
    with acting(cast.ana.scope):
        casework.register_case(NewCase(values={"age_years": years}, age_on=known_on))
        assert Fact.objects.get().age_band == band


def test_who_no_longer_works_here_brings_no_cases(cast: Cast) -> None:
    one = staged(cast.ana, csv_of(HEAD, "Xiomara;Female;NIC;03/02/2025;A-1"))
    with acting(cast.ana.scope):
        imports.apply(one.id)
    with acting(cast.flor.scope):
        Membership.objects.filter(user=cast.ana.user).update(ended_at=clock.now())
    assert working.bring(job_scope(cast.refugio, user_id=cast.ana.user.pk), one.id) == 0
    with acting(cast.beatriz.scope):
        assert Case.objects.count() == 0
    assert "ya no trabaja con esto" in again(cast.beatriz, one).problem


def test_reading_how_a_referral_ended_leaves_one_trace(cast: Cast) -> None:
    closed = build(cast).at("closed")
    with acting(cast.ana.scope):
        referrals.feedback_seen(closed.id)
        referrals.feedback_seen(closed.id)
    with acting(cast.beatriz.scope):
        assert Entry.objects.filter(event="referral.feedback_seen", subject_id=closed.id).count() == 1


def test_changing_a_service_assures_all_of_it(cast: Cast) -> None:
    service = shelter_of_horizonte(cast)
    with acting(cast.diana.scope):
        long_ago = clock.now() - dt.timedelta(days=200)
        Service.objects.filter(pk=service.pk).update(assured_at=long_ago, assured_by_id=None)
        before = clock.now()
        directory.change_service(
            service_id=service.pk, section="que", expected_version=service.version, name="Casa nueva"
        )
        service.refresh_from_db()
        assert service.assured_at is not None
        assert service.assured_at >= before
        assert service.assured_by_id == cast.diana.user.pk


def test_a_next_step_is_within_five_years(cast: Cast) -> None:
    with acting(cast.ana.scope), time_machine.travel(clock.now(), tick=False):
        case = casework.register_case(NewCase())
        latest = clock.now() + FIVE_YEARS
        with pytest.raises(DomainError, match="cinco años"):
            casework.set_next_step(case.id, step=NewStep(what="Lejos", due_at=latest + MINUTE))
        casework.set_next_step(case.id, step=NewStep(what="Justo", due_at=latest))
        assert NextStep.objects.get().due_at == latest
