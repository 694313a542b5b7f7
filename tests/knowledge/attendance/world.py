"""A cycle of Casa Refugio of which two sessions were held and one is on: who came, who is asked about. Invented."""

import uuid
from zoneinfo import ZoneInfo

from attending import brought, sign_up
from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from contratrata.knowledge.attendance import doors
from contratrata.knowledge.attendance.models import Identity, Missed
from contratrata.knowledge.events.models import Session
from planning import a_session, an_event, publish
from scenario import SECRETS, World

NAME = next(one for one in SECRETS if "Pompeyánica" in one)


def build(world: World) -> None:
    """Add them to the world."""
    flor = world.cast.flor
    now = clock.now().astimezone(ZoneInfo("America/Costa_Rica"))
    event = an_event(flor, "Asistencia", starts_on=now.date(), ends_on=None)
    first = a_session(flor, event, day=now.date(), starts=now.time().replace(microsecond=0), minutes=60)
    second = a_session(
        flor, event, "Segunda", day=now.date(), starts=now.time().replace(microsecond=0), minutes=60
    )
    publish(flor, event.id)
    person, _other = sign_up(world.cast, event, f"{NAME} Quispe", "Ana Morales (ficticia)")
    report = brought(flor, first, (f"{NAME} Q.", "", 0, 60), (person.name, person.email, 0, 60))
    brought(flor, second, ("Rosa Inventada", "", 0, 60))
    with acting(flor.scope):
        Missed.objects.create(event_id=event.id, registration_id=uuid.uuid4())
        world.ids |= {
            "attended_event_id": event.id,
            "attended_session_id": first.id,
            "attendance_report_id": report.id,
            "identity_id": Identity.objects.get(event_id=event.id, how="asked").id,
            "door": doors.helper(Session.objects.get(id=first.id)),
        }
