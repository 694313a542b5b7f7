"""Who signed up for an event, said by the tests as whoever registers people says it. All invented."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from cast import Player
from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from contratrata.knowledge.attendance import people
from contratrata.knowledge.attendance.models import Report
from contratrata.knowledge.attendance.operations import bring
from contratrata.knowledge.attendance.people import Person
from contratrata.knowledge.events.models import Event, Session

_signed_up: dict[uuid.UUID, list[Person]] = {}


def _of(event_id: uuid.UUID, ids: Collection[uuid.UUID] | None) -> Sequence[Person]:
    return [one for one in _signed_up.get(event_id, []) if ids is None or one.id in ids]


def _by_code(event_id: uuid.UUID, code: str) -> uuid.UUID | None:
    return next((one.id for one in _signed_up.get(event_id, []) if one.code == code), None)


def sign_up(event: Event, *names: str, **more: str) -> list[Person]:
    """Let these have a place in it, each with an address of her own and a code."""
    if not people._people:
        people.provide(_of, _by_code)
    new = [
        Person(uuid.uuid4(), name, f"p{uuid.uuid4().hex[:8]}@correo.example", "es",
               f"EV-{uuid.uuid4().hex[:6].upper()}",
               more.get("country", "GTM"), more.get("sector", ""), more.get("sex", ""))
        for name in names
    ]  # fmt: skip
    _signed_up.setdefault(event.id, []).extend(new)
    return new


def report_of(session: Session, *visits: tuple[str, str, int, int]) -> bytes:
    """A report of Zoom: name, address, came and went in minutes after the beginning of the session."""
    assert session.begins is not None
    rows = ["Name (original name),Email,Join time,Leave time,Duration (minutes),Guest"]
    for name, email, came, went in visits:
        ends = (session.begins + dt.timedelta(minutes=minutes) for minutes in (came, went))
        rows.append(
            f"{name},{email},{','.join(f'{end:%Y-%m-%dT%H:%M:%SZ}' for end in ends)},{went - came},Yes"
        )
    return "\n".join(rows).encode()


def brought(player: Player, session: Session, *visits: tuple[str, str, int, int]) -> Report:
    """The report of a session, brought."""
    with acting(player.scope):
        return bring(
            event_id=session.event_id,
            session_id=session.id,
            content=report_of(session, *visits),
            token=uuid.uuid4(),
        )


def long_ago(session: Session) -> dt.datetime:
    """A moment after it was over."""
    assert session.until is not None
    return max(session.until, clock.now()) + dt.timedelta(hours=2)
