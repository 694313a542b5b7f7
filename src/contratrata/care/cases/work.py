"""What waits for the acting person: next steps with their due time, and registrations she left unfinished."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Collection

from django.db.models import F, Q, QuerySet

from contratrata.ground.base.scope import Scope
from contratrata.ground.vault import public as vault

from . import rules
from .models import NextStep, Registration
from .queries import cards, registrations_visible_to, visible_to

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


def _open_steps(scope: Scope, *, everyone: bool) -> QuerySet[NextStep]:
    """The open next steps that wait for the acting person, earliest first, those without a time last."""
    if not scope.identities or scope.organisation_id is None:
        return NextStep.objects.none()
    steps = NextStep.objects.filter(organisation_id=scope.organisation_id, done_at__isnull=True)
    if not (everyone and rules.supervises(scope)):
        mine = Q(assigned_to_id=scope.user_id)
        steps = steps.filter(mine | Q(assigned_to_id__isnull=True, case__responsible_id=scope.user_id))
    steps = steps.filter(case__in=visible_to(scope).values("id"))
    return steps.order_by(F("due_at").asc(nulls_last=True), "id")


def step_times(
    scope: Scope, *, everyone: bool = False, most: int
) -> list[tuple[uuid.UUID, dt.datetime | None]]:
    """Which next steps wait and until when, nothing opened: what a page counts and chooses from. One query.

    Beyond `most` those farthest away are left out: without a time (they are for today), then the earliest.
    """
    found = _open_steps(scope, everyone=everyone).order_by(F("due_at").asc(nulls_first=True), "id")
    return list(found.values_list("id", "due_at")[:most])


def due_steps(
    scope: Scope,
    *,
    until: dt.datetime | None = None,
    everyone: bool = False,
    only: Collection[uuid.UUID] | None = None,
    most: int = MOST,
) -> list[DueStep]:
    """The open next steps of the acting person, earliest first; five queries whatever their number.

    `until`: only those due before. `everyone`: a supervisor asks for those of all (others get their own).
    `only`: those of them that a page shows.
    """
    steps = _open_steps(scope, everyone=everyone)
    if until is not None:
        steps = steps.filter(due_at__lt=until)
    if only is not None:
        steps = steps.filter(id__in=only)
    rows = list(steps.select_related("case__person")[:most])
    if not rows:
        return []
    keys = vault.ring()
    sealers = vault.open_subjects({row.case.person.subject_id for row in rows}, keys)
    named = cards((row.case for row in rows), keys, sealers)
    return [
        DueStep(
            row.id,
            row.case.id,
            row.case.code,
            named[row.case.id].name,
            row.open(sealer)["what"],
            row.due_at,
            row.assigned_to_id,
        )
        for row in rows
        if (sealer := sealers.get(row.case.person.subject_id)) is not None
    ]


def waiting_registrations(scope: Scope) -> list[Registration]:
    """The registrations under way of the acting person, last touched first."""
    return list(registrations_visible_to(scope).order_by("-touched_at", "id")[:MOST])
