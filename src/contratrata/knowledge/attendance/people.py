"""Those who signed up for an event, as attendance needs them. Who registers people says who (`provide`)."""

import dataclasses
import uuid
from collections.abc import Callable, Collection, Sequence


@dataclasses.dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a place. `code`: what she shows at the door; `sector`, `sex`: in words; `quiet`: no more mails."""

    id: uuid.UUID
    name: str
    email: str
    language: str
    code: str = ""
    country: str = ""
    sector: str = ""
    sex: str = ""
    quiet: bool = False


#: Everybody with a place in an event, or those of them that are asked for, in the acting scope.
People = Callable[[uuid.UUID, Collection[uuid.UUID] | None], Sequence[Person]]
#: Who shows this code at the door of an event, in the acting scope.
ByCode = Callable[[uuid.UUID, str], uuid.UUID | None]

_people: list[tuple[People, ByCode]] = []


def provide(people: People, by_code: ByCode) -> None:
    """Say who signs up for events. The last that says so counts."""
    _people.append((people, by_code))


def of(event_id: uuid.UUID, ids: Collection[uuid.UUID] | None = None) -> Sequence[Person]:
    """Those with a place in an event; nobody while no package registers people."""
    return _people[-1][0](event_id, ids) if _people else ()


def by_code(event_id: uuid.UUID, code: str) -> uuid.UUID | None:
    """Who shows this code at the door."""
    return _people[-1][1](event_id, code) if _people else None
