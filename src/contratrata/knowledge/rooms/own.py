"""The way into the room, on the own page of who registered."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from contratrata.ground.base import clock
from contratrata.ground.nouns.public import Piece
from contratrata.knowledge.registrations.public import (
    Happening,
    Own,
    Registration,
    State,
    moment_words,
    own_token,
)

from . import entering, queries
from .models import OnlineRoom
from .rules import EARLY, LATE, REMOTE, lets_in


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """A session with its room, as she sees it: open now (`url`), to be opened by who moderates, or from when on."""

    session_id: uuid.UUID
    title: str
    place: str
    tells_name: bool
    from_when: str
    url: str = ""
    name_url: str = ""


def until_of(session: Any) -> dt.datetime:
    """When a session ends, as it was published."""
    until: dt.datetime = session.begins + dt.timedelta(minutes=session.minutes or 0)
    return until


def may_enter(happening: Happening, row: Registration) -> bool:
    """Whether she is one of those who are let in: she has a place, and her address is hers."""
    facts = happening.facts
    return (
        row.state == State.PLACED
        and row.confirmed_at is not None
        and facts.cancelled_at is None
        and facts.mode in REMOTE
    )


def session_of(mine: Own, session_id: uuid.UUID) -> tuple[Any, OnlineRoom] | None:
    """A session as it was published and its room, while she is let in; else None. In the scope of who holds it."""
    session = next((one for one in mine.happening.sessions if one.session_id == session_id), None)
    if session is None or not may_enter(mine.happening, mine.row):
        return None
    if not lets_in(session.begins, until_of(session), EARLY):
        return None
    room = queries.room_of(session_id)
    return (session, room) if room is not None else None


def pieces(happening: Happening, row: Registration, language: str) -> Iterable[Piece]:
    """The rooms that are open now, else the next one with when it opens; two queries."""
    if not may_enter(happening, row):
        return []
    sessions = [one for one in happening.sessions if until_of(one) + LATE > clock.now()]
    rooms = queries.rooms_of(happening.id) if sessions else {}
    held = [one for one in sessions if one.session_id in rooms]
    shown = [one for one in held if lets_in(one.begins, until_of(one), EARLY)] or held[:1]
    shown.sort(key=lambda one: (until_of(one) <= clock.now(), one.begins))  # one that runs over stands last
    entries = [_entry(one, rooms[one.session_id], row, language) for one in shown]
    return [Piece("rooms/own.html", {"entries": entries})] if entries else []


def _entry(session: Any, room: OnlineRoom, row: Registration, language: str) -> Entry:
    args = [language, own_token(row), session.session_id]
    opens = lets_in(session.begins, until_of(session), EARLY)
    return Entry(
        session.session_id,
        session.title.reading(language).text,
        entering.place_of(room),
        entering.tells_name(room),
        moment_words(session.begins - EARLY, row.time_zone, language),
        reverse("rooms:enter", args=args) if opens else "",
        reverse("rooms:enter_named", args=args) if opens and entering.tells_name(room) else "",
    )
