"""The acts on an event besides those of every noun and of its parts: to put a session earlier, to cancel, to resume."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import edit
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.translated import Translated

from . import hooks
from . import models as m
from .parts import SESSIONS, own, planned, rows_of, touch
from .publishing import cancel_copy, resume_copy

#: What a session gives up when another one takes its place in the programme.
_PLACE = ("position", "day", "starts", "zone", "begins")


def put_earlier(session_id: uuid.UUID, *, expected_version: int) -> m.Session:
    """Let a session and the one before it change places. Raises `Conflict`, `NotAllowed`, `WrongState`."""
    with transaction.atomic():
        row = m.Session.objects.filter(id=session_id).first()
        if row is None:
            raise NotAllowed(_("Esta sesión ya no está."))
        event = planned(row.event_id)
        rows = list(rows_of(SESSIONS, event.id).select_for_update())
        n = [one.id for one in rows].index(session_id)
        edit(rows[n], expected_version)
        if n == 0:
            raise WrongState(_("Ya es la primera."))
        before, row = rows[n - 1], rows[n]
        edit(before, before.version)
        for name in _PLACE:
            former = getattr(before, name)
            setattr(before, name, getattr(row, name))
            setattr(row, name, former)
        for one in (before, row):
            one.save()
        touch(event)
        audit.record("event.session_moved", kind="events", subject=event.id)
    return row


def cancel(event_id: uuid.UUID, *, why: Translated, expected_version: int) -> m.Event:
    """Say that an announced event will not be held, and why. Raises `Conflict`, `DomainError`, `WrongState`."""
    if not why:
        raise DomainError(_("Escriba por qué, para quien iba a venir."), field="why")
    with transaction.atomic():
        event = planned(event_id)
        if not m.Published.objects.filter(row_id=event_id).exists():
            raise WrongState(_("Todavía no se anunció: quítelo, no hace falta cancelarlo."))
        edit(event, expected_version)
        event.cancelled_at, event.cancelled_why, event.changed_at = clock.now(), why, clock.now()
        event.save()
        cancel_copy(event)
        hooks.cancelled(event)
        audit.record("event.cancelled", kind="events", subject=event_id)
    return event


def resume(event_id: uuid.UUID, *, why: Translated, expected_version: int) -> m.Event:
    """Say that a cancelled event will be held after all, and why. Raises `Conflict`, `DomainError`, `WrongState`.

    Not once it would be over: nobody can come any more, and who was told that it is cancelled did not.
    """
    if not why:
        raise DomainError(_("Escriba por qué, para quien iba a venir."), field="why")
    with transaction.atomic():
        event = own(event_id)
        if event.cancelled_at is None:
            raise WrongState(_("Este evento no está cancelado."))
        if not m.Published.objects.filter(row_id=event_id, ends__gt=clock.now()).exists():
            raise WrongState(_("Sus días ya pasaron: planee otro evento."))
        edit(event, expected_version)
        event.cancelled_at, event.cancelled_why, event.changed_at = None, Translated(), clock.now()
        event.save()
        resume_copy(event, why)
        hooks.resumed(event)
        audit.record("event.resumed", kind="events", subject=event_id)
    return event
