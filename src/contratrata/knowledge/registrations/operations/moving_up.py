"""The waiting list: places that nobody confirmed are freed, and who waits longest and fits is offered one."""

from django.db import transaction

from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.scope import organisation_id

from .. import mails, places
from ..happenings import Door, Happening
from ..models import Registration
from ..queries import terms_of
from ..states import State
from ._moving import mail, move

#: So many are moved in one transaction; the next pass goes on.
BATCH = 100


def move_up(happening: Happening) -> int:
    """Offer free places to those who wait, in their order; who does not fit lets the next pass. Returns how many.

    Only who confirmed her address is offered one; the place is hers until her time is over. In the acting organisation.
    """
    if happening.door() in (Door.PAST, Door.CANCELLED):
        return 0
    waiting = Registration.objects.filter(
        organisation_id=organisation_id(),
        event_id=happening.id,
        state=State.WAITING,
        confirmed_at__isnull=False,
    )
    if not waiting.exists():
        return 0
    with transaction.atomic():
        limits = places.limits_of(happening.facts.capacity, terms_of(happening))
        taken = places.taken_alone(happening.id)
        number = 0
        for row in waiting.select_for_update().order_by("since", "id"):
            full = limits.full(taken, row.traits)
            if full == places.ALL or number == BATCH:
                break
            if full is None:
                until = happening.wait()
                move(row, "offer", due_at=until)
                mail(mails.OFFERED, happening, row, when=until)
                places.take(taken, row.traits)
                number += 1
        if number:
            audit.record("registration.offered", kind="event", subject=happening.id, number=number)
    return number


def free_lapsed(happening: Happening) -> int:
    """Free the places whose time is over, and move the list up. Returns how many were freed."""
    if happening.door() is Door.CANCELLED:
        return 0
    with transaction.atomic():
        places.alone(happening.id)
        late = Registration.objects.select_for_update().filter(
            organisation_id=organisation_id(),
            event_id=happening.id,
            state__in=(State.PLACED, State.OFFERED),
            due_at__lte=clock.now(),
        )
        rows = list(late.order_by("due_at", "id")[:BATCH])
        for row in rows:
            move(row, "lapse")
            mail(mails.LAPSED, happening, row)
        if rows:
            audit.record("registration.lapsed", kind="event", subject=happening.id, number=len(rows))
    move_up(happening)
    return len(rows)
