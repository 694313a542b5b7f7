"""What stands on the page of an event for members: its programme, its people, its rooms, its materials."""

import dataclasses
import datetime as dt
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from contratrata.ground.base.request import Request

from . import hooks
from . import models as m
from .parts import MATERIALS, ROOMS, SESSIONS, SPEAKERS, rows_of, title


@dataclasses.dataclass(frozen=True, slots=True)
class Slot:
    """A session in the programme: its time in the zone it is written in, and what it says."""

    row: Any
    title: str
    sort: str
    begins: dt.datetime | None
    until: dt.datetime | None
    room: str
    url: str


def beside(request: Request, row: m.Event) -> dict[str, Any]:
    """Programme and parts; a constant number of queries."""
    owns = m.EVENTS.owns(request.scope, row)
    return {
        "event": row,
        "days": days_of(row, owns=owns),
        "parts": [(sort, _lines(sort, row)) for sort in ((ROOMS, SPEAKERS, MATERIALS) if owns else (ROOMS,))],
        "owns": owns and row.cancelled_at is None,
        "session_sort": SESSIONS,
        "pieces": hooks.pieces_for(request, row),
    }


def days_of(row: m.Event, *, owns: bool) -> list[tuple[dt.date | None, list[Slot]]]:
    """The sessions by day, in the zone of the event; those without a day last."""
    event: Any = row
    zone = ZoneInfo(event.zone)
    rooms = {str(one.id): str(one.name) for one in rows_of(ROOMS, row.id)}  # type: ignore[attr-defined]
    slots = [slot_of(one, zone, rooms, owns=owns) for one in rows_of(SESSIONS, row.id)]
    return [
        (day, list(group))
        for day, group in groupby(slots, key=lambda one: one.begins.date() if one.begins else one.row.day)
    ]


def slot_of(row: m.Session, zone: ZoneInfo, rooms: dict[str, str], *, owns: bool) -> Slot:
    """One session as a line of the programme."""
    session: Any = row
    until = row.until
    return Slot(
        row, str(session.title), m.SESSION.fact("sort").kind.words(session.sort),
        row.begins.astimezone(zone) if row.begins else None, until.astimezone(zone) if until else None,
        rooms.get(session.room, ""), part_url(SESSIONS, row) if owns else "",
    )  # fmt: skip


def part_url(sort: Any, row: Any, page: str = "part") -> str:
    """A page of a part."""
    return reverse(f"events:{page}", args=[row.event_id, sort.slug, row.id])


def _lines(sort: Any, event: m.Event) -> list[tuple[str, str]]:
    return [(title(sort, one), part_url(sort, one)) for one in rows_of(sort, event.id)]
