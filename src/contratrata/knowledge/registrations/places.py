"""Places and quotas: how many are taken, and who still fits. Counted under a lock; no counter that could drift."""

import dataclasses
import uuid
from collections import Counter
from collections.abc import Mapping

from django.db.models import Count

from contratrata.ground.base.locks import one_at_a_time
from contratrata.ground.base.scope import organisation_id
from contratrata.ground.things.public import from_row

from .models import TERMS, TRAITS, Registration, Terms
from .states import HOLDING

Traits = tuple[str, ...]
#: A trait and its value; ("", "") is everybody.
Quota = tuple[str, str]
ALL: Quota = ("", "")


@dataclasses.dataclass(frozen=True, slots=True)
class Limits:
    """So many may come in sum and of each quota; nothing said is no limit."""

    most: Mapping[Quota, int]

    def full(self, taken: Mapping[Quota, int], traits: Traits) -> Quota | None:
        """The first limit that leaves no place for somebody of these traits; None where she fits."""
        mine = (ALL, *zip(TRAITS, traits, strict=True))
        return next((one for one in mine if one in self.most and taken.get(one, 0) >= self.most[one]), None)


def limits_of(capacity: int | None, terms: Terms | None) -> Limits:
    """The limits of an event."""
    most: dict[Quota, int] = {ALL: capacity} if capacity is not None else {}
    for trait in TRAITS if terms else ():
        for value, places in quotas_of(terms, trait):
            most[trait, value] = places
    return Limits(most)


def quotas_of(terms: "Terms | None", trait: str) -> list[tuple[str, int]]:
    """The quotas that are said of a trait."""
    name = f"{trait}_quotas"
    rows = from_row((TERMS.fact(name),), terms)[name] if terms else ()
    return [(value, places) for value, places in rows if value and places is not None]


def taken(event_id: uuid.UUID) -> Counter[Quota]:
    """How many places of an event are taken, by quota; one query."""
    rows = Registration.objects.filter(
        organisation_id=organisation_id(), event_id=event_id, state__in=HOLDING
    )
    result: Counter[Quota] = Counter()
    for *traits, number in rows.order_by().values_list(*TRAITS).annotate(number=Count("id")):
        take(result, tuple(traits), number)
    return result


def take(counted: "Counter[Quota]", traits: Traits, number: int = 1) -> None:
    """Count somebody of these traits."""
    for one in (ALL, *zip(TRAITS, traits, strict=True)):
        counted[one] += number


def alone(event_id: uuid.UUID) -> None:
    """Nobody else takes or frees a place of the event until the transaction ends. Before any of its rows is locked."""
    one_at_a_time(f"places {event_id}")


def taken_alone(event_id: uuid.UUID) -> Counter[Quota]:
    """How many are taken, by quota, while nobody else takes or frees one."""
    alone(event_id)
    return taken(event_id)
