"""Who stopped coming gets one message, with what the next session brings."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.ground.audit import public as audit
from contratrata.ground.base.errors import WrongState
from contratrata.ground.base.locks import one_at_a_time
from contratrata.ground.outbox import public as outbox
from contratrata.knowledge.events import public as events

from .. import people
from ..mails import MISSED
from ..models import Missed
from ..queries import attended, is_over, sessions_of
from ._common import own_event


def missed(event_id: uuid.UUID) -> set[uuid.UUID]:
    """Those who signed up, came before, not to the last session that was held, and were not written to yet.

    Nobody when no session is to come, or the event is not published: there is nothing to invite to.
    """
    if (
        all(map(is_over, sessions_of(event_id)))
        or not events.Published.objects.filter(row_id=event_id).exists()
    ):
        return set()
    known = attended(event_id)
    if len(known.sessions) < 2:
        return set()
    *earlier, last = known.sessions
    gone = frozenset().union(*(one.came() for one in earlier)) - last.came()
    written = set(Missed.objects.filter(event_id=event_id).values_list("registration_id", flat=True))
    return {known.registered[key] for key in gone if key in known.registered} - written


def write_to_missed(event_id: uuid.UUID) -> int:
    """Write to them, each once an event. Returns how many. Raises `NotAllowed`; `WrongState` when there is nobody."""
    event = own_event(event_id)
    with transaction.atomic():
        one_at_a_time(f"attendance missed {event_id}")
        if event.cancelled_at:
            raise WrongState(_("El evento se canceló."))
        whom = [one for one in people.of(event_id, missed(event_id)) if one.listens]
        if not whom:
            raise WrongState(_("No hay a quién escribir: ya se le escribió a quienes dejaron de venir."))
        Missed.objects.bulk_create(Missed(event_id=event_id, registration_id=one.id) for one in whom)
        for one in whom:
            outbox.send(
                MISSED,
                outbox.To(address=one.email, language=one.language, time_zone=one.time_zone),
                link=events.page_url(one.language, event_id),
            )
        audit.record("attendance.written_to", kind="events", subject=event_id, number=len(whom))
    return len(whom)
