"""What acts on attendance have in common."""

import hmac
import uuid

from django.utils.translation import gettext as _

from contratrata.ground.base.errors import NotAllowed
from contratrata.ground.base.scope import organisation_id, required
from contratrata.ground.vault import public as vault
from contratrata.knowledge.events import public as events

from .. import events as _declared  # noqa: F401  (declares the events of this package)


def own_event(event_id: uuid.UUID) -> events.Event:
    """The event, held by the acting organisation. Raises `NotAllowed`."""
    row = events.Event.objects.filter(id=event_id, organisation_id=organisation_id()).first()
    if row is None or not events.EVENTS.owns(required(), row):
        raise NotAllowed(_("Esto lo hace la organización que organiza el evento."))
    return row


def own_session(event: events.Event, session_id: uuid.UUID) -> events.Session:
    """A session of the event whose time is known. Raises `NotAllowed`."""
    row = events.rows_of(events.SESSIONS, event.id).filter(id=session_id).exclude(begins=None).first()
    if row is None:
        raise NotAllowed(_("Esta sesión ya no está, o todavía no tiene hora."))
    return row


def tokens_of(event_id: uuid.UUID, identity: str) -> list[uuid.UUID]:
    """The keyed tokens of an identity at an event, that of today first."""
    words = f"attendance|{event_id}|{identity}".encode()
    return [uuid.UUID(bytes=hmac.digest(key, words, "sha256")[:16]) for key in vault.ring().token_keys]
