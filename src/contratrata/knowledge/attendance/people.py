"""Those who registered for an event and did not leave, as attendance needs them; in the scope of who holds it."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from django.db.models import QuerySet

from contratrata.ground.base.scope import organisation_id
from contratrata.knowledge.registrations.public import LIVING, QUESTIONS, Registration, names_of


@dataclasses.dataclass(frozen=True, slots=True)
class Person:
    """Somebody who registered. `listens`: her address is hers, and she wants to be told. `confirmed`: it is hers."""

    id: uuid.UUID
    name: str
    email: str
    language: str
    time_zone: str
    listens: bool = True
    confirmed: bool = False


def of(event_id: uuid.UUID, ids: Collection[uuid.UUID] | None = None) -> Sequence[Person]:
    """Everybody who registered, or those of them that are asked for; two queries."""
    every = _rows(event_id) if ids is None else _rows(event_id).filter(id__in=ids)
    rows = list(every.order_by("id"))
    names = names_of(rows)
    return [_person(row, names[row.id]) for row in rows if row.id in names]


def are_there(event_id: uuid.UUID) -> bool:
    """Whether anybody is registered who may still be named."""
    return _rows(event_id).exists()


def present(event_id: uuid.UUID) -> list[Person]:
    """Those who registered, confirmed their address, want to be told and came to a session; in the holder's scope."""
    from .queries import attended  # it reads who is who

    known = attended(event_id)
    came = frozenset().union(*(one.came() for one in known.sessions))
    ids = {row_id for key, row_id in known.registered.items() if key in came}
    return [one for one in of(event_id, ids) if one.listens] if ids else []


@dataclasses.dataclass(frozen=True, slots=True)
class Traits:
    """What the figures say of somebody who registered, in words where it is a choice; `at`: when she did."""

    country: str
    sector: str
    sex: str
    at: dt.datetime


def traits_of(event_id: uuid.UUID) -> dict[uuid.UUID, Traits]:
    """Of everybody who registered and did not leave, who is named no more too; one query."""
    rows = _every(event_id).order_by("id").values_list("id", "country", "sector", "sex", "at")
    return {
        row_id: Traits(country, _words("sector", sector), _words("sex", sex), at)
        for row_id, country, sector, sex, at in rows
    }


def _words(name: str, value: str) -> str:
    return str(QUESTIONS.fact(name).kind.words(value)) if value else ""


def by_code(event_id: uuid.UUID, code: str) -> uuid.UUID | None:
    """Who shows this code at the door."""
    return _rows(event_id).filter(code=code).values_list("id", flat=True).first()


def _every(event_id: uuid.UUID) -> QuerySet[Registration]:
    return Registration.objects.filter(organisation_id=organisation_id(), event_id=event_id, state__in=LIVING)


def _rows(event_id: uuid.UUID) -> QuerySet[Registration]:
    return _every(event_id).filter(erased_at=None)


def _person(row: Registration, names: dict[str, str]) -> Person:
    return Person(
        row.id, names["name"], names["email"], row.language, row.time_zone,
        listens=row.quiet_at is None and row.confirmed_at is not None, confirmed=row.confirmed_at is not None,
    )  # fmt: skip
