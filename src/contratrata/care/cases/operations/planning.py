"""What she needs, what was said, and what comes next."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import once as once_of
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock, scope
from contratrata.ground.base.errors import Conflict, DomainError, NotAllowed, WrongState

from .. import checks, rules
from ..inputs import NewNeed, NewStep
from ..models import Case, Need, NextStep, Note
from ..queries import visible_to
from . import _common
from .registering import check_responsible

_LATEST = dt.timedelta(days=5 * 366)
#: What the row of a case repeats of its open step when there is none.
NO_STEP: dict[str, Any] = {"next_due": None, "has_open_step": False}


def add_need(case_id: uuid.UUID, *, need: NewNeed) -> Need:
    """Record a need. One that is open already is only made as urgent as told now."""
    with _common.acting_on(case_id, "change_needs") as case:
        values = checks.need(need)
        row = Need.objects.filter(case=case, kind=values.kind, state=Need.State.OPEN).first()
        if row is not None and row.urgency == values.urgency:
            return row
        if row is None:
            row = Need(case=case, kind=values.kind)
        row.urgency = values.urgency
        row.save()
        _common.touch(case, edited=False)
        _common.record("need.added", case, need=row.kind)
    return row


def meet_need(need_id: uuid.UUID) -> Need:
    """The need was met."""
    return _end_need(need_id, Need.State.MET, "need.met")


def leave_need_unmet(need_id: uuid.UUID) -> Need:
    """Nobody could meet the need; it stays on file as such."""
    return _end_need(need_id, Need.State.UNMET, "need.unmet")


def withdraw_need(need_id: uuid.UUID) -> Need:
    """It was no need after all, or she does not want it."""
    return _end_need(need_id, Need.State.WITHDRAWN, "need.withdrawn")


def reopen_need(need_id: uuid.UUID) -> Need:
    """She needs it after all: an ended need is open again, as urgent as it was.

    Raises `WrongState` when it is open, or when the same was added anew meanwhile.
    """
    with _common.acting_on(_case_of(need_id), "change_needs") as case:
        row = Need.objects.select_for_update().get(id=need_id)
        if Need.objects.filter(case=case, kind=row.kind, state=Need.State.OPEN).exists():
            raise WrongState(_("Esta necesidad ya está abierta."))
        row.state = Need.State.OPEN
        row.save(update_fields=["state"])
        _common.touch(case, edited=False)
        _common.record("need.reopened", case, need=row.kind)
    return row


def _case_of(need_id: uuid.UUID) -> uuid.UUID:
    visible = visible_to(scope.required()).values("id")
    case_id = Need.objects.filter(id=need_id, case__in=visible).values_list("case_id", flat=True).first()
    if case_id is None:
        raise NotAllowed(_("Esta necesidad no existe o no está a su alcance."))
    return case_id


def _end_need(need_id: uuid.UUID, state: Need.State, event: str) -> Need:
    with _common.acting_on(_case_of(need_id), "change_needs") as case:
        row = Need.objects.select_for_update().get(id=need_id)
        if row.state != Need.State.OPEN:
            raise WrongState(_("Esta necesidad ya no estaba abierta."))
        row.state = state
        row.save(update_fields=["state"])
        _common.touch(case, edited=False)
        _common.record(event, case, need=row.kind)
    return row


def add_note(case_id: uuid.UUID, *, text: str, kind: str = "note", once: uuid.UUID | None = None) -> Note:
    """Write down what was said or seen; closed cases too. `once`: the same act again gives the first note."""
    with _common.acting_on(case_id, "write_note", closed_too=True) as case:
        return once_of(once, _notes(case), lambda: _note(case, text, "note.added", kind=kind, once=once))


def _notes(case: Case) -> QuerySet[Note]:
    return Note.objects.filter(organisation_id=case.organisation_id)


def _note(case: Case, text: str, event: str, **facts: Any) -> Note:
    row = Note(case=case, **facts).seal(_common.sealer_of(case), text=checks.note(text))
    row.save(force_insert=True)
    _common.touch(case, edited=False)
    _common.record(event, case)
    return row


def amend_note(note_id: uuid.UUID, *, text: str, once: uuid.UUID | None = None) -> Note:
    """Correct a note by a new one; the old one stays. Only the newest wording of a note is corrected.

    Raises `Conflict` when it was corrected already, by whoever.
    """
    visible = visible_to(scope.required()).values("id")
    old = Note.objects.filter(id=note_id, case__in=visible).first()
    if old is None:
        raise NotAllowed(_("Esta nota no existe o no está a su alcance."))
    with _common.acting_on(old.case_id, "write_note", closed_too=True) as case:

        def write() -> Note:
            if Note.objects.filter(case=case, amends=old).exists():
                raise Conflict(_("Esta nota ya se había corregido. Corrija la versión más nueva."))
            return _note(case, text, "note.amended", kind=old.kind, amends=old, once=once)

        return once_of(once, _notes(case), write)


def set_next_step(case_id: uuid.UUID, *, step: NewStep, replaces: uuid.UUID | None = None) -> NextStep:
    """Say what comes next. The open step, if there is one, must be the one the person saw (`replaces`).

    Raises `Conflict` when a colleague set another meanwhile.
    """
    with _common.acting_on(case_id, "change_step") as case:
        values = checks.step(step)
        if values.due_at is not None and values.due_at > clock.now() + _LATEST:
            raise DomainError(_("Revise la fecha: está a más de cinco años."), field="due_at")
        if values.assigned_to_id is not None:
            check_responsible({values.assigned_to_id}, scope.required(), field="assigned_to_id")
        now = NextStep.objects.select_for_update().filter(case=case, done_at__isnull=True).first()
        if (now.id if now else None) != replaces:
            raise Conflict(
                _("Mientras tanto otra persona fijó el siguiente paso. Revíselo antes de cambiarlo.")
            )
        if now is not None:
            _ended(now, by_id=None)
        row = NextStep(
            case=case, due_at=values.due_at, assigned_to_id=values.assigned_to_id or case.responsible_id
        ).seal(_common.sealer_of(case), what=values.what)
        row.save(force_insert=True)
        _common.touch(case, edited=False, next_due=row.due_at, has_open_step=True)
        _common.record("step.set", case)
    return row


def finish_next_step(step_id: uuid.UUID, *, then: NewStep | None = None) -> NextStep:
    """The step was done; `then` comes after it, in the same act. Returns the open step, or the done one."""
    visible = visible_to(scope.required()).values("id")
    case_id = NextStep.objects.filter(id=step_id, case__in=visible).values_list("case_id", flat=True).first()
    if case_id is None:
        raise NotAllowed(_("Este paso no existe o no está a su alcance."))
    with _common.acting_on(case_id, "change_step") as case:
        row = NextStep.objects.select_for_update().get(id=step_id)
        if row.done_at is not None:
            raise WrongState(_("Este paso ya estaba hecho."))
        _ended(row, by_id=scope.user_id())
        _common.touch(case, edited=False, **NO_STEP)
        _common.record("step.finished", case)
        if then is not None:
            return set_next_step(case_id, step=then)
    return row


def pass_steps_on(former_id: uuid.UUID, *, to: Mapping[uuid.UUID, uuid.UUID | None]) -> int:
    """Let others do the open next steps of who stops working on cases; None: who answers for the case.

    Returns how many there still were.
    """
    with transaction.atomic():
        acting = scope.required()
        rules.require("hand_over", acting)
        check_responsible({one for one in to.values() if one}, acting)
        rows = NextStep.objects.select_for_update().filter(
            id__in=list(to), assigned_to_id=former_id, done_at__isnull=True
        )
        steps = list(rows.order_by("id"))
        for row in steps:
            row.assigned_to_id = to[row.id]
            row.save(update_fields=["assigned_to_id"])
        audit.record_many(
            audit.entry("step.passed_on", kind="case", subject=case.id, code=case.code)
            for case in Case.objects.filter(id__in={row.case_id for row in steps}).order_by("id")
        )
    return len(steps)


def _ended(row: NextStep, *, by_id: uuid.UUID | None) -> None:
    """The step is over: done by somebody, or by nobody when another took its place or the case ended."""
    row.done_at, row.done_by_id = clock.now(), by_id
    row.save(update_fields=["done_at", "done_by_id"])


def end_open_step(case: Case) -> None:
    """A case that ends has nothing next (called under the lock of the case)."""
    for row in NextStep.objects.select_for_update().filter(case=case, done_at__isnull=True):
        _ended(row, by_id=None)
