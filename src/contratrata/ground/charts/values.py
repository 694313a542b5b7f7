"""What a cell of a figure may hold, and how it is said: a number, or why there is none.

A cell that protects people never says more than its words: drawings take `visible`, which is None for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise

NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True)
class Few:
    """Between 1 and `limit` - 1 people: so few that a number could point at somebody."""

    limit: int = 5


@dataclass(frozen=True, slots=True)
class Protected:
    """Any number, hidden because another hidden cell could be reckoned from it."""


@dataclass(frozen=True, slots=True)
class Of:
    """So many of those that are needed: «3 de 4». `under` when there are fewer."""

    part: int
    whole: int

    @property
    def under(self) -> bool:
        """Whether fewer are there than are needed."""
        return self.part < self.whole


@dataclass(frozen=True, slots=True)
class State:
    """One of a few states: its word, and the mark that says it again (`glyph` names a drawing of `marks`)."""

    key: str
    word: StrOrPromise
    glyph: str


#: A word stands as it is; None is "no dato".
Value = int | float | Decimal | str | Few | Protected | Of | State | None


def visible(value: Value) -> float | None:
    """The number that may be drawn; None where there is none to show."""
    if isinstance(value, Of):
        return float(value.part)
    return float(value) if isinstance(value, int | float | Decimal) else None


def hides(value: Value) -> bool:
    """Whether there is a number behind it that is not shown."""
    return isinstance(value, Few | Protected)


def number_words(number: float | Decimal) -> str:
    """A number as the language writes it: at most one decimal, none when it is whole."""
    places = 0 if number == int(number) else 1
    return number_format(number, decimal_pos=places, use_l10n=True, force_grouping=True)


def percent_words(number: float | Decimal) -> str:
    """«82 %» in Spanish, with a space that does not break; «82%» in English."""
    return pgettext("percentage", "{number} %").format(number=number_words(number)).replace(" ", NO_BREAK)


def words(value: Value, unit: str = "") -> str:
    """A cell in words, long form: «312», «82 %», «9 días», «menos de 5», «protegida», «sin dato»."""
    match value:
        case None:
            text = _("sin dato")
        case Few(limit):
            text = _("menos de {limit}").format(limit=limit)
        case Protected():
            text = _("protegida")
        case Of(part, whole):
            text = _("{part} de {whole}").format(part=number_words(part), whole=number_words(whole))
        case State():
            text = str(value.word)
        case str():
            text = value
        case _ if unit == "%":
            text = percent_words(value)
        case _:
            text = number_words(value) + (f"{NO_BREAK}{unit}" if unit else "")
    return text


def short_words(value: Value, unit: str = "") -> str:
    """A cell where there is no room: «<5», «prot.», «–»."""
    match value:
        case None:
            return "–"
        case Few(limit):
            return f"<{limit}"
        case Protected():
            return pgettext("cell", "prot.")
    return words(value, unit)


def cell_html(value: Value, unit: str = "") -> SafeString | str:
    """A table's cell: hidden numbers are marked, and their short form is for the eye alone."""
    if not hides(value):
        return words(value, unit) if value is not None else "–"
    css = "ct-few" if isinstance(value, Few) else "ct-protected"
    return format_html(
        '<span class="{}"><span class="ct-long">{}</span><span class="ct-short" aria-hidden="true">{}</span></span>',
        css,
        words(value),
        short_words(value),
    )
