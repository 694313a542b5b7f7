"""Levels that several gave, criterion by criterion: a row of dots, a mark a judge, a line where they differ."""

from __future__ import annotations

from dataclasses import dataclass

from .data import Data
from .drawings import Described, Size
from .svg import LINE, ORDER, Canvas, letters, wrapped
from .values import visible

#: How far the marks of those who agree stand apart, so that each is seen.
_BESIDE = 14.0


@dataclass(frozen=True)
class Judgements(Described):
    """A row a criterion, a column a judge (at most four), each value a level from 0 to `most`. No mean is drawn."""

    data: Data
    most: int = 4
    size: Size = "wide"

    def paint(self, canvas: Canvas) -> None:
        """The levels above; labels at the left, wrapped."""
        columns = self.data.columns
        if len(columns) > len(ORDER):
            raise ValueError("a drawing tells at most four judges apart")
        y = self._key(canvas) + 8
        left = canvas.width * (0.52 if canvas.narrow else 0.38)
        gap = (canvas.width - left - 24) / self.most
        places = [left + gap * n for n in range(self.most + 1)]
        for n, x in enumerate(places):
            canvas.text(x, y + 4, str(n), "ts tm")
        y += 26
        for row in self.data.rows:
            lines = wrapped(row.label, left - 26, canvas.small)
            block = (len(lines) - 1) * canvas.small * LINE
            canvas.lines(0, y + 5, lines, "ts", canvas.small)
            middle = y + block / 2
            canvas.path(f"M{places[0]:.1f} {middle:.1f}H{places[-1]:.1f}", "grid")
            for x in places:
                canvas.add("circle", cx=x, cy=middle, r=2, css="f0")
            levels = [visible(value) for value in row.values]
            known = [int(level) for level in levels if level is not None]
            if known and min(known) != max(known):
                canvas.path(f"M{places[min(known)]:.1f} {middle:.1f}H{places[max(known)]:.1f}", "s0")
            self._marks(canvas, levels, places, middle)
            y += block + (28 if canvas.narrow else 30)
        canvas.grow(y - 12)

    def _key(self, canvas: Canvas) -> float:
        x, y = 0.0, 0.0
        for n, column in enumerate(self.data.columns):
            wide = 24 + letters(column.label, canvas.small)
            if x and x + wide > canvas.width:
                x, y = 0.0, y + 22
            canvas.mark(x + 7, y + 9, ORDER[n])
            canvas.text(x + 20, y + 14, column.label, "ts")
            x += wide + 22
        return y + 26

    @staticmethod
    def _marks(canvas: Canvas, levels: list[float | None], places: list[float], y: float) -> None:
        """Those of one level stand side by side about it."""
        for n, level in enumerate(levels):
            if level is None:
                continue
            same = [k for k, other in enumerate(levels) if other == level]
            shift = (same.index(n) - (len(same) - 1) / 2) * _BESIDE
            canvas.mark(places[int(level)] + shift, y, ORDER[n])
