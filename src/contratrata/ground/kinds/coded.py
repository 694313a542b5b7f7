"""Codes: one or several of a vocabulary, of a few words, of countries."""

import contextlib
import dataclasses
import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.codes.public import (
    UnknownCode,
    Words,
    country,
    country_from_text,
    country_name,
    vocabulary,
)
from contratrata.ground.paper.public import BlankQuestion, QuestionKind

from .base import Fact, Kind, Unreadable
from .countries import country_choice
from .fields import NOT_KNOWN, choice_field, code_choices, region_choices

INLINE = {"class": "govuk-radios--inline"}
SCALE = {"class": "ct-scale"}
#: The longest code of a vocabulary of ours.
CODE = 40
#: A list of more terms than this opens instead of standing on the page.
LONGEST_ON_PAGE = 8
#: A list of more than this is no list to tick on paper, but a line to write on.
LONGEST_ON_PAPER = 30
_NOT_READ = _l("No se entiende: escriba una de las opciones de la lista.")


class Listed(Kind[str]):
    """One of a list; what a kind of code has in common."""

    empty = ""

    def has(self, code: str) -> bool:
        """Whether the code exists."""
        raise NotImplementedError

    def check(self, value: str, fact: Fact) -> str:
        """The code when the list has it. Raises `DomainError`."""
        if value and not self.has(value):
            raise fact.wrong(_("Elija una opción de la lista."))
        return value or ""

    def paper(self, fact: Fact) -> list[BlankQuestion]:
        """A box for each, or a line to write it on."""
        return ticked(fact, "one", self.options())

    def column(self) -> "models.Field[Any, Any]":
        """Its text."""
        return models.CharField(max_length=CODE, blank=True)

    def from_text(self, text: str) -> str:
        """The code itself."""
        return text


@dataclasses.dataclass(frozen=True)
class Code(Listed):
    """One code of a vocabulary, `without` some. `opens`: as a list that opens (the default where they are many)."""

    vocabulary: str
    opens: bool | None = None
    inline: bool = False
    none: Any = NOT_KNOWN
    without: tuple[str, ...] = ()

    def has(self, code: str) -> bool:
        """Whether the vocabulary has it."""
        return vocabulary(self.vocabulary).has(code)

    def field(self, fact: Fact) -> forms.Field:
        """Radios for a few, a list that opens for many."""
        opens = (
            len(vocabulary(self.vocabulary).terms()) > LONGEST_ON_PAGE if self.opens is None else self.opens
        )
        if opens:
            box: forms.Field = choice_field(
                fact.label, code_choices(self.vocabulary, empty=self.none, hints=False, without=self.without)
            )
            return box
        widget = forms.RadioSelect(attrs=INLINE if self.inline else {})
        radios: forms.Field = choice_field(
            fact.label, code_choices(self.vocabulary, without=self.without), widget=widget
        )
        return radios

    def words(self, value: str) -> str:
        """The label."""
        return vocabulary(self.vocabulary).label(value)

    def options(self) -> list[tuple[str, str]]:
        """The terms that are offered."""
        return [(term.code, term.label.here()) for term in vocabulary(self.vocabulary).terms()]

    def read(self, text: str) -> str:
        """A code or label in any spelling we know."""
        if not text.strip():
            return ""
        code = vocabulary(self.vocabulary).from_standard("", text)
        if code is None:
            raise Unreadable(_NOT_READ)
        return code


@dataclasses.dataclass(frozen=True)
class Choice(Listed):
    """One of a few words that belong to one thing only (`TextChoices`); a list that others use is a vocabulary.

    `opens`: as a list that opens; `row`: steps of a scale, side by side at a phone too.
    """

    choices: tuple[tuple[str, Any], ...]
    opens: bool = False
    row: bool = False

    def has(self, code: str) -> bool:
        """Whether it is among them."""
        return code in dict(self.choices)

    def field(self, fact: Fact) -> forms.Field:
        """Radios, or a list that opens."""
        if self.opens:
            box: forms.Field = choice_field(fact.label, [("", "—"), *self.choices])
            return box
        widget = forms.RadioSelect(attrs=SCALE if self.row else {})
        radios: forms.Field = choice_field(fact.label, list(self.choices), widget=widget)
        return radios

    def words(self, value: str) -> str:
        """Its label."""
        return str(dict(self.choices).get(value, value))

    def options(self) -> list[tuple[str, str]]:
        """All of them."""
        return [(code, str(label)) for code, label in self.choices]

    def read(self, text: str) -> str:
        """A code or a label."""
        return read_one(text, self.options())


