"""A session of Casa Refugio that is held at a distance now, with its room and a meeting server. Invented."""

from zoneinfo import ZoneInfo

from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from contratrata.knowledge.rooms import links, operations
from contratrata.knowledge.rooms.models import HostTold
from contratrata.knowledge.rooms.operations import Place, ServerWords
from planning import a_session, a_speaker, an_event, publish
from registering import happening, signed_up, token_for
from scenario import SECRETS, World

WORD = next(one for one in SECRETS if "Fragosa" in one)


def build(world: World) -> None:
    """Add them to the world."""
    flor = world.cast.flor
    now = clock.now().astimezone(ZoneInfo("America/Costa_Rica"))
    event = an_event(flor, "En línea", starts_on=now.date(), ends_on=None)
    speaker = a_speaker(flor, event, email="intervencion@faro.example")
    told = a_speaker(flor, event, "Ya avisada (ficticia)", email="avisada@faro.example")
    session = a_session(
        flor, event, day=now.date(), starts=now.time().replace(microsecond=0), minutes=60, speakers=(str(speaker.id),)
    )  # fmt: skip
    publish(flor, event.id)
    words = ServerWords("Reuniones", "jitsi", "https://meet.faro.example", "faro", "", WORD)
    with acting(flor.scope):
        server = operations.add_server(words)
        place = Place(link=f"https://reunion.example/j/{WORD}")
        operations.set_room(event.id, session.id, place, expected_version=0)
        HostTold.objects.create(event_id=event.id, speaker_id=told.id)
        path = links.path_of(speaker, "es")
    held = happening(world.cast, event)
    mine = signed_up(held)
    world.ids |= {
        "room_event_id": event.id,
        "room_session_id": session.id,
        "meeting_server_id": server.id,
        "room_token": token_for(held, mine.row),
        "host_token": path.rstrip("/").rpartition("/")[2],
    }
