"""The one table behind a figure: its drawing, its sentence, its table and its description all read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, NoReturn

from .values import Protected, Value, hides, visible, words


class Ref(NamedTuple):
    """A cell by the keys of its row and its column."""

    row: str
    column: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `unit` («%», «días») is written after each number; `short` is its heading at a phone."""

    key: str
    label: str
    unit: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a value for each column, in their order. `note` stands under the label, in words; `url`: where the
    label of a row of a matrix leads."""

    key: str
    label: str
    values: Sequence[Value]
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Data:
    """A table: `heading` says what its rows are («Mes»), `total` is the row of sums under them. `numbered`: rows
    carry the number by which the drawing calls them.

    Raises ValueError when a row has not as many values as there are columns, or a key stands twice.
    """

    heading: str
    columns: Sequence[Column]
    rows: Sequence[Row] = field(default_factory=tuple)
    total: Row | None = None
    numbered: bool = False

    def __post_init__(self) -> None:
        for row in self._all():
            if len(row.values) != len(self.columns):
                raise ValueError(f"{row.key}: {len(row.values)} values for {len(self.columns)} columns")
        for keys in ([r.key for r in self._all()], [c.key for c in self.columns]):
            if len(set(keys)) != len(keys):
                raise ValueError(f"a key stands twice in {keys}")

    def _all(self) -> list[Row]:
        return [*self.rows, *([self.total] if self.total else [])]

    def row(self, key: str) -> Row:
        """The row of that key, the total included. Raises KeyError."""
        return next((r for r in self._all() if r.key == key), None) or _missing(key)

    def index(self, column: str) -> int:
        """Where a column stands. Raises KeyError."""
        keys = [c.key for c in self.columns]
        return keys.index(column) if column in keys else _missing(column)

    def value(self, ref: Ref) -> Value:
        """What a cell holds. Raises KeyError when there is no such row or column."""
        return self.row(ref.row).values[self.index(ref.column)]

    def values(self, column: str) -> list[Value]:
        """A column from top to bottom, without the total. Raises KeyError."""
        at = self.index(column)
        return [row.values[at] for row in self.rows]

    def numbers(self, column: str) -> list[float | None]:
        """The numbers of a column that may be drawn, None for the others. Raises KeyError."""
        return [visible(value) for value in self.values(column)]

    def ranked(self, column: str) -> Data:
        """The same table, most first; hidden cells after the visible ones, no dato last. Raises KeyError."""
        at = self.index(column)

        def order(row: Row) -> tuple[int, float]:
            number = visible(row.values[at])
            return (0, -number) if number is not None else (1 if hides(row.values[at]) else 2, 0.0)

        return replace(self, rows=tuple(sorted(self.rows, key=order)))

    def largest(self, column: str) -> Ref | None:
        """The row that has most, for a sentence that names it.

        None when there is none, when two have as much, or when a protected cell could hold more: then the
        sentence must not claim it. «menos de 5» can hold no more than a visible number of 5 or above.
        """
        values = self.values(column)
        known = [
            (number, row.key) for row, number in zip(self.rows, self.numbers(column), strict=True) if number
        ]
        most = max(known, default=(0.0, ""))[0]
        if not known or any(isinstance(value, Protected) for value in values):
            return None
        if any(hides(value) and most < getattr(value, "limit", 0) for value in values):
            return None
        first, *others = [key for number, key in known if number == most]
        return None if others else Ref(first, column)

    def with_share(self, key: str, label: str, *, part: str, of: str, unit: str = "%") -> Data:
        """The same table with one column more: `part` of each hundred of `of`, rounded, in the total too.

        A share of a hidden cell, or out of one, is hidden as well; a share of nothing is no dato.
        """
        at, whole = self.index(part), self.index(of)

        def share(row: Row) -> Value:
            pair = (row.values[at], row.values[whole])
            if any(hides(value) for value in pair):
                return Protected()
            some, all_of = (visible(value) for value in pair)
            return int(some * 100 / all_of + 0.5) if some is not None and all_of else None

        def wider(row: Row) -> Row:
            return replace(row, values=(*row.values, share(row)))

        return replace(
            self,
            columns=(*self.columns, Column(key, label, unit)),
            rows=tuple(wider(row) for row in self.rows),
            total=wider(self.total) if self.total else None,
        )

    def describe(self, columns: Sequence[str] = ()) -> str:
        """Every value in words: «ene: enviadas 23; a tiempo 14. feb: …». Empty when there are no rows."""
        keys = columns or [c.key for c in self.columns]
        places = [self.index(key) for key in keys]
        lines = []
        for n, row in enumerate(self._all(), 1):
            cells = [
                f"{self.columns[at].label} {words(row.values[at], self.columns[at].unit)}"
                for at in places
                if row.values[at] is not None
            ]
            label = f"{n}. {row.label}" if self.numbered else row.label
            lines.append(f"{label}: {'; '.join([*cells, *filter(None, [row.note])])}")
        return ". ".join(lines) + ("." if lines else "")


def _missing(key: str) -> NoReturn:
    raise KeyError(key)
