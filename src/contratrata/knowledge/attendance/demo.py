"""Who came to the demonstration's events: a cycle by the reports of its platform, a workshop by lists. Invented."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from contratrata.ground.audit import public as audit
from contratrata.ground.base.scope import Scope
from contratrata.ground.network.public import is_demonstration
from contratrata.knowledge.events.public import Session, demonstrated

from . import events as _events  # noqa: F401  (declares the events of this package)
from . import people
from .matching import How
from .models import Identity, Report, Stay
from .queries import sessions_of
from .reports.words import Platform
from .states import ReportState, Source

#: By turns, minutes: how late somebody joined, and how long before the end she left.
_LATE, _EARLY = (0, 2, 1, 4, 0, 7, 3), (0, 1, 0, 5, 2, 0, 26, 1, 3)


def demonstrate(_scope: Scope) -> int:
    """Write it, where the demonstration's events are published and somebody registered; once. Returns how many."""
    if not is_demonstration():
        return 0
    text = Path(__file__).with_name("demonstration.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    number = 0
    for key, write in (("cycle", _cycle), ("workshop", _workshop)):
        event = demonstrated(key)
        traits = people.traits_of(event.id) if event else {}
        if event is not None and traits and not Stay.objects.filter(event_id=event.id).exists():
            stays = write(sessions_of(event.id), traits, data[key])
            audit.record("attendance.brought", kind="events", subject=event.id, lines=len(stays))
            number += len(stays)
    return number


def _cycle(
    sessions: Sequence[Session], traits: Mapping[uuid.UUID, people.Traits], data: Mapping[str, Sequence[int]]
) -> list[Stay]:
    """By a report a session; its names went half a year after the event, as all do."""
    by_country: dict[str, list[uuid.UUID]] = {}
    for key, one in traits.items():
        by_country.setdefault(one.country, []).append(key)
    identities = {key: _identity(sessions[0].event_id, key) for key in traits}
    stays = []
    reports = []
    for n, session in enumerate(sessions):
        present = [key for country, numbers in data.items() for key in by_country[country][: numbers[n]]]
        report = Report(
            event_id=session.event_id, session_id=session.id, state=ReportState.TAKEN, platform=Platform.ZOOM,
            digest=hashlib.sha256(session.id.bytes).hexdigest(), lines=len(present), at=_end(session),
        )  # fmt: skip
        reports.append(report)
        stays += [
            _stay(session, at, report=report, identity=identities[key]) for at, key in enumerate(present)
        ]
    Report.objects.bulk_create(reports)
    here = {stay.identity_id for stay in stays}
    Identity.objects.bulk_create(one for one in identities.values() if one.id in here)
    return list(Stay.objects.bulk_create(stays))


def _workshop(
    sessions: Sequence[Session], traits: Mapping[uuid.UUID, people.Traits], data: Sequence[Sequence[int]]
) -> list[Stay]:
    stays = []
    for session, (every, start, missing) in zip(sessions, data, strict=True):
        present = list(traits)[start::every]
        stays += [
            _stay(session, 0, source=Source.LIST, registration_id=key)
            for key in present[: len(present) - missing]
        ]
    return list(Stay.objects.bulk_create(stays))


def _identity(event_id: uuid.UUID, registration_id: uuid.UUID) -> Identity:
    token = uuid.uuid5(registration_id, "demo:attendance")
    return Identity(event_id=event_id, token=token, how=How.ADDRESS, registration_id=registration_id)


def _stay(session: Session, at: int, *, source: Source = Source.REPORT, **whose: Any) -> Stay:
    """Somebody's time in a session: to its end, a little less by turns."""
    assert session.begins is not None  # noqa: S101  (`sessions_of`)
    late, early = (_LATE[at % len(_LATE)], _EARLY[at % len(_EARLY)]) if source == Source.REPORT else (0, 0)
    joined = session.begins + dt.timedelta(minutes=late)
    left = _end(session) - dt.timedelta(minutes=early)
    return Stay(
        event_id=session.event_id, session_id=session.id, source=source, number=at + 1, joined=joined, left=left,
        seconds=int((left - joined).total_seconds()), at=_end(session), **whose,
    )  # fmt: skip


def _end(session: Session) -> dt.datetime:
    assert session.until is not None  # noqa: S101  (`sessions_of`)
    return session.until
