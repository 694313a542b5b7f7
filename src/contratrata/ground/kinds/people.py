"""A person of one's organisation, and an organisation of the network; who they are, the network tells.

This storey knows neither: the package that does gives two functions (`provide_people`).
"""

import dataclasses
import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _

from .base import Fact, Kind, Unreadable
from .fields import choice_field

Names = list[tuple[uuid.UUID, str]]
#: `members()` and `organisations()`: who may be chosen by the acting scope, by name. `name_of(ids)`: names to show.
Listing = Callable[[], Names]
Naming = Callable[[Iterable[uuid.UUID]], Mapping[uuid.UUID, str]]
_listings: dict[str, tuple[Listing, Naming]] = {}


def provide_people(what: str, listing: Listing, naming: Naming) -> None:
    """Say who `member` or `organisation` may be (called once, when the packages are ready)."""
    _listings[what] = (listing, naming)


@dataclasses.dataclass(frozen=True)
class _Somebody(Kind[uuid.UUID | None]):
    """One of a list that depends on who asks."""

    what: str = ""
    none: Any = ""
    empty: uuid.UUID | None = None

    def _names(self) -> Names:
        return _listings[self.what][0]()

    def field(self, fact: Fact) -> forms.Field:
        """A list that opens; the list is made for each showing."""

        def choices() -> list[tuple[str, Any]]:
            return [("", self.none or "—"), *((str(one), name) for one, name in self._names())]

        found: forms.Field = choice_field(fact.label, choices)
        return found

    def from_fields(self, fact: Fact, cleaned: Any, before: uuid.UUID | None) -> uuid.UUID | None:
        """Whom was chosen."""
        return self.from_text(str(cleaned.get(fact.name) or ""))

    def check(self, value: uuid.UUID | None, fact: Fact) -> uuid.UUID | None:
        """One that the acting scope may choose. Raises `DomainError`."""
        if value is not None and value not in dict(self._names()):
            raise fact.wrong(_("Elija una opción de la lista."))
        return value

    def words(self, value: uuid.UUID | None) -> str:
        """The name."""
        return _listings[self.what][1]([value]).get(value, "") if value else ""

    def column(self) -> "models.Field[Any, Any]":
        """The id."""
        return models.UUIDField(null=True)

    def from_text(self, text: str) -> uuid.UUID | None:
        """The id again."""
        return uuid.UUID(text) if text else None

    def read(self, text: str) -> uuid.UUID | None:
        """The one of exactly this name. Raises `Unreadable`."""
        if not text.strip():
            return None
        ids = [one for one, name in self._names() if name.casefold() == text.strip().casefold()]
        if len(ids) != 1:
            raise Unreadable(_("No se sabe quién es: escriba el nombre completo."))
        return ids[0]


@dataclasses.dataclass(frozen=True)
class Member(_Somebody):
    """A person who works in the acting organisation."""

    what: str = "member"


@dataclasses.dataclass(frozen=True)
class Organisation(_Somebody):
    """Another organisation of the network."""

    what: str = "organisation"