@dataclasses.dataclass(frozen=True)
class Country(Listed):
    """A country, by its ISO 3166-1 alpha-3 code."""

    none: Any = NOT_KNOWN

    def has(self, code: str) -> bool:
        """Whether there is such a country."""
        return has_country(code)

    def field(self, fact: Fact) -> forms.Field:
        """A list of the region, and a box for any other."""
        result: forms.Field = country_choice(fact.label, empty=self.none)
        return result

    def column(self) -> "models.Field[Any, Any]":
        """Three letters."""
        return models.CharField(max_length=3, blank=True)

    def words(self, value: str) -> str:
        """Its name."""
        return country_name(value)

    def read(self, text: str) -> str:
        """A name, demonym or code, when it is certain."""
        return read_country(text)


#: Of so many parts between commas or semicolons a label consists at most.
_LONGEST_LABEL = 6


@dataclasses.dataclass(frozen=True)
class Several(Kind[tuple[str, ...]]):
    """Several codes, each once; what kinds of several have in common.

    `boxes`: asked by so many lists that open instead of boxes to tick; what stands beyond them is kept. A kind may
    have codes that are ticked beside those lists (`ticked`).
    """

    boxes: int = 0
    more: Any = ""
    empty: tuple[str, ...] = ()

    def one(self) -> Listed:
        """The kind of each."""
        raise NotImplementedError

    def box(self, fact: Fact, n: int) -> forms.Field:
        """The n-th list that opens."""
        return self.one().field(fact)

    def ticked(self) -> tuple[str, ...]:
        """The codes that stand as boxes to tick beside lists that open."""
        return ()

    def _boxes(self, fact: Fact) -> list[str]:
        return [f"{fact.name}_{n}" for n in range(self.boxes)]

    def fields(self, fact: Fact) -> dict[str, forms.Field]:
        """Boxes to tick, `boxes` lists that open, or both."""
        created = {name: self.box(fact, n) for n, name in enumerate(self._boxes(fact))}
        ticks = super().fields(fact) if self.ticked() or not created else {}
        for n, field in enumerate(created.values()):
            field.label = fact.label if n == 0 and not ticks else self.more or fact.label
        return ticks | created

    def to_fields(self, fact: Fact, value: tuple[str, ...]) -> dict[str, Any]:
        """Ticks, or a code a list."""
        if not self.boxes:
            return {fact.name: list(value)}
        ticks, others = self._parted(value)
        shown = dict(zip(self._boxes(fact), [*others, *[""] * self.boxes], strict=False))
        return {fact.name: ticks} | shown if self.ticked() else shown

    def from_fields(self, fact: Fact, cleaned: Any, before: tuple[str, ...]) -> tuple[str, ...]:
        """What was chosen; with lists that open, what was there beyond them stays."""
        ticks = cleaned.get(fact.name) or () if self.ticked() or not self.boxes else ()
        chosen = [cleaned.get(name) or "" for name in self._boxes(fact)]
        beyond = self._parted(before)[1][self.boxes :] if self.boxes else ()
        return tuple(dict.fromkeys(code for code in [*ticks, *chosen, *beyond] if code))

    def _parted(self, value: tuple[str, ...]) -> tuple[list[str], list[str]]:
        """Those that are ticked, and those in lists."""
        ticked = self.ticked()
        return [code for code in value if code in ticked], [code for code in value if code not in ticked]

    def check(self, value: Iterable[str], fact: Fact) -> tuple[str, ...]:
        """Each code checked, each once."""
        one = self.one()
        return tuple(dict.fromkeys(one.check(code, fact) for code in value if code))

    def words(self, value: tuple[str, ...]) -> str:
        """The labels in one line."""
        one = self.one()
        return ", ".join(one.words(code) for code in value)

    def options(self) -> list[tuple[str, str]]:
        """Those of one."""
        return self.one().options()

    def paper(self, fact: Fact) -> list[BlankQuestion]:
        """Boxes to tick, or lines to write them on."""
        return ticked(fact, "many", self.options(), times=self.boxes or 2)

    def to_text(self, value: tuple[str, ...]) -> str:
        """One code a line."""
        return "\n".join(value or ())

    def from_text(self, text: str) -> tuple[str, ...]:
        """The codes again."""
        return tuple(text.split())

    def column(self) -> "models.Field[Any, Any]":
        """An array of codes."""
        return ArrayField(models.CharField(max_length=CODE), default=list, blank=True)

    def to_columns(self, fact: Fact, value: tuple[str, ...]) -> dict[str, Any]:
        """An array."""
        return {fact.name: list(value)}

    def from_columns(self, fact: Fact, row: Any) -> tuple[str, ...]:
        """From an array."""
        return tuple(getattr(row, fact.name) or ())

    def read(self, text: str) -> tuple[str, ...]:
        """Parted by semicolons, lines, or commas, which may stand within a label too: the longest is tried first."""
        result: list[str] = []
        parts = [*re.finditer(r"[^;,\n]+", text)]
        while parts:
            parts, code = self._first(text, parts)
            result.append(code)
        return tuple(dict.fromkeys(code for code in result if code))

    def _first(self, text: str, parts: "list[re.Match[str]]") -> "tuple[list[re.Match[str]], str]":
        """The code that the text begins with, and what follows. Raises `Unreadable`."""
        one = self.one()
        for end in range(min(len(parts), _LONGEST_LABEL), 1, -1):
            with contextlib.suppress(Unreadable):
                return parts[end:], one.read(text[parts[0].start() : parts[end - 1].end()])
        return parts[1:], one.read(parts[0][0])


