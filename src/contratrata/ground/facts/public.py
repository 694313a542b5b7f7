"""What other packages may use of the facts."""

import datetime as dt
import hashlib
import hmac
import uuid
from collections.abc import Iterable

from contratrata.ground.base import scope

from .models import Fact
from .renaming import rename


def pseudonym(key: bytes, unit: str, source: uuid.UUID) -> uuid.UUID:
    """The pseudonym of a case or referral in the facts: keyed, so that facts cannot be joined back."""
    return uuid.UUID(bytes=hmac.digest(key, unit.encode() + source.bytes, hashlib.sha256)[:16])


def fact(unit: str, pseudonym_: uuid.UUID, on: dt.date, **plain: str | list[str]) -> Fact:
    """An unsaved fact of the acting organisation; `on` is kept to the month."""
    return Fact(unit=unit, pseudonym=pseudonym_, month=on.replace(day=1), **plain)


def write(facts: Iterable[Fact]) -> None:
    """Add facts, or correct those of the same unit and pseudonym."""
    plain = ["month", "sex", "age_band", "citizenship", "country", "forms", "outcome"]
    Fact.objects.bulk_create(
        sorted(facts, key=lambda one: one.pseudonym),  # not in the order of the persons
        update_conflicts=True,
        unique_fields=["organisation_id", "unit", "pseudonym"],
        update_fields=plain,
    )


def remove(pseudonyms: Iterable[uuid.UUID]) -> None:
    """Take facts out again (an import that is reversed)."""
    Fact.objects.filter(organisation_id=scope.organisation_id(), pseudonym__in=list(pseudonyms)).delete()


__all__ = ["Fact", "fact", "pseudonym", "remove", "rename", "write"]
