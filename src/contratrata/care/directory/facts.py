"""What is asked of a service (`service.yaml`), and what a service answers."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from contratrata.ground.kinds.public import Fact, Lines, Rows, Text
from contratrata.ground.questions.public import load
from contratrata.ground.things.public import from_row

from .models import Service

QUESTIONS: Final = load(Path(__file__).with_name("service.yaml"))
#: Those with a column of their own; the others are rows beside the service.
PLAIN: Final = QUESTIONS.stored_in("")
#: The word in the address of the areas a service serves; the others are sections of `service.yaml`.
AREAS: Final = "zonas"
#: Where the place is written; a shelter is asked for none of it.
ADDRESS: Final = frozenset({"city", "address"})
#: The texts of a service in which an address may hide.
TEXTS: Final = tuple(
    one.name for one in PLAIN if isinstance(one.kind, Text | Lines) and one.name not in ADDRESS
)
_HOURS = QUESTIONS.fact("hours").kind
assert isinstance(_HOURS, Rows)  # noqa: S101  (for the type)
#: The days of the week with their words, Monday first (RFC 5545, HSDS `schedule.byday`).
WEEK: Final = _HOURS.of[0].kind


def asked_of(facts: Iterable[Fact], service: Service) -> tuple[Fact, ...]:
    """What is asked of this service."""
    return tuple(one for one in facts if not (service.is_shelter and one.name in ADDRESS))


def values_of(service: Service) -> dict[str, Any]:
    """What a service answers, by fact (areas, hours, phones loaded)."""
    week = [code for code, _words in WEEK.options()]
    hours = sorted(service.hours.all(), key=lambda row: (week.index(row.days[0]), row.opens))
    return from_row(PLAIN, service) | {
        "countries": tuple(sorted({one.country for one in service.areas.all()})),
        "hours": tuple((tuple(row.days), row.opens, row.closes) for row in hours),
        "phones": tuple((row.number, row.words, row.messages) for row in service.phones.all()),
    }


def words_of(name: str, value: Any) -> str:
    """An answer in words."""
    return QUESTIONS.fact(name).words(value)