@dataclasses.dataclass(frozen=True)
class Codes(Several):
    """Several codes of a vocabulary.

    `first`: so many are ticked, the others stand in lists that open. `without`: terms that are not offered here.
    """

    vocabulary: str = ""
    none: Any = NOT_KNOWN
    first: int = 0
    without: tuple[str, ...] = ()

    def ticked(self) -> tuple[str, ...]:
        """The first terms, in the order of the vocabulary."""
        return tuple(term.code for term in vocabulary(self.vocabulary).terms()[: self.first])

    def one(self) -> Listed:
        """A code of the vocabulary."""
        return Code(self.vocabulary, opens=True, none=self.none)

    def box(self, fact: Fact, n: int) -> forms.Field:
        """The first may be not known, the others none."""
        return Code(self.vocabulary, opens=True, none=self.none if n == 0 else _("Ninguno")).field(fact)

    def field(self, fact: Fact) -> forms.Field:
        """Boxes to tick."""
        box: forms.Field = choice_field(
            fact.label,
            code_choices(self.vocabulary, without=self.without, first=self.first or None),
            several=True,
            widget=forms.CheckboxSelectMultiple(),
        )
        return box


@dataclasses.dataclass(frozen=True)
class Choices(Several):
    """Several of a few words that belong to one thing only."""

    choices: tuple[tuple[str, Any], ...] = ()

    def one(self) -> Listed:
        """One of them."""
        return Choice(self.choices)

    def field(self, fact: Fact) -> forms.Field:
        """Boxes to tick."""
        box: forms.Field = choice_field(
            fact.label, list(self.choices), several=True, widget=forms.CheckboxSelectMultiple()
        )
        return box


@dataclasses.dataclass(frozen=True)
class Countries(Several):
    """Several countries; without `boxes` those of the region, to tick."""

    boxes: int = 2
    none: Any = NOT_KNOWN

    def field(self, fact: Fact) -> forms.Field:
        """Boxes to tick."""
        near: forms.Field = choice_field(
            fact.label, region_choices, several=True, widget=forms.CheckboxSelectMultiple()
        )
        return near

    def one(self) -> Listed:
        """A country."""
        return Country()

    def box(self, fact: Fact, n: int) -> forms.Field:
        """The first may be not known, the others none."""
        return Country(self.none if n == 0 else _("Ninguno")).field(fact)


def ticked(
    fact: Fact, kind: QuestionKind, options: list[tuple[str, str]], times: int = 1
) -> list[BlankQuestion]:
    """A box for each option, where they are few; else lines to write on."""
    if 0 < len(options) <= LONGEST_ON_PAPER:
        return [fact.on_paper(kind, choices=[words for _code, words in options])]
    return [fact.on_paper("line", times=times)]


def has_country(code: str) -> bool:
    """Whether there is a country of this alpha-3 code."""
    try:
        country(code)
    except (UnknownCode, KeyError):
        return False
    return True


def read_country(text: str) -> str:
    """The country a cell names. Raises `Unreadable` when it is not certain."""
    result = country_from_text(text)
    if result.code is None and not result.says_unknown:
        raise Unreadable(_("No se sabe qué país es: escriba su nombre completo."))
    return result.code or ""


def read_one(text: str, options: Iterable[tuple[str, str]]) -> str:
    """The code a cell means among a few options. Raises `Unreadable`."""
    from contratrata.ground.codes.public import fold

    if not text.strip():
        return ""
    wanted = fold(text)
    codes = [code for code, label in options if wanted in (fold(code), fold(label))]
    if len(codes) != 1:
        raise Unreadable(_NOT_READ)
    return codes[0]


__all__ = [
    "Choice", "Choices", "Code", "Codes", "Countries", "Country", "Words", "has_country", "read_country", "read_one",
    "ticked",
]  # fmt: skip
