"""The lines of a page, of a shared part and of a sheet, from declared facts and their values."""

from collections.abc import Iterable, Sequence
from typing import Any

from contratrata.ground.kinds.public import Cell, Fact, Values
from contratrata.ground.ui.parts import Row


def lines(facts: Iterable[Fact], values: Values) -> list[tuple[str, str]]:
    """Title and words of every fact that is known."""
    return [
        (one.title, sentence) for one in facts if one.shown and (sentence := one.words(values.get(one.name)))
    ]


def rows(facts: Iterable[Fact], values: Values, *, change: str = "", all_facts: bool = True) -> list[Row]:
    """The summary list of facts: every fact that is asked, known or not («Sin dato»), with the way to change it.

    `all_facts` False leaves out what is not known.
    """
    shown = [one for one in facts if one.shown and one.asked_for(values)]
    return [Row(one.title, words, change) for one in shown if (words := shown_of(one, values)) or all_facts]


def shown_of(one: Fact, values: Values) -> Any:
    """A value on a page; "" when it is not known."""
    value = values.get(one.name)
    return "" if one.kind.is_empty(value) else one.kind.shown(value)


def header(facts: Sequence[Fact]) -> list[str]:
    """The headings of a sheet."""
    return [one.title for one in facts]


def cells(facts: Sequence[Fact], values: Values) -> list[Cell]:
    """One row of a sheet: figures as figures, everything else as words; None where nothing is known."""
    return [
        one.kind.cell(values[one.name]) if not one.kind.is_empty(values.get(one.name)) else None
        for one in facts
    ]
