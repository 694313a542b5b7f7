"""Signing in: by the list of whoever organises, and by the code that somebody shows or types at the door."""

import uuid
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.ground.acts import public as acts
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.locks import one_at_a_time
from contratrata.ground.base.scope import organisation_id
from contratrata.knowledge.events import public as events

from .. import doors, people
from ..models import Stay
from ..states import Source
from ._common import own_event, own_session


def sign_in(
    *, event_id: uuid.UUID, session_id: uuid.UUID, present: Collection[uuid.UUID], expected_version: str
) -> int:
    """Let exactly these stand on the list of a session. Returns how many.

    `expected_version`: the fingerprint of who stood on it (`listed`). Raises `NotAllowed`, `Conflict`.
    """
    event = own_event(event_id)
    session = own_session(event, session_id)
    known = {one.id for one in people.of(event_id)}
    with transaction.atomic():
        one_at_a_time(f"attendance {session_id}")
        rows = Stay.objects.filter(session_id=session_id, source=Source.LIST)
        acts.unchanged(listed(session_id), expected_version)
        rows.exclude(registration_id__in=present).delete()
        there = set(rows.values_list("registration_id", flat=True))
        new = [one for one in present if one in known and one not in there]
        Stay.objects.bulk_create(_stay(session, one, Source.LIST) for one in new)
        audit.record("attendance.signed_in", kind="events", subject=event_id, number=len(there) + len(new))
    return len(there) + len(new)


def listed(session_id: uuid.UUID) -> list[str]:
    """The registrations that stand on the list of a session."""
    rows = Stay.objects.filter(session_id=session_id, source=Source.LIST).order_by("registration_id")
    return [str(one) for one in rows.values_list("registration_id", flat=True)]


def enter(door: doors.Door, *, code: str) -> Stay:
    """Let who shows this code into the session of an open door, in the scope of its organisation; twice is once.

    Raises `DomainError` on `code` for one that no registration has.
    """
    session = door.session
    registration_id = people.by_code(session.event_id, code)
    if registration_id is None:
        raise DomainError(
            _("Ese código no es de este evento. Búsquelo en su inscripción, o pida ayuda."), field="code"
        )
    with transaction.atomic():
        one_at_a_time(f"attendance {session.id} {registration_id}")
        rows = Stay.objects.filter(
            organisation_id=organisation_id(), session_id=session.id, source=Source.CODE
        )
        if before := rows.filter(registration_id=registration_id).first():
            return before
        row = _stay(session, registration_id, Source.CODE)
        row.save(force_insert=True)
        audit.record("attendance.entered", kind="events", subject=session.event_id)
    return row


def _stay(session: events.Session, registration_id: uuid.UUID, source: Source) -> Stay:
    """From now, or from the beginning for who is early or is listed, to the end."""
    begins, until = session.begins, session.until
    assert begins is not None and until is not None  # noqa: S101, PT018  (`own_session`)
    joined = min(max(clock.now(), begins), until) if source == Source.CODE else begins
    return Stay(
        event_id=session.event_id, session_id=session.id, registration_id=registration_id, source=source,
        joined=joined, left=until, seconds=int((until - joined).total_seconds()),
    )  # fmt: skip
