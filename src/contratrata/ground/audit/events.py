"""The named events, each with its sentence. A package declares its own; an undeclared event is refused."""

import dataclasses

from django.utils.functional import Promise

from contratrata.ground.base.errors import DomainError


@dataclasses.dataclass(frozen=True, slots=True)
class Event:
    """`sentence` reads after the actor's name: «vio el caso {code}». `details` are the keys it may carry."""

    name: str
    sentence: str | Promise
    details: frozenset[str]


_events: dict[str, Event] = {}


class UnknownEvent(DomainError):
    """An event nobody declared: a fault of ours."""


def declare(name: str, sentence: str | Promise, *details: str) -> None:
    """Declare an event (`subject.verb`), its sentence and the details it may carry."""
    _events[name] = Event(name, sentence, frozenset(details))


def event(name: str) -> Event:
    """The declared event. Raises `UnknownEvent`."""
    try:
        return _events[name]
    except KeyError:
        raise UnknownEvent(f"Undeclared audit event: {name}") from None


def declared() -> dict[str, Event]:
    """All declared events by name."""
    return dict(_events)
