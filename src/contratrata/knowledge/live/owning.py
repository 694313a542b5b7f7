"""Whose a session is: what acts on one begin with."""

import uuid

from django.utils.translation import gettext as _

from contratrata.ground.base.errors import NotAllowed
from contratrata.ground.base.scope import Scope, required
from contratrata.knowledge.events import public as events


def event_of(scope: Scope, event_id: uuid.UUID) -> events.Event | None:
    """The event, if the acting organisation holds it and who acts organises; else None."""
    row = events.EVENTS.visible_to(scope).filter(id=event_id).first()
    return row if row is not None and events.EVENTS.owns(scope, row) else None


def sessions_of(event_id: uuid.UUID) -> list[events.Session]:
    """The sessions of an event in which people are, in their order."""
    return [one for one in events.rows_of(events.SESSIONS, event_id) if vars(one)["sort"] != "break"]


def tables_of(event_id: uuid.UUID) -> list[events.Session]:
    """The working tables of an event, in their order."""
    return [one for one in sessions_of(event_id) if vars(one)["sort"] == "table"]


def title(session: events.Session) -> str:
    """What a session is called, in the reader's language."""
    return events.title(events.SESSIONS, session)


def own_session(session_id: uuid.UUID) -> events.Session:
    """A session of an event that the acting organisation holds. Raises `NotAllowed`."""
    row = events.Session.objects.filter(id=session_id).first()
    if row is None or event_of(required(), row.event_id) is None:
        raise NotAllowed(_("Esto lo decide la organización que planea el evento."))
    return row
