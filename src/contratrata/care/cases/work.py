"""What waits for the acting person: next steps with their due time, and registrations she left unfinished."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Collection
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from contratrata.ground.base import clock
from contratrata.ground.base.scope import Scope
from contratrata.ground.base.statements import Statement
from contratrata.ground.network.public import Role

from . import rules
from .models import Case, NextStep, Registration
from .queries import card, nobodys, opened, registrations_visible_to, shared_with, visible_to
from .states import STILL_OPEN

MOST = 100


@dataclasses.dataclass(frozen=True, slots=True)
class DueStep:
    """One next step as a line of work. `what` is opened; `due_at` None means that no time was set."""

    step_id: uuid.UUID
    case_id: uuid.UUID
    code: str
    name: str
    what: str
    due_at: dt.datetime | None
    assigned_to_id: uuid.UUID | None


def _open_steps(scope: Scope) -> QuerySet[NextStep]:
    """The open next steps of the cases that the acting person may see."""
    if not scope.identities or scope.organisation_id is None:
        return NextStep.objects.none()
    steps = NextStep.objects.filter(organisation_id=scope.organisation_id, done_at__isnull=True)
    if rules.supervises(scope):
        return steps
    if not scope.has(Role.CASEWORKER) or scope.user_id is None:
        return steps.none()
    return steps.filter(Q(responsible_id=scope.user_id) | Q(case__id__among=shared_with(scope)))


def _whose(scope: Scope, *, everyone: bool) -> Q:
    """Whose steps wait for the acting person: given to her, or to nobody in a case that she answers for."""
    return Q() if everyone and rules.supervises(scope) else Q(who_id=scope.user_id)


def _times(
    scope: Scope, *, everyone: bool, most: int, now: dt.datetime, tonight: dt.datetime
) -> QuerySet[NextStep, tuple[Any, ...]]:
    """The first of each part, so that a thousand late ones do not hide what is for today."""
    late, today = Q(due_at__lt=now), Q(due_at__gte=now, due_at__lte=tonight)
    times = (Q(due_at__isnull=True), late, today, Q(due_at__gt=tonight))
    steps = _open_steps(scope).filter(_whose(scope, everyone=everyone)).order_by("due_at", "id")
    first, *others = (steps.filter(time).values_list("id", "due_at")[:most] for time in times)
    return first.union(*others, all=True)


def _due(
    scope: Scope,
    *,
    everyone: bool,
    most: int,
    until: dt.datetime | None = None,
    only: list[uuid.UUID] | None = None,
) -> QuerySet[NextStep, tuple[Any, ...]]:
    """What a line of work shows of the first of these steps."""
    steps = _open_steps(scope).filter(_whose(scope, everyone=everyone))
    if until is not None:
        steps = steps.filter(due_at__lt=until)
    if only is not None:
        steps = steps.filter(id__among=only)
    rows = steps.order_by(F("due_at").asc(nulls_last=True), "id")
    return rows.values_list("id", "due_at", "assigned_to_id", "what", "case_id")[:most]


def _of_cases(scope: Scope, *, ids: list[uuid.UUID]) -> QuerySet[Case, tuple[Any, ...]]:
    return Case.objects.filter(id__among=ids).values_list("id", "code", "person_id")


def _under_way(scope: Scope) -> QuerySet[Registration]:
    return registrations_visible_to(scope).order_by("-touched_at", "id")[:MOST]


_UNDER_WAY = Statement(_under_way, planned=True)
_TIMES, _DUE = (Statement(build, planned=True, walked=True) for build in (_times, _due))
_THESE_DUE = Statement(_due, planned=True)
_OF_CASES = Statement(_of_cases, planned=True)


def step_times(
    scope: Scope, *, everyone: bool = False, most: int
) -> list[tuple[uuid.UUID, dt.datetime | None]]:
    """Which next steps wait and until when, nothing opened: what a page counts and chooses from. One query.

    At most `most` each of those without a time, those that are late, those for today and those for later; the
    earliest first.
    """
    now, tonight = clock.now(), clock.tonight()
    result = _TIMES.rows(scope, everyone=everyone, most=most, now=now, tonight=tonight)
    return sorted(
        ((key, due) for key, due in result), key=lambda one: (one[1] is not None, one[1] or now, one[0])
    )


def due_steps(
    scope: Scope,
    *,
    until: dt.datetime | None = None,
    everyone: bool = False,
    only: Collection[uuid.UUID] | None = None,
    most: int = MOST,
) -> list[DueStep]:
    """The open next steps of the acting person, earliest first; three queries whatever their number.

    `until`: only those due before. `everyone`: a supervisor asks for those of all (others get their own).
    `only`: those of them that a page shows.
    """
    if only is None:
        rows = _DUE.rows(scope, everyone=everyone, most=most, until=until)
    else:
        rows = _THESE_DUE.rows(scope, everyone=everyone, most=most, until=until, only=list(only))
    if not rows:
        return []
    # Apart from the steps: a join would be begun at the cases and sort them all.
    cases = {row[0]: row[1:] for row in _OF_CASES.rows(scope, ids=[row[-1] for row in rows])}
    people = (person for _code, person in cases.values())
    persons = {person: (sealer, texts) for person, sealer, texts in opened(scope, people)}
    table = NextStep._meta.db_table
    result = []
    for step_id, due_at, assigned_to_id, what, case_id in rows:
        code, person_id = cases.get(case_id, ("", None))
        if person_id not in persons:
            continue
        sealer, texts = persons[person_id]
        words = sealer.open(what, table=table, column="what", row=step_id)
        name = card(case_id, code, texts).name
        result.append(DueStep(step_id, case_id, code, name, words, due_at, assigned_to_id))
    return result


def _nobodys(scope: Scope, *, most: int) -> QuerySet[Case, tuple[Any, ...]]:
    if scope.organisation_id is None:
        return Case.objects.none().values_list("id")
    rows = visible_to(scope).filter(state__in=STILL_OPEN).order_by("-touched_at", "id")
    first, second = (rows.filter(one).values_list("id")[:most] for one in nobodys(scope.organisation_id))
    return first.union(second, all=True)


_NOBODYS = Statement(_nobodys, planned=True)


def how_many_without_responsible(scope: Scope, *, most: int) -> int:
    """How many open cases nobody who works here answers for; beyond `most` nobody counts on. One query."""
    return min(len(_NOBODYS.rows(scope, most=most)), most)


def waiting_registrations(scope: Scope) -> list[Registration]:
    """The registrations under way of the acting person, last touched first."""
    return _UNDER_WAY.objects(Registration, scope)


@dataclasses.dataclass(frozen=True, slots=True)
class Load:
    """What one person of the team has: open cases, those whose next step is late, those without a next step."""

    responsible_id: uuid.UUID | None
    open: int
    late: int
    without_step: int


def loads(scope: Scope) -> list[Load]:
    """What each person of the organisation has, for supervision only; one query, counted in the database."""
    if not rules.supervises(scope):
        return []
    late = Count("id", filter=Q(next_due__lt=clock.now()))
    without = Count("id", filter=Q(has_open_step=False))
    rows = visible_to(scope).filter(state__in=STILL_OPEN).order_by().values("responsible_id")
    return [
        Load(*row)
        for row in rows.annotate(n=Count("id"), late=late, without=without).values_list(
            "responsible_id", "n", "late", "without"
        )
    ]
