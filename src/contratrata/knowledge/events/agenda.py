"""Sessions as they take the time of people and rooms, across all events of an organisation."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from contratrata.ground.base.scope import organisation_id
from contratrata.ground.codes.public import fold
from contratrata.ground.network.public import time_zones

from . import clashes
from . import models as m
from .parts import SPEAKERS, values_of

#: Sessions that begin so long before others may still be held when they begin.
LONGEST = dt.timedelta(days=1)


def taken(rows: Iterable[m.Session]) -> list[clashes.Taken]:
    """What these sessions of the own organisation take, if they have a time. A constant number of queries."""
    sessions: list[Any] = [one for one in rows if one.begins]
    ids = {one.event_id for one in sessions}
    events: Mapping[uuid.UUID, Any] = {one.id: one for one in m.Event.objects.filter(id__in=ids)}
    rooms: Mapping[str, Any] = {str(one.id): one for one in m.Room.objects.filter(event_id__in=ids)}
    people = {str(one.id): _person(one) for one in m.Speaker.objects.filter(event_id__in=ids)}
    return [_taken(one, events[one.event_id], rooms.get(one.room), people) for one in sessions]


def _taken(session: Any, event: Any, room: Any, people: Mapping[str, tuple[str, str]]) -> clashes.Taken:
    ids = session.people() | ({room.companion} if room else set())
    return clashes.Taken(
        event=str(event.name), title=str(session.title), sort=session.sort, begins=session.begins,
        minutes=session.minutes or 0, zone=session.zone or event.zone,
        people=dict(people[one] for one in ids if one in people),
        rooms={fold(f"{room.name} {room.place}"): room.name} if room else {},
        days=(event.starts_on, event.ends_on or event.starts_on),
    )  # fmt: skip


def _person(row: m.Speaker) -> tuple[str, str]:
    """What tells a person apart from others – her account, else her mail, else her name – and her name."""
    values = values_of(SPEAKERS, row)
    return str(values["user_id"] or fold(values["email"] or values["name"])), values["name"]


def between(begins: dt.datetime, ends: dt.datetime) -> list[m.Session]:
    """The sessions of the own organisation's events that take some of this time; cancelled events take none."""
    cancelled = m.Event.objects.filter(organisation_id=organisation_id()).exclude(cancelled_at=None)
    rows = m.Session.objects.filter(
        organisation_id=organisation_id(), begins__gt=begins - LONGEST, begins__lt=ends
    )
    return list(rows.exclude(event_id__in=cancelled.values("id")).order_by("begins", "id"))


def clashes_of(event: m.Event, sessions: list[m.Session]) -> tuple[list[str], list[str]]:
    """What does not fit of this event's sessions, also with other events; and where the clocks move meanwhile."""
    timed = [one for one in sessions if one.begins]
    if not timed:
        return [], []
    last = max(one.until for one in timed if one.until)
    rows = taken(between(min(one.begins for one in timed if one.begins), last))
    name = m.EVENTS.title(event)
    own = [one for one in rows if one.event == name]
    touched = [words for words in clashes.sentences(rows) if any(one.name in words for one in own)]
    return touched, clashes.shifts(
        [one for one in own if one.sort != "break"], [zone for zone, _words in time_zones()]
    )
