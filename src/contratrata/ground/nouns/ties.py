"""What a row may be tied to: a published thing of any kind that a package declares (a practice, a message, an event).

A package says once what of its own may be named (`declare`); a question of kind `tie` with `of: practice event` offers
those kinds that there are. Kept is the kind, the id and the title as it was then: a thing that is taken back later is
still named, and a list of rows asks nothing.
"""

import dataclasses
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _

from contratrata.ground.base.package import furniture
from contratrata.ground.kinds.public import Fact, Kind, Unreadable, choice_field, offered_no_more

from .asking import is_invented

#: More than these are not offered: the newest are.
MOST_OFFERED = 200
LONGEST = 300


@dataclasses.dataclass(frozen=True, slots=True)
class Tieable:
    """A kind of thing. `offered`: ids and titles of what is published, the newest first, `MOST_OFFERED` at most.

    `page`: the public address of one in a language, or "" when nobody outside reads it.
    `own`: ids and titles of what the acting organisation wrote, published or not: a demonstration names its own rows,
    also where nothing is published.
    """

    code: str
    words: Any
    offered: Callable[[], Iterable[tuple[uuid.UUID, str]]]
    page: Callable[[uuid.UUID, str], str]
    own: Callable[[], Iterable[tuple[uuid.UUID, str]]] | None = None

    def named(self) -> Iterable[tuple[uuid.UUID, str]]:
        """What may be named now."""
        return self.own() if self.own is not None and is_invented() else self.offered()


_declared: dict[str, Tieable] = {}


def declare(kind: Tieable) -> None:
    """Let things of this kind be tied to."""
    _declared[kind.code] = kind


def declared(code: str) -> Tieable | None:
    """The kind of that code, if a package has declared it."""
    furniture()  # a package declares where it brings its furniture, which a process may not have asked for yet
    return _declared.get(code)


def key_of(code: str, row_id: uuid.UUID) -> str:
    """What every tie to this thing begins with."""
    return f"{code}:{row_id}:"


def key_in(value: str) -> str:
    """What every tie to the same thing begins with, whatever it was called then."""
    code, _colon, rest = value.partition(":")
    return f"{code}:{rest.partition(':')[0]}:"


def id_in(value: str) -> uuid.UUID | None:
    """The id of what a row is tied to; None where it is tied to nothing."""
    return tied_id(value) if value else None


def tied_id(value: str) -> uuid.UUID:
    """The id of what a row is tied to, where its fact is required. Raises `IndexError` where it is tied to nothing."""
    return uuid.UUID(value.split(":", 2)[1])


def title_in(value: str) -> str:
    """What it is tied to was called then."""
    return _title(value)


def page_of(value: str, language: str) -> str:
    """The public address of what a row is tied to, or ""."""
    code, _colon, rest = value.partition(":")
    kind = declared(code)
    return kind.page(uuid.UUID(rest.partition(":")[0]), language) if kind else ""


def _title(value: str) -> str:
    return value.split(":", 2)[2] if value else ""


@dataclasses.dataclass(frozen=True)
class Tie(Kind[str]):
    """A tie to one thing of the kinds in `of` (codes, parted by spaces)."""

    of: str = ""
    empty = ""
    stays = True

    def _offered(self) -> dict[str, str]:
        """What may be chosen: the value, and its title."""
        kinds = [kind for code in self.of.split() if (kind := declared(code))]
        return {
            f"{key_of(kind.code, row_id)}{title}"[:LONGEST]: title
            for kind in kinds
            for row_id, title in kind.named()
        }

    def options(self) -> list[tuple[str, str]]:
        """What may be chosen, with its kind in words."""
        return [(value, self.words(value)) for value in self._offered()]

    def fields_for(self, fact: Fact, value: str) -> dict[str, forms.Field]:
        """A list that opens, made for each showing; with what stands there and is offered no more."""
        gone = bool(value) and value not in self._offered()
        stands = [(value, offered_no_more(self.words(value)))] if gone else []
        return {fact.name: choice_field(fact.label, lambda: [("", "—"), *stands, *self.options()])}

    def fields(self, fact: Fact) -> dict[str, forms.Field]:
        """The list alone."""
        return self.fields_for(fact, "")

    def check(self, value: str, fact: Fact) -> str:
        """One that is offered. Raises `DomainError`."""
        if value and value not in self._offered():
            raise fact.wrong(_("Elija una opción de la lista."))
        return value or ""

    def words(self, value: str) -> str:
        """«Práctica: Mesa de 24 horas»."""
        kind = declared(value.partition(":")[0])
        return (
            _("%(kind)s: %(title)s") % {"kind": kind.words, "title": _title(value)} if kind else _title(value)
        )

    def column(self) -> "models.Field[Any, Any]":
        """Kind, id and title."""
        return models.CharField(max_length=LONGEST, blank=True)

    def from_text(self, text: str) -> str:
        """The value itself."""
        return text

    def read(self, text: str) -> str:
        """The one of exactly this title. Raises `Unreadable`."""
        wanted = text.strip().casefold()
        if not wanted:
            return ""
        result = [
            value for value, title in self._offered().items()
            if wanted in (title.casefold(), self.words(value).casefold())
        ]  # fmt: skip
        if len(result) != 1:
            raise Unreadable(_("No se sabe a qué se refiere: escriba el título completo."))
        return result[0]
