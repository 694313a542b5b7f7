"""Two or more curves over a number, and where they cross: what costs less up to how many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .bars import key_entries, series_of
from .data import Data
from .drawings import Described, Size
from .svg import Canvas, letters, ticks
from .values import visible, words


@dataclass(frozen=True)
class Curves(Described):
    """A curve a column over the numbers of `across`, which grow from row to row. The axis begins at 0.

    `marked`: the row that is so now, with its words; `crossing`: the row where the first two curves meet. `beneath`:
    what the numbers across are.
    """

    data: Data
    across: str
    columns: Sequence[str]
    beneath: str
    marked: tuple[str, str] | None = None
    crossing: str = ""
    series: Mapping[str, str] = field(default_factory=dict)
    size: Size = "half"
    tall: float = 180.0

    def paint(self, canvas: Canvas) -> None:
        """A key above, told by colour, dash and mark; the row that is so now with its words."""
        looks = series_of(self.columns, self.series)
        top = canvas.key_line(key_entries(self.data, looks, line=True)) + 16
        highest = max((n or 0.0 for one in self.columns for n in self.data.numbers(one)), default=0.0)
        steps = list(ticks(highest))
        left = max(letters(words(one), canvas.small) for one in steps) + 12
        bottom, width = top + self.tall, canvas.width - left - 16
        for one in steps:
            y = bottom - self.tall * one / steps[-1]
            canvas.path(f"M{left:.1f} {y:.1f}h{width:.1f}", "grid" if one else "axis")
            canvas.text(left - 8, y + 5, words(one), "ts te")
        across = [number or 0.0 for number in self.data.numbers(self.across)]
        last = list(ticks(max(across)))[-1]
        xs = [left + width * number / last for number in across]
        self._beneath(canvas, last, (left, bottom, width))
        scale = self.tall / steps[-1]
        for column in reversed(self.columns):
            points = [
                (x, bottom - number * scale)
                for x, value in zip(xs, self.data.values(column), strict=True)
                if (number := visible(value)) is not None
            ]
            if len(points) > 1:
                canvas.path(
                    "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points),
                    f"s{looks[column]} dash{looks[column]}",
                )
        self._marks(canvas, looks, xs, (left, bottom, scale))
        canvas.grow(bottom + 44)

    def _beneath(self, canvas: Canvas, last: float, place: tuple[float, float, float]) -> None:
        left, bottom, width = place
        steps = [one for one in ticks(last, 5) if 0 < one <= last]
        for one in steps:
            text = words(one)
            x = min(left + width * one / last, canvas.width - letters(text, canvas.small) / 2)
            canvas.text(x, bottom + 19, text, "ts tm")
        canvas.text(left + width / 2, bottom + 38, self.beneath, "ts tm")

    def _marks(
        self, canvas: Canvas, looks: Mapping[str, str], xs: Sequence[float], place: tuple[float, float, float]
    ) -> None:
        left, bottom, scale = place
        keys = [row.key for row in self.data.rows]
        first = self.columns[0]
        if self.crossing:
            at = keys.index(self.crossing)
            y = bottom - (visible(self.data.values(first)[at]) or 0.0) * scale
            text = words(self.data.values(self.across)[at])
            canvas.path(f"M{xs[at]:.1f} {y:.1f}V{bottom:.1f}", "goalline")
            canvas.text(max(xs[at] - 6, left + letters(text, bold=True)), y - 12, text, "tb te halo")
        if self.marked is not None:
            key, text = self.marked
            at = keys.index(key)
            y = bottom - (visible(self.data.values(first)[at]) or 0.0) * scale
            canvas.mark(xs[at], y, looks[first])
            half = letters(text, bold=True) / 2
            x = min(max(xs[at], left + half + 4), canvas.width - half)
            canvas.text(x, y + 22 if y + 26 < bottom else y - 14, text, f"t{looks[first]} tm halo")
