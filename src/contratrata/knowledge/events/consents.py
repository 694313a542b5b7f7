"""A person will not be named, or not be recorded, any more: what was published of her goes at once."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from contratrata.ground.audit import public as audit

from . import models as m
from .parts import MATERIALS, SESSIONS, SPEAKERS, change, let_go, rows_of
from .publishing import take_out


def withdraw(speaker_id: uuid.UUID, *, name: bool, recording: bool, expected_version: int) -> m.Speaker:
    """Note what she withdraws. Raises `Conflict`, `NotAllowed`."""
    values: dict[str, Any] = ({"shows_name": False} if name else {}) | (
        {"records": False} if recording else {}
    )
    return change(SPEAKERS, speaker_id, values=values, expected_version=expected_version, cancelled_too=True)


def follow(row: m.Speaker, before: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    """What follows from what she agrees to now; in the act that changed it, under the lock of the event."""
    unnamed = before["shows_name"] is True and now["shows_name"] is not True
    unrecorded = before["records"] is True and now["records"] is not True
    if not unnamed and not unrecorded:
        return
    gone = recordings_of(row) if unrecorded else []
    take_out(row.event_id, speaker_id=row.id if unnamed else None, material_ids=[one.id for one in gone])
    for material in gone:
        let_go(MATERIALS, material)
        material.delete()
    audit.record("event.consent_withdrawn", kind="events", subject=row.event_id)


def recordings_of(row: m.Speaker) -> list[m.Material]:
    """The recordings in which she is: hers, and those of the sessions in which she has a part."""
    one = str(row.id)
    sessions = [str(session.id) for session in rows_of(SESSIONS, row.event_id) if one in session.people()]
    mine = Q(speaker=one) | Q(session__in=sessions)
    if sessions:
        mine |= Q(session="", speaker="")  # of the whole event
    return list(rows_of(MATERIALS, row.event_id).filter(mine, sort="recording"))
