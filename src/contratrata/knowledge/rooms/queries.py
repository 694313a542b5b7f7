"""Rooms and servers, read in the scope of the organisation that plans the event."""

import uuid
from typing import Any

from django.db.models import QuerySet

from contratrata.ground.base.scope import Scope, organisation_id
from contratrata.knowledge.events import public as events

from .models import HostTold, OnlineRoom, Server
from .rules import REMOTE


def servers() -> QuerySet[Server]:
    """The servers of the acting organisation, by name."""
    return Server.objects.filter(organisation_id=organisation_id()).order_by("name", "id")


def rooms_of(event_id: uuid.UUID) -> dict[uuid.UUID, OnlineRoom]:
    """The rooms of an event's sessions, by session; one query."""
    rows = OnlineRoom.objects.filter(organisation_id=organisation_id(), event_id=event_id)
    return {one.session_id: one for one in rows.select_related("server").order_by("id")}


def room_of(session_id: uuid.UUID) -> OnlineRoom | None:
    """The room of a session."""
    rows = OnlineRoom.objects.filter(organisation_id=organisation_id(), session_id=session_id)
    return rows.select_related("server").first()


def sessions_of(event_id: uuid.UUID) -> list[Any]:
    """The sessions that have a time, as they are planned; a pause needs no room."""
    rows = events.rows_of(events.SESSIONS, event_id).exclude(begins=None)
    return [row for row in rows if vars(row)["sort"] != "break"]


def own_event(scope: Scope, event_id: uuid.UUID) -> Any:
    """The event at a distance that the acting organisation plans and did not cancel; else None."""
    row = events.EVENTS.visible_to(scope).filter(id=event_id, cancelled_at=None).first()
    if row is None or not events.EVENTS.owns(scope, row) or vars(row)["mode"] not in REMOTE:
        return None
    return row


def mailed(event_id: uuid.UUID) -> set[uuid.UUID]:
    """Those with a part in it who were mailed their link."""
    return set(HostTold.objects.filter(event_id=event_id).values_list("speaker_id", flat=True))


def to_tell(event_id: uuid.UUID) -> list[tuple[events.Speaker, str]]:
    """Those with a part in a session who have an address and were not told yet, each with it."""
    known = mailed(event_id)
    taking_part = set().union(*(one.people() for one in sessions_of(event_id)))
    result = []
    for row in events.rows_of(events.SPEAKERS, event_id):
        email = str(events.values_of(events.SPEAKERS, row)["email"] or "")
        if row.id not in known and str(row.id) in taking_part and "@" in email:
            result.append((row, email))
    return result
