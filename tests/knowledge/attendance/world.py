"""A cycle of Casa Refugio of which two sessions were held: who came, who is asked about, who is certified. Invented."""

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

from attending import brought, sign_up
from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from contratrata.ground.credentials import signing
from contratrata.ground.network.public import job_scope
from contratrata.knowledge.attendance import doors, operations
from contratrata.knowledge.attendance.models import Identity, Missed
from contratrata.knowledge.events.models import Session
from contratrata.knowledge.registrations.public import Registration, own_token
from planning import a_session, an_event, publish
from scenario import SECRETS, World

NAME = next(one for one in SECRETS if "Pompeyánica" in one)


def build(world: World) -> None:
    """Add them to the world."""
    flor = world.cast.flor
    now = clock.now().astimezone(ZoneInfo("America/Costa_Rica"))
    event = an_event(
        flor, "Asistencia", starts_on=now.date(), ends_on=None, certificate_sessions=1, certificate_minutes=30
    )
    first = a_session(flor, event, day=now.date(), starts=now.time().replace(microsecond=0), minutes=60)
    second = a_session(
        flor, event, "Segunda", day=now.date(), starts=now.time().replace(microsecond=0), minutes=60
    )
    a_session(flor, event, "Tercera", day=now.date() + dt.timedelta(days=1))
    publish(flor, event.id)
    person, other = sign_up(world.cast, event, f"{NAME} Quispe", "Ana Morales (ficticia)")
    report = brought(flor, first, (f"{NAME} Q.", "", 0, 60), (person.name, person.email, 0, 60))
    with acting(flor.scope):
        award = operations.certify(event.id)
    signing.sign(job_scope(world.cast.refugio), award.id)
    brought(flor, second, ("Rosa Inventada", "", 0, 60), (other.name, other.email, 0, 60))
    with acting(flor.scope):
        Missed.objects.create(event_id=event.id, registration_id=uuid.uuid4())
        world.ids |= {
            "attended_event_id": event.id,
            "attended_session_id": first.id,
            "attendance_report_id": report.id,
            "identity_id": Identity.objects.get(event_id=event.id, how="asked").id,
            "certified_token": own_token(Registration.objects.get(id=person.id)),
            "door": doors.helper(Session.objects.get(id=first.id)),
        }
