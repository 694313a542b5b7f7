"""What other packages may use of events.

An event is a noun (`EVENTS`); its sessions, rooms, people and materials are read by `rows_of(SESSIONS, event_id)`, and
what anybody reads of them stands in the copies (`Published`, `OpenSession`, `OpenMaterial`). `hooks`: to show something
on the pages of an event and to follow its acts.
"""

from . import hooks
from .addresses import page_url
from .changes import Change, sentence, session_ids
from .demo import demonstrated
from .ical import CalendarEntry, calendar, calendar_answer
from .models import (
    EVENTS,
    ORGANISERS,
    QUESTIONS,
    Event,
    Material,
    OpenMaterial,
    OpenSession,
    ProgrammeVersion,
    Published,
    Room,
    Session,
    Speaker,
    code_of,
)
from .parts import MATERIALS, ROOMS, SESSIONS, SPEAKERS, rows_of, title, values_of
from .plan import tabs_of
from .said import time_words, when
from .zones import moment, place

__all__ = [
    "EVENTS",
    "MATERIALS",
    "ORGANISERS",
    "QUESTIONS",
    "ROOMS",
    "SESSIONS",
    "SPEAKERS",
    "CalendarEntry",
    "Change",
    "Event",
    "Material",
    "OpenMaterial",
    "OpenSession",
    "ProgrammeVersion",
    "Published",
    "Room",
    "Session",
    "Speaker",
    "calendar",
    "calendar_answer",
    "code_of",
    "demonstrated",
    "hooks",
    "moment",
    "page_url",
    "place",
    "rows_of",
    "sentence",
    "session_ids",
    "tabs_of",
    "time_words",
    "title",
    "values_of",
    "when",
]
