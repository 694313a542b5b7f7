"""A person of one's organisation, and an organisation of the network; who they are, the network tells.

This storey knows neither: the package that does gives `People` (`provide_people`).
"""

import dataclasses
import uuid
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Protocol

from django import forms
from django.db import models
from django.utils.translation import gettext as _

from .base import Fact, Kind, Unreadable
from .fields import NOT_KNOWN, choice_field, offered_no_more

Names = Mapping[uuid.UUID, str]


class People(Protocol):
    """Who may be chosen by the acting scope, and what they are called."""

    def offered(
        self, field: forms.Field, empty: Any, *, live: bool, standing: Names, without: Collection[uuid.UUID]
    ) -> forms.Field:
        """The choice field with who may be chosen (`standing` too), or the one that searches where they are many."""

    def among(self, ids: Collection[uuid.UUID]) -> Names:
        """Those of these that may be chosen."""

    def named(self, ids: Collection[uuid.UUID]) -> Names:
        """The names of these, also of who may not be chosen any more; absent: no name for this reader."""

    def called(self, name: str) -> list[uuid.UUID]:
        """Those of exactly this name that may be chosen."""


_known: dict[str, People] = {}


def provide_people(what: str, people: People) -> None:
    """Say who `member` or `organisation` may be (called once, by the package that knows them)."""
    _known[what] = people


@dataclasses.dataclass(frozen=True)
class Somebody(Kind[uuid.UUID | None]):
    """One of those whom the acting scope may choose, `without` some; kept by the id. Whoever stands there may stay."""

    what: ClassVar[str]
    stays = True
    none: Any = NOT_KNOWN
    without: frozenset[uuid.UUID] = frozenset()
    empty: uuid.UUID | None = None

    def field(self, fact: Fact) -> forms.Field:
        """A list that opens; where there are many, a box to look for them."""
        return self.offered(fact.label, self.none)

    def fields_for(self, fact: Fact, value: uuid.UUID | None) -> dict[str, forms.Field]:
        """The list; with who stands there and may be chosen no more, so that saving it keeps her."""
        standing = {}
        if value is not None and value not in _known[self.what].among([value]):
            standing[value] = offered_no_more(self.words(value))
        return {fact.name: self.offered(fact.label, self.none, standing=standing)}

    def offered(
        self, label: Any, empty: Any, *, live: bool = True, standing: Names = MappingProxyType({})
    ) -> forms.Field:
        """The field that offers them, for a form or a filter. `live`: also while one types."""
        return _known[self.what].offered(
            choice_field(label, ()), empty, live=live, standing=standing, without=self.without
        )

    def from_fields(self, fact: Fact, cleaned: Any, before: uuid.UUID | None) -> uuid.UUID | None:
        """Who was chosen."""
        return self.from_text(str(cleaned.get(fact.name) or ""))

    def check(self, value: uuid.UUID | None, fact: Fact) -> uuid.UUID | None:
        """One that the acting scope may choose. Raises `DomainError`."""
        if value is not None and (value in self.without or value not in _known[self.what].among([value])):
            raise fact.wrong(_("Elija una opción de la lista."))
        return value

    def words(self, value: uuid.UUID | None) -> str:
        """The name; of somebody whom this reader may not know, that there is one."""
        return (
            _known[self.what].named([value]).get(value) or _("Alguien de otra organización") if value else ""
        )

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
        ids = _known[self.what].called(text.strip())
        if len(ids) != 1:
            raise Unreadable(_("No se sabe quién es: escriba el nombre completo."))
        return ids[0]


@dataclasses.dataclass(frozen=True)
class Member(Somebody):
    """A person who works in the acting organisation."""

    what = "member"


@dataclasses.dataclass(frozen=True)
class Organisation(Somebody):
    """Another organisation of the network."""

    what = "organisation"
