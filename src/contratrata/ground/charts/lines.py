"""Lines over time, told apart by dash and mark; and the steps of a level, each with its word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.html import format_html
from django.utils.safestring import SafeString

from .bars import key_entries, series_of
from .data import Data
from .drawings import Described, Size
from .svg import Canvas, element, letters, ticks, wrapped
from .values import Few, Value, hides, short_words, visible, words


@dataclass(frozen=True)
class Lines(Described):
    """A line a column over the rows, which stand in the order of time. The axis begins at 0.

    A missing number breaks its line; «menos de 5» is a dotted stroke as high as it could be, «protegida» hatched.
    `points`: each number stands at its mark, above the first line and below the others; not the last, which ends it.
    """

    data: Data
    columns: Sequence[str]
    series: Mapping[str, str] = field(default_factory=dict)
    size: Size = "wide"
    tall: float = 200.0
    top: float | None = None
    points: bool = False

    def paint(self, canvas: Canvas) -> None:
        """Each line is named where it ends; in the narrow form by a key."""
        looks = series_of(self.columns, self.series)
        ends = {column: self._end_words(column, canvas) for column in self.columns}
        top = canvas.key_line(key_entries(self.data, looks, line=True)) + 16 if canvas.narrow else 16.0
        highest = self.top or max((n or 0.0 for c in self.columns for n in self.data.numbers(c)), default=0.0)
        steps = list(ticks(highest))
        left = max(letters(words(mark), canvas.small) for mark in steps) + 12
        right = max(letters(line, bold=True) for lines in ends.values() for line in lines) + 18
        bottom, width = top + self.tall, canvas.width - left - right
        for mark in steps:
            y = bottom - self.tall * mark / steps[-1]
            canvas.path(f"M{left:.1f} {y:.1f}h{width:.1f}", "grid" if mark else "axis")
            canvas.text(left - 8, y + 5, words(mark), "ts te")
        gap = width / max(len(self.data.rows) - 1, 1)
        xs = (
            [left + gap * n for n in range(len(self.data.rows))]
            if len(self.data.rows) > 1
            else [left + width / 2]
        )
        self._beneath(canvas, xs, bottom, gap)
        scale = self.tall / steps[-1]
        for column in reversed(self.columns):
            self._line(canvas, column, looks[column], (xs, bottom, scale))
        self._ends(canvas, looks, ends, (left + width + 12, bottom, scale))
        canvas.grow(bottom + 26)

    def _end_words(self, column: str, canvas: Canvas) -> list[str]:
        shown = self.data.columns[self.data.index(column)]
        last = self._last(column)
        number = words(self.data.values(column)[last], shown.unit) if last is not None else ""
        if canvas.narrow or len(self.columns) == 1:
            return [number]
        return list(wrapped(f"{shown.label} {number}", canvas.width * 0.19))

    def _last(self, column: str) -> int | None:
        known = [n for n, number in enumerate(self.data.numbers(column)) if number is not None]
        return known[-1] if known else None

    def _beneath(self, canvas: Canvas, xs: Sequence[float], bottom: float, gap: float) -> None:
        longest = max(letters(row.label, canvas.small) for row in self.data.rows) + 10
        every = max(1, -int(-longest // gap)) if gap else 1
        for n, row in enumerate(self.data.rows):
            if (len(xs) - 1 - n) % every == 0:
                half = letters(row.label, canvas.small) / 2
                x = min(max(xs[n], half), canvas.width - half)
                canvas.text(x, bottom + 19, row.label, "ts tm")

    def _line(
        self, canvas: Canvas, column: str, look: str, place: tuple[Sequence[float], float, float]
    ) -> None:
        xs, bottom, scale = place
        values, path = self.data.values(column), ""
        for n, value in enumerate(values):
            number = visible(value)
            joined = number is not None and n > 0 and visible(values[n - 1]) is not None
            if number is not None:
                path += f"{'L' if joined else 'M'}{xs[n]:.1f} {bottom - number * scale:.1f}"
            elif hides(value):
                self._hidden(canvas, value, xs[n] + 16 * self.columns.index(column), bottom, scale)
        if path:
            canvas.path(path, f"s{look} dash{look}")
        for n, number in enumerate(self.data.numbers(column)):
            if number is not None:
                canvas.mark(xs[n], bottom - number * scale, look)
        if self.points:
            first, last = column == self.columns[0], self._last(column)
            for n, value in enumerate(values):
                if (number := visible(value)) is not None and n != last:
                    y = bottom - number * scale + (-13 if first else 22)
                    canvas.text(xs[n], y, words(value), f"t{look} tm" if first else "ts tm")

    def _hidden(self, canvas: Canvas, value: Value, x: float, bottom: float, scale: float) -> None:
        high = max(value.limit * scale, 14.0) if isinstance(value, Few) else 30.0
        canvas.hidden(x - 6, bottom - high, 12, high, few=isinstance(value, Few))
        canvas.text(x, bottom - high - 6, short_words(value), "ts tm")

    def _ends(
        self,
        canvas: Canvas,
        looks: Mapping[str, str],
        ends: Mapping[str, Sequence[str]],
        place: tuple[float, float, float],
    ) -> None:
        """The names at the right, pushed apart where two lines end close to each other."""
        x, bottom, scale = place
        wanted = []
        for column in self.columns:
            last = self._last(column)
            if last is not None:
                number = visible(self.data.values(column)[last]) or 0.0
                wanted.append((bottom - number * scale + 5, column))
        floor = 0.0
        for y, column in sorted(wanted):
            top = max(y - (len(ends[column]) - 1) * 9, floor)
            floor = canvas.lines(x, top, ends[column], f"t{looks[column]}") + 1


@dataclass(frozen=True)
class LevelSteps(Described):
    """How a level changed: a line of steps over days, each level with its word. `levels` from low to high.

    The column holds the level's words; a word that is no level raises ValueError when it is drawn.
    """

    data: Data
    column: str
    levels: Sequence[str]
    size: Size = "half"

    def paint(self, canvas: Canvas) -> None:
        """The highest level above; today's mark is filled."""
        left = max(letters(level, canvas.small) for level in self.levels) + 16
        gap_y, top = 26.0, 14.0
        for n, level in enumerate(reversed(self.levels)):
            y = top + gap_y * n
            canvas.text(0, y + 5, level, "ts")
            canvas.path(f"M{left:.1f} {y:.1f}H{canvas.width}", "grid")
        places = [len(self.levels) - 1 - self.levels.index(words(v)) for v in self.data.values(self.column)]
        gap = (canvas.width - left - 60) / max(len(places) - 1, 1)
        xs = [left + 26 + gap * n for n in range(len(places))]
        ys = [top + gap_y * place for place in places]
        canvas.path(
            f"M{xs[0]:.1f} {ys[0]:.1f}" + "".join(f"H{x:.1f}V{y:.1f}" for x, y in zip(xs, ys, strict=True)),
            "s1",
        )
        longest = max(letters(row.label, canvas.small) for row in self.data.rows) + 8
        every = max(1, -int(-longest // gap)) if gap else 1
        bottom = top + gap_y * len(self.levels)
        for n, row in enumerate(self.data.rows):
            canvas.mark(xs[n], ys[n], "1", "f1" if n == len(xs) - 1 else "out1")
            if (len(xs) - 1 - n) % every == 0:
                canvas.text(xs[n], bottom + 6, row.label, "ts tm")
        canvas.grow(bottom + 12)


def sparkline(numbers: Sequence[Value], description: str) -> SafeString:
    """A line as high as a word, for a cell or a heading; hidden and missing numbers break it.

    Empty without any number; the words that say the values stand beside it or in `description`.
    """
    shown = [visible(value) for value in numbers]
    known = [number for number in shown if number is not None]
    if not known:
        return SafeString("")
    low, high = min(known), max(known)
    gap, scale = 92 / max(len(shown) - 1, 1), 18 / ((high - low) or 1)
    path, joined, x, y = "", False, 0.0, 0.0
    for n, number in enumerate(shown):
        if number is not None:
            x, y = 4 + gap * n, 23 - (number - low) * scale
            path += f"{'L' if joined else 'M'}{x:.1f} {y:.1f}" + ("" if joined else "h.1")
        joined = number is not None
    line, dot = element("path", d=path, css="s1"), element("circle", cx=x, cy=y, r=3.5, css="f1")
    return format_html(
        '<svg class="ct-spark" width="100" height="28" viewBox="0 0 100 28" role="img" aria-label="{}">{}{}</svg>',
        description,
        line,
        dot,
    )
