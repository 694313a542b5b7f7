"""Who registered for an event and came, as a platform's report tells it. All invented."""

import datetime as dt
import uuid

from cast import Cast, Player
from contratrata.ground.base.scope import acting
from contratrata.knowledge.attendance.models import Report
from contratrata.knowledge.attendance.operations import bring
from contratrata.knowledge.attendance.people import Person, of
from contratrata.knowledge.events.models import Event, Session
from contratrata.knowledge.registrations.models import Registration
from registering import happening, signed_up


def sign_up(cast: Cast, event: Event, *names: str) -> list[Person]:
    """Let these register for a published event, each with an address of her own."""
    held = happening(cast, event)
    rows = [signed_up(held, name=name, email=f"p{uuid.uuid4().hex[:8]}@correo.example").row for name in names]
    with acting(cast.flor.scope):
        people = {one.id: one for one in of(event.id, [row.id for row in rows])}
    return [people[row.id] for row in rows]


def code_of(cast: Cast, person: Person) -> str:
    """What she shows at the door."""
    with acting(cast.flor.scope):
        return Registration.objects.get(id=person.id).code


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
