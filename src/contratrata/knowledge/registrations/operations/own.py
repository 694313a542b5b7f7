"""What she does by her link: confirms her address, takes what was offered, changes, cancels, stops reminders."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError, WrongState
from contratrata.ground.base.scope import acting
from contratrata.ground.kinds.public import Values, check_values
from contratrata.ground.notices import public as notices
from contratrata.ground.vault import public as vault
from contratrata.knowledge.events.public import ORGANISERS

from .. import asking, places
from ..happenings import Door
from ..models import Registration
from ..notices import UNRECORDED
from ..queries import Own, terms_of
from ..states import LIVING, State
from ._moving import locked, move
from .moving_up import move_up


@contextmanager
def _mine(own: Own) -> Iterator[Registration]:
    """Her registration, locked, in the scope of whoever holds the event. Raises `WrongState` once that is over."""
    with acting(own.scope), transaction.atomic():
        places.alone(own.happening.id)
        row = locked(own.row.id)
        if own.happening.door() in (Door.PAST, Door.CANCELLED):
            raise WrongState(_("Este evento ya pasó o se canceló."))
        yield row


def confirm(own: Own) -> Registration:
    """Say that the address is hers; her place waits for her word no longer. Again is the same. Raises `WrongState`."""
    with _mine(own) as row:
        if row.state not in LIVING:
            raise WrongState(_("Esta inscripción ya no está en pie. Puede inscribirse de nuevo."))
        if row.confirmed_at is None:
            row.confirmed_at = clock.now()
            if row.state == State.PLACED:
                row.due_at = None
            row.save(update_fields=["confirmed_at", "due_at"])
            audit.record("registration.confirmed", kind="registration", subject=row.id)
            move_up(own.happening)
    return row


def accept(own: Own) -> Registration:
    """Take the place that was offered. Raises `WrongState` when it lapsed or was taken already."""
    with _mine(own) as row:
        if row.state == State.OFFERED and row.due_at is not None and row.due_at <= clock.now():
            raise WrongState(_("El plazo para aceptar este lugar ya pasó."))
        move(row, "accept", confirmed_at=row.confirmed_at or clock.now())
        audit.record("registration.accepted", kind="registration", subject=row.id)
    return row


def withdraw(own: Own) -> Registration:
    """Give the place back; the list moves up. Raises `WrongState`."""
    with _mine(own) as row:
        move(row, "withdraw")
        audit.record("registration.withdrawn", kind="registration", subject=row.id)
        move_up(own.happening)
    return row


def change(own: Own, *, values: Values, language: str, time_zone: str) -> Registration:
    """Change what she said, but not into a quota that is full. Raises `DomainError`, `WrongState`."""
    with _mine(own) as row:
        terms = terms_of(own.happening)
        facts = tuple(fact for fact in asking.facts_of(own.happening, terms) if fact.name != "email")
        checked = check_values(facts, values)
        if row.state not in LIVING:
            raise WrongState(_("Esta inscripción ya no está en pie. Puede inscribirse de nuevo."))
        if time_zone not in dict(asking.zone_choices(row.time_zone)):
            raise DomainError(_("Elija una zona horaria de la lista."), field="time_zone")
        sealer = vault.open_subject(row.subject_id)
        former, recorded = row.traits, "recording" in row.consents
        asking.put(row, facts, checked | row.open(sealer, "email"), sealer)
        if row.state in (State.PLACED, State.OFFERED) and row.traits != former:
            _still_fits(own, row, former)
        row.language, row.time_zone = language, time_zone
        row.save()
        audit.record("registration.changed", kind="registration", subject=row.id)
        if recorded and "recording" not in row.consents:
            audit.record("registration.unrecorded", kind="registration", subject=row.id)
            notices.notify(
                UNRECORDED, organisation_id=row.organisation_id, subject_id=own.happening.id, roles=ORGANISERS
            )
        move_up(own.happening)
    return row


def _still_fits(own: Own, row: Registration, former: tuple[str, str, str]) -> None:
    """Nobody slips into a full quota by saying something else of herself once she has a place."""
    taken = places.taken(own.happening.id)
    places.take(taken, former, -1)
    limits = places.limits_of(own.happening.facts.capacity, terms_of(own.happening))
    if full := limits.full(taken, row.traits):
        raise DomainError(
            _("Para eso ya no quedan lugares. Escriba a quien organiza, o cancele y entre en la lista."),
            field=full[0] or None,
        )


def quiet(own: Own, *, is_quiet: bool) -> Registration:
    """Stop reminders, or want them again; also after the event. That it is cancelled is said nevertheless."""
    with acting(own.scope), transaction.atomic():
        row = locked(own.row.id)
        if (row.quiet_at is not None) != is_quiet:
            row.quiet_at = clock.now() if is_quiet else None
            row.save(update_fields=["quiet_at"])
            audit.record("registration.quieted", kind="registration", subject=row.id, quiet=is_quiet)
    return row
