"""Those who registered for an event and did not leave, as attendance needs them; in the scope of who holds it."""

import dataclasses
import uuid
from collections.abc import Collection, Sequence

from django.db.models import QuerySet

from contratrata.ground.base.scope import organisation_id
from contratrata.knowledge.registrations.public import LIVING, QUESTIONS, Registration, names_of


@dataclasses.dataclass(frozen=True, slots=True)
class Person:
    """Somebody who registered. `sector`, `sex`: in words. `listens`: her address is hers, and she wants to be told."""

    id: uuid.UUID
    name: str
    email: str
    language: str
    time_zone: str
    country: str = ""
    sector: str = ""
    sex: str = ""
    listens: bool = True


def of(event_id: uuid.UUID, ids: Collection[uuid.UUID] | None = None) -> Sequence[Person]:
    """Everybody who registered, or those of them that are asked for; two queries."""
    every = _rows(event_id) if ids is None else _rows(event_id).filter(id__in=ids)
    rows = list(every.order_by("id"))
    names = names_of(rows)
    return [_person(row, names[row.id]) for row in rows if row.id in names]


def by_code(event_id: uuid.UUID, code: str) -> uuid.UUID | None:
    """Who shows this code at the door."""
    return _rows(event_id).filter(code=code).values_list("id", flat=True).first()


def _rows(event_id: uuid.UUID) -> QuerySet[Registration]:
    return Registration.objects.filter(
        organisation_id=organisation_id(), event_id=event_id, erased_at=None, state__in=LIVING
    )


def _person(row: Registration, names: dict[str, str]) -> Person:
    sector, sex = (
        QUESTIONS.fact(name).kind.words(getattr(row, name)) if getattr(row, name) else ""
        for name in ("sector", "sex")
    )
    return Person(
        row.id, names["name"], names["email"], row.language, row.time_zone, row.country, str(sector), str(sex),
        listens=row.quiet_at is None and row.confirmed_at is not None,
    )  # fmt: skip
