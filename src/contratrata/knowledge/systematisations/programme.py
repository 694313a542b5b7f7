"""What the plan of an event tells by itself: its sessions without breaks, and what each left open."""

import uuid

from django.utils.translation import gettext as _

from contratrata.ground.things.public import from_row
from contratrata.knowledge.events.public import SESSIONS, Session, rows_of

from . import gathering


def programme(event_id: uuid.UUID) -> gathering.Known | None:
    """The programme as the acting scope reads it; None while it has no session."""
    rows: list[Session] = [one for one in rows_of(SESSIONS, event_id) if one.sort != "break"]
    if not rows:
        return None
    values = [from_row(SESSIONS.questions.facts, row) for row in rows]
    sessions = tuple(
        gathering.Session(
            one["title"].reading().text,
            one["aim"].reading().text,
            one["teaser"].reading().text,
            key=str(row.id),
        )
        for row, one in zip(rows, values, strict=True)
    )
    return gathering.Known(
        figures=((str(len(rows)), _("sesiones")),) if len(rows) > 1 else (), sessions=sessions
    )


gathering.provide("programme", programme)
