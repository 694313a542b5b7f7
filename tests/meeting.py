"""A workshop of Casa Refugio that is being held, with its tables. Invented."""

import uuid
from typing import Any
from zoneinfo import ZoneInfo

from cast import Cast
from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from contratrata.ground.nouns.public import ties
from contratrata.knowledge.events.models import Event, Session
from contratrata.knowledge.live import links, notebook
from contratrata.knowledge.practices.models import PRACTICES, Practice
from planning import a_session, a_speaker, an_event, publish, words

WRITER, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)


def a_workshop(cast: Cast, tables: int = 4) -> tuple[Event, list[Session]]:
    """A workshop with tables that began a moment ago, published."""
    now = clock.now().astimezone(ZoneInfo("America/Costa_Rica"))
    event = an_event(cast.flor, "Taller", kind="workshop", mode="hybrid", starts_on=now.date(), ends_on=None)
    moderates = a_speaker(cast.flor, event, "Lidia Chub (ficticia)")
    reports = a_speaker(cast.flor, event, "Iván Mairena (ficticio)")
    time: Any = now.time().replace(second=0, microsecond=0)
    sessions = [
        a_session(
            cast.flor, event, f"Mesa {n}", sort="table", day=now.date(), starts=time, minutes=120,
            questions=words("¿Qué funcionó?\n¿Qué hizo falta?"), moderators=(str(moderates.id),),
            rapporteurs=(str(reports.id),) if n < tables else (),
        )
        for n in range(1, tables + 1)
    ]  # fmt: skip
    publish(cast.flor, event.id)
    return event, sessions


def table_path(cast: Cast, session: Session, turn: int = 1) -> str:
    """The address of a table's rapporteur."""
    with acting(cast.flor.scope):
        return f"/es/relatoria/{links.table_token(session, turn)}/"


def seat_path(cast: Cast, session: Session) -> str:
    """The address of somebody new in a session."""
    with acting(cast.flor.scope):
        return f"/es/salon/{links.seat_token(session, links.new_seat())}/"


def door_token(cast: Cast, session: Session) -> str:
    """What the screen's address ends with."""
    with acting(cast.flor.scope):
        return links.door_token(session)


def noted(
    session: Session, text: str, *, version: int = 0, writer: uuid.UUID = WRITER, number: int = 1
) -> Any:
    """What a page keeps under the first question."""
    return notebook.write_note(session, number, words=text, version=version, writer=writer)


def tie_to(practice: Practice) -> str:
    """The tie to a practice as a table chooses it."""
    return f"{ties.key_of('practice', practice.id)}{PRACTICES.title(practice)}"


def agreed(**more: Any) -> dict[str, Any]:
    """An agreement."""
    return {"words": "Compartir los guiones (ficticio)", "who": "Comisiones", "how": "consensus"} | more
