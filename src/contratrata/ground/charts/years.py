"""What is done when in a year, and who takes part: a band a row over the months, and beneath it numbers by group."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.dates import MONTHS, MONTHS_3

from .data import Data, Row
from .drawings import Described, Size
from .svg import Canvas, letters, shortened
from .values import visible, words

#: The room of a number beneath its band.
BOX, APART = 34.0, 38.0


@dataclass(frozen=True)
class Band:
    """From one day to another, both included, in the look of a series."""

    first: dt.date
    last: dt.date
    series: str


@dataclass(frozen=True)
class YearBands(Described):
    """A row a thing: its label, the number of `size_column` behind it, its band in `year` (`spans`, by row key).

    `groups`: columns whose numbers stand beneath the band, group by group, in the wide form, while there is room for
    them; the table has them always. `kinds`: the key, series and words. `heads`: what the two halves are called.
    """

    data: Data
    year: int
    spans: Mapping[str, Band]
    size_column: str
    groups: Sequence[str] = ()
    kinds: Sequence[tuple[str, str]] = ()
    heads: tuple[str, str] = ("", "")
    size: Size = field(default="broad")

    def paint(self, canvas: Canvas) -> None:
        """Months above; a label beside its band, above it in the narrow form."""
        top = canvas.key_line(self.kinds if len(self.kinds) > 1 else ()) + 14
        left = 0.0 if canvas.narrow else self._left(canvas)
        month = (canvas.width - left) / 12
        step = 44.0 if canvas.narrow else 30.0
        bottom = top + 10 + step * len(self.data.rows)
        names = MONTHS if canvas.narrow else MONTHS_3
        for n in range(12):
            name = str(names[n + 1])
            canvas.text(left + month * (n + 0.5), top, name[:1].upper() if canvas.narrow else name, "ts tm")
            canvas.path(f"M{left + month * n:.1f} {top + 8:.1f}V{bottom:.1f}", "grid")
        if not canvas.narrow:
            canvas.text(0, top + 29, shortened(self.heads[0], left - 8, bold=True), "tb")
        middles = {
            row.key: self._band(canvas, row, (left, top + 10 + step * n))
            for n, row in enumerate(self.data.rows)
        }
        canvas.grow(bottom)
        columns = self._placed(middles, left, canvas.width)
        if columns and not canvas.narrow:
            self._groups(canvas, columns, left, bottom)

    def _left(self, canvas: Canvas) -> float:
        labels = [self.data.columns[self.data.index(one)].label for one in self.groups] + list(self.heads)
        return min(max((letters(one, bold=True) for one in labels), default=0.0) + 16, canvas.width * 0.24)

    def _where(self, day: dt.date, left: float, width: float, *, after: bool = False) -> float:
        """Where a day of the year stands (its end with `after`); days outside stand at the edge."""
        first, days = dt.date(self.year, 1, 1), (dt.date(self.year + 1, 1, 1) - dt.date(self.year, 1, 1)).days
        return left + width * min(max((day - first).days + after, 0), days) / days

    def _band(self, canvas: Canvas, row: Row, corner: tuple[float, float]) -> float:
        left, y = corner
        span, width = self.spans[row.key], canvas.width - left
        x, end = self._where(span.first, left, width), self._where(span.last, left, width, after=True)
        wide = max(end - x, 6.0)
        x = min(x, canvas.width - wide)
        number = words(row.values[self.data.index(self.size_column)])
        if canvas.narrow:
            canvas.text(0, y + 13, shortened(f"{row.label} · {number}", canvas.width))
            canvas.bar(x, y + 20, wide, 15, span.series)
            return x + wide / 2
        canvas.bar(x, y + 5, wide, 19, span.series)
        behind, before = canvas.width - x - wide - 8, x - left - 8
        text = shortened(f"{row.label} · {number}", max(behind, before))
        is_behind = letters(text) <= behind
        canvas.text(x + wide + 8 if is_behind else x - 8, y + 20, text, "halo" if is_behind else "te halo")
        return x + wide / 2

    def _placed(self, middles: Mapping[str, float], left: float, width: float) -> dict[str, float]:
        """Where the numbers of each row stand: beneath its band, pushed apart where bands are close."""
        keys = sorted(middles, key=lambda key: middles[key])
        if not self.groups or len(keys) * APART > width - left:
            return {}
        places: list[float] = []
        for key in keys:
            places.append(max(middles[key], places[-1] + APART if places else left + BOX / 2))
        limit = width - BOX / 2 - 1
        for n in reversed(range(len(places))):
            places[n] = min(places[n], limit)
            limit = places[n] - APART
        return dict(zip(keys, places, strict=True))

    def _groups(self, canvas: Canvas, places: Mapping[str, float], left: float, top: float) -> None:
        canvas.text(0, top + 24, self.heads[1], "tb")
        for n, group in enumerate(self.groups):
            y = top + 34 + 29 * n
            canvas.path(f"M0 {y:.1f}H{canvas.width}", "grid")
            canvas.text(0, y + 20, shortened(self.data.columns[self.data.index(group)].label, left - 8))
            for row in self.data.rows:
                number = row.values[self.data.index(group)]
                if visible(number):
                    canvas.add(
                        "rect", x=places[row.key] - BOX / 2, y=y + 4, width=BOX, height=22.0, rx=2, css="rank"
                    )
                    canvas.text(places[row.key], y + 20, words(number), "tm")
        canvas.grow(top + 34 + 29 * len(self.groups))
