"""Who stopped coming gets one message, with what the last session left pending and when the next one is."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.ground.audit import public as audit
from contratrata.ground.base.errors import WrongState
from contratrata.ground.base.locks import one_at_a_time
from contratrata.ground.outbox import public as outbox
from contratrata.knowledge.events import public as events
from contratrata.knowledge.registrations import public as registrations

from .. import people
from ..mails import MISSED, MISSED_PENDING
from ..models import Missed
from ..queries import Coming, attended, coming
from ._common import own_event


def missed(event_id: uuid.UUID) -> set[uuid.UUID]:
    """Those who signed up, came before, not to the last session that was held, and were not written to yet.

    Nobody when no session is to come, or the event is not published: there is nothing to invite to.
    """
    if coming(event_id) is None:
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
        following = coming(event_id)
        if not whom or following is None:
            raise WrongState(_("No hay a quién escribir: ya se le escribió a quienes dejaron de venir."))
        Missed.objects.bulk_create(Missed(event_id=event_id, registration_id=one.id) for one in whom)
        rows = registrations.Registration.objects.in_bulk([one.id for one in whom])
        for one in whom:
            _write(event, following, one, rows[one.id])
        audit.record("attendance.written_to", kind="events", subject=event_id, number=len(whom))
    return len(whom)


def _write(
    event: events.Event, following: Coming, one: people.Person, row: registrations.Registration
) -> None:
    """One message, in her language and zone; a click in it stops such mails, and it is not sent once she left."""
    plain = registrations.public_text
    values = {
        "title": plain(vars(event)["name"].reading(one.language).text),
        "when": plain(registrations.moment_words(following.begins, one.time_zone, one.language)),
    }
    pending = following.pending.reading(one.language).text
    if pending:
        values["pending"] = registrations.as_sentence(pending)
    to = registrations.mail_to(
        row, one.email, until=following.begins.isoformat(), **registrations.mail_about(row)
    )
    outbox.send(MISSED_PENDING if pending else MISSED, to, link=registrations.own_path(row), values=values)
