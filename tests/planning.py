"""An event of Casa Refugio with what belongs to it. Invented."""

import datetime as dt
import uuid
from typing import Any

from cast import Cast, Player
from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from contratrata.ground.base.translated import Translated
from contratrata.ground.nouns.public import operations as nouns
from contratrata.knowledge.events import parts
from contratrata.knowledge.events.models import EVENTS, Event, Session, Speaker


def words(text: str) -> Translated:
    return Translated.of({"es": f"{text} (ficticio)", "en": f"{text} (fictitious)"})


def an_event(player: Player, name: str = "Faro", **more: Any) -> Event:
    """An event that is planned and not published yet, in a month."""
    values: dict[str, Any] = {
        "kind": "cycle", "name": words(name), "mode": "online", "zone": "America/Costa_Rica", "who": "public",
        "starts_on": clock.today() + dt.timedelta(days=30), "ends_on": clock.today() + dt.timedelta(days=60),
    }  # fmt: skip
    with acting(player.scope):
        return nouns.write(EVENTS, values=values | more)


def a_session(player: Player, event: Event, name: str = "Primera", **more: Any) -> Session:
    """A session of it on its first day at ten."""
    values: dict[str, Any] = {
        "sort": "session", "title": words(name), "day": event.starts_on, "starts": dt.time(10), "minutes": 90,  # type: ignore[attr-defined]
    }  # fmt: skip
    with acting(player.scope):
        return parts.write(parts.SESSIONS, event.id, values=values | more)


def a_speaker(player: Player, event: Event, name: str = "Camila Brisa (ficticia)", **more: Any) -> Speaker:
    """A person with a part who agrees to being named and recorded."""
    values = {"name": name, "position": "jueza", "shows_name": True, "records": True}
    with acting(player.scope):
        return parts.write(parts.SPEAKERS, event.id, values=values | more)


def publish(player: Player, event_id: uuid.UUID) -> None:
    """Publish it as it stands."""
    with acting(player.scope):
        version = Event.objects.get(id=event_id).version
        nouns.publish(EVENTS, event_id, expected_version=version)


def published(cast: Cast, name: str = "Faro", **more: Any) -> Event:
    """A published event of Casa Refugio with one session."""
    event = an_event(cast.flor, name, **more)
    a_session(cast.flor, event)
    publish(cast.flor, event.id)
    return event
