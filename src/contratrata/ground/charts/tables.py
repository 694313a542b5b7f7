"""Tables that are drawings: the heat of numbers, and the matrix of states. They need no drawing beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .data import Column, Data
from .drawings import Described
from .marks import mark_html
from .values import Few, Of, State, Value, cell_html, hides, visible


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell for a template: what it shows, how it looks, and what is read out beside it."""

    shown: SafeString | str
    css: str = ""
    aside: str = ""
    column: str = ""
    blank: bool = False


TableRows = list[tuple[str, str, bool, list[Cell]]]


@dataclass(frozen=True)
class Heat(Described):
    """Numbers in a table, the more (or, for an `Of`, the more above what is needed) the darker; each in its cell.

    An `Of` under what is needed, or a number above `limit`, is outlined in red and says so in words.
    """

    data: Data
    limit: float | None = None

    def html(self, key: str, caption: str) -> SafeString:
        """The table."""
        return render_to_string("charts/heat.html", {"table": self, "caption": caption, "key": key})

    def lines(self) -> TableRows:
        """The rows for the template: label, note, whether it stands out, cells."""
        numbers = [visible(value) or 0.0 for row in self.data.rows for value in row.values]
        most = max(numbers, default=0.0) or 1.0
        return [
            (
                r.label,
                r.note,
                False,
                [self._cell(v, most, c) for v, c in zip(r.values, self.data.columns, strict=True)],
            )
            for r in self.data.rows
        ]

    def under(self, data: Data) -> int:
        """How many cells are under what is needed: for the sentence."""
        return sum(isinstance(value, Of) and value.under for row in data.rows for value in row.values)

    def over(self, data: Data) -> int:
        """How many cells are above the limit: for the sentence."""
        return sum(self._over(value) for row in data.rows for value in row.values)

    def _over(self, value: Value) -> bool:
        return self.limit is not None and (visible(value) or 0.0) > self.limit

    def _cell(self, value: Value, most: float, column: Column) -> Cell:
        if isinstance(value, Of) and value.under:
            return Cell(cell_html(value), "is-under", _("bajo el mínimo"))
        if self._over(value):
            return Cell(cell_html(value), "is-under", _("pasa del límite"))
        if hides(value):
            return Cell(cell_html(value), "is-few" if isinstance(value, Few) else "is-protected")
        number = visible(value)
        if isinstance(value, Of) and value.whole:
            return Cell(cell_html(value), f"h{min(int((value.part / value.whole - 1) * 4) + 1, 5)}")
        if not number:
            return Cell("–" if number is None else "0", "is-none")
        return Cell(cell_html(value, column.unit), f"h{min(int(number / most * 5) + 1, 5)}")


@dataclass(frozen=True)
class Matrix(Described):
    """States in a table, each a mark and a word: the word is read out, and shown at a phone.

    `states` is the key, in its order; `strong` the rows that the page is about.
    """

    data: Data
    states: Sequence[State]
    strong: Sequence[str] = ()

    def html(self, key: str, caption: str) -> SafeString:
        """The key and the table."""
        key_of = [(mark_html(state), state.word) for state in self.states]
        return render_to_string(
            "charts/matrix.html", {"table": self, "caption": caption, "key": key, "key_of": key_of}
        )

    def lines(self) -> TableRows:
        """The rows for the template: label, note, whether it stands out, cells."""
        return [
            (
                format_html('<a href="{}">{}</a>', row.url, row.label) if row.url else row.label,
                row.note,
                row.key in self.strong,
                [self._cell(v, c) for v, c in zip(row.values, self.data.columns, strict=True)],
            )
            for row in self.data.rows
        ]

    def count(self, *states: State, row: str = "") -> Counting:
        """How many cells hold one of these states, of the whole table or of one row: for the sentence."""
        return Counting(states, row)

    def _cell(self, value: Value, column: Column) -> Cell:
        if isinstance(value, State):
            return Cell(mark_html(value), aside=str(value.word), column=column.label)
        return Cell(cell_html(value) if value is not None else "", column=column.label, blank=value is None)


@dataclass(frozen=True, slots=True)
class Counting:
    """A number counted in a figure's own table."""

    states: Sequence[State]
    row: str = ""

    def __call__(self, data: Data) -> int:
        """Count."""
        rows = [data.row(self.row)] if self.row else data.rows
        return sum(value in self.states for row in rows for value in row.values if isinstance(value, State))
