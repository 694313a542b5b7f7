"""A cycle of Casa Refugio, published with a session, a person, a room and a material. Invented."""

import datetime as dt

from contratrata.ground.base.scope import acting
from contratrata.knowledge.events import parts
from contratrata.knowledge.events.models import code_of
from planning import a_session, a_speaker, an_event, publish, words
from scenario import SECRETS, World

PROFILE = next(one for one in SECRETS if "Casimiranda" in one)


def build(world: World) -> None:
    """Add them to the world."""
    flor = world.cast.flor
    event = an_event(flor, "Faro")
    speaker = a_speaker(flor, event, email=PROFILE, profile=PROFILE, shows_name=False)
    with acting(flor.scope):
        room = parts.write(parts.ROOMS, event.id, values={"name": "Sala del muelle (ficticia)"})
    a_session(flor, event, "Apertura", starts=dt.time(8))
    session = a_session(flor, event, speakers=(str(speaker.id),), room=str(room.id))
    with acting(flor.scope):
        parts.write(parts.MATERIALS, event.id, values={
            "name": words("Lectura"), "sort": "reading", "link": "https://ejemplo.example/lectura", "shown": True,
            "session": str(session.id),
        })  # fmt: skip
    publish(flor, event.id)
    world.ids |= {
        "event_id": event.id, "session_id": session.id, "event_code": code_of(event.id), "speaker_id": speaker.id,
    }  # fmt: skip
