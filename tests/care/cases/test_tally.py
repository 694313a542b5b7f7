"""What is repeated for quick lists says what stands, whatever is done: cases by state and by who answers for them,
that a step is open, whose it is, who answers for the case of a referral.
"""

import contextlib
import dataclasses
import uuid
from collections.abc import Iterator

from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import scenario
from cast import Cast, Player
from contratrata.care.cases import operations as acts
from contratrata.care.cases import queries, work
from contratrata.care.cases.inputs import NewStep
from contratrata.care.cases.models import Case, CaseTally, NextStep
from contratrata.care.referrals import operations as referring
from contratrata.care.referrals import public as referrals
from contratrata.care.referrals.models import Referral
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.scope import Scope, acting

ACTS = ("register", "register_closed", "follow_up", "resume", "close", "reopen", "step", "finish", "erase")
#: Which change who answers, or who sees it.
HANDS = ("hand_over", "leave", "leave_to_nobody", "give_step", "share", "unshare", "refer")


def do(act: str, cases: list[uuid.UUID], which: int, cast: Cast) -> None:
    """One act on one of the cases; what the rules refuse is refused."""
    if act.startswith("register"):
        new = scenario.case_of_ana()
        if act == "register_closed":
            new = dataclasses.replace(new, state="closed", closure_reason="plan_completed")
        cases.append(acts.register_case(new).id)
        return
    if not cases:
        return
    case = cases[which % len(cases)]
    step = NextStep.objects.filter(case_id=case, done_at__isnull=True).first()
    people = [player.user.pk for player in (cast.ana, cast.beatriz, cast.carla)]
    one, now = people[which % 3], Case.objects.get(id=case).responsible_id
    due = NewStep(
        what="Llamar", due_at=clock.now() if which % 2 else None, assigned_to_id=one if which % 5 else None
    )
    verbs = {
        "follow_up": lambda: acts.follow_up(case),
        "resume": lambda: acts.resume(case),
        "close": lambda: acts.close(case, reason="plan_completed", by_referral=bool(which % 2)),
        "reopen": lambda: acts.reopen(case, words="Volvió."),
        "step": lambda: acts.set_next_step(case, step=due, replaces=step.id if step else None),
        "finish": lambda: acts.finish_next_step(step.id, then=due if which % 3 else None) if step else None,
        "erase": lambda: acts.erase_person(case, reason="asked_by_person"),
        "hand_over": lambda: acts.hand_over(case, to_user_id=one, expected_responsible_id=now, reason="load"),
        "leave": lambda: acts.pass_on(now, to={case: one}) if now else None,
        "leave_to_nobody": lambda: acts.pass_on(now, to={case: None}) if now else None,
        "give_step": lambda: (
            acts.pass_steps_on(step.assigned_to_id, to={step.id: one if which % 2 else None})
            if step and step.assigned_to_id
            else None
        ),
        "share": lambda: acts.share_with(case, user_id=one),
        "unshare": lambda: acts.unshare(case, user_id=one),
        "refer": lambda: referring.start(
            case_id=case, receiver_id=cast.clinica.id, aims=["shelter"], urgency="h24"
        ),
    }
    with contextlib.suppress(DomainError), transaction.atomic():
        verbs[act]()


def assert_whose() -> None:
    """Each step and each referral says who answers for its case; a step whose work it is."""
    for step in NextStep.objects.select_related("case"):
        assert step.responsible_id == step.case.responsible_id
        assert step.who_id == (step.assigned_to_id or step.case.responsible_id)
    answering = dict(Case.objects.values_list("id", "responsible_id"))
    for referral in Referral.objects.all():
        assert referral.answers_id == answering[referral.case_id]


def assert_hers(player: Player) -> None:
    """What a caseworker is shown of the repeated facts is what going from case to case gives."""
    with acting(player.scope) as scope:
        visible = queries.visible_to(scope)
        by_state = dict(visible.order_by().values_list("state").annotate(Count("id")))
        assert {state: number for state, number in queries.counts(scope).items() if number} == by_state
        me = player.user.pk
        open_steps = NextStep.objects.filter(case__in=visible, done_at__isnull=True)
        hers = open_steps.filter(
            Q(assigned_to_id=me) | Q(assigned_to_id__isnull=True, case__responsible_id=me)
        )
        assert {key for key, _due in work.step_times(scope, most=50)} == set(
            hers.values_list("id", flat=True)
        )
        drafts = Referral.objects.filter(state="draft", case_id__in=visible.values("id")).filter(
            Q(created_by_id=me) | Q(case_id__in=visible.filter(responsible_id=me).values("id"))
        )
        waiting = {key for key, _due in referrals.times_for_me(scope, most=50)}
        assert waiting == set(drafts.values_list("id", flat=True))


def recounted(scope: Scope) -> dict[str, int]:
    """The cases by state, counted one by one."""
    rows = Case.objects.filter(organisation_id=scope.organisation_id)
    return dict(rows.order_by().values_list("state").annotate(Count("id")))


class _Undone(Exception):
    """Takes back what was done."""


@contextlib.contextmanager
def undone() -> Iterator[None]:
    """Nothing of what is done in this block stays."""
    with contextlib.suppress(_Undone), transaction.atomic():
        yield
        raise _Undone


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(ACTS + HANDS), st.integers(0, 7)), min_size=4, max_size=14))
def test_whatever_is_done_the_repeated_facts_say_what_stands(
    cast: Cast, values: list[tuple[str, int]]
) -> None:
    cases: list[uuid.UUID] = []
    with undone(), acting(cast.beatriz.scope) as scope:
        for act, which in [("register", 0), *values]:
            do(act, cases, which, cast)
            stored = {state: number for state, number in queries.counts(scope).items() if number}
            assert stored == recounted(scope)
            assert_whose()
            for player in (cast.ana, cast.carla):
                assert_hers(player)
        open_steps = NextStep.objects.filter(case_id=OuterRef("id"), done_at__isnull=True)
        for case in Case.objects.filter(id__in=cases).annotate(stepped=Exists(open_steps)):
            assert case.has_open_step == case.stepped


def test_an_act_that_is_rolled_back_counts_nothing(cast: Cast) -> None:
    with acting(cast.beatriz.scope) as scope:
        acts.register_case(scenario.case_of_ana())
        before = queries.counts(scope)
        with undone():
            acts.register_case(scenario.case_of_ana())
        assert queries.counts(scope) == before
        assert before["active"] == 1


def test_the_rows_of_the_tally_stay_few(cast: Cast) -> None:
    with acting(cast.beatriz.scope):
        for _ in range(5):
            acts.register_case(scenario.case_of_ana())
        assert CaseTally.objects.count() == 1


def test_a_count_does_not_cross_organisations(cast: Cast) -> None:
    with acting(cast.beatriz.scope):
        acts.register_case(scenario.case_of_ana())
    with acting(cast.irma.scope), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_casetally")
        assert cursor.fetchone() == (0,)
