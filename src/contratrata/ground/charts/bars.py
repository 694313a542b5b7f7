"""Bars: ranked or side by side, in one kind or stacked; and columns to a hundred with what they are shares of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .data import Data, Row
from .drawings import Described, Size
from .svg import LINE, ORDER, SMALL, Canvas, letters, wrapped
from .values import Few, Value, hides, short_words, visible, words

#: The room that a hidden number takes: the same whatever the number is.
HIDDEN_WIDTH = 64.0


def series_of(columns: Sequence[str], series: Mapping[str, str]) -> dict[str, str]:
    """The look of each column: as chosen, else in the house's order. Raises ValueError above four kinds."""
    if len(columns) > 4:
        raise ValueError("a drawing tells at most four kinds apart")
    return {column: series.get(column, ORDER[n]) for n, column in enumerate(columns)}


def key_entries(data: Data, looks: Mapping[str, str], *, line: bool = False) -> list[tuple[str, str]]:
    """The key of several columns: (series, words); nothing for one, whose name the title says."""
    prefix = "line-" if line else ""
    labels = [(prefix + look, data.columns[data.index(c)].label) for c, look in looks.items()]
    return labels if len(labels) > 1 else []


@dataclass(frozen=True)
class Bars(Described):
    """A bar a row. With several columns they are parts of the row, side by side, and their sum stands at the end.

    `series` chooses looks by column, `rows` by row (one column only): a row that is the answer among grey ones.
    """

    data: Data
    columns: Sequence[str]
    series: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, str] = field(default_factory=dict)
    size: Size = "wide"

    def paint(self, canvas: Canvas) -> None:
        """Labels at the left, wrapped; above their bar in the narrow form."""
        looks = series_of(self.columns, self.series)
        y = canvas.key_line(key_entries(self.data, looks))
        label = 0.0 if canvas.narrow else self._label_width(canvas)
        end = max(letters(self._end(row), bold=True) for row in self.data.rows) + 10
        most = max((self._sum(row) for row in self.data.rows), default=0.0) or 1.0
        hidden = max(sum(hides(value) for _column, value in self._cells(row)) for row in self.data.rows)
        scale = max(canvas.width - label - end - hidden * (HIDDEN_WIDTH + 2), 20.0) / most
        for row in self.data.rows:
            lines = wrapped(row.label, (label or canvas.width) - 12)
            thick, step = (26.0, 12.0) if canvas.narrow else (28.0, 12.0)
            block = len(lines) * 15 * LINE
            if canvas.narrow:
                y = canvas.lines(0, y + 15, lines) - 9
                bar_y = y
            else:
                room = max(thick, block)
                canvas.lines(0, y + (room - block) / 2 + 14, lines)
                bar_y, y = y + (room - thick) / 2, y + room - thick
            x = self._bar(canvas, row, looks, (label, bar_y, thick, scale))
            canvas.text(x + 8, bar_y + thick / 2 + 5.5, self._end(row), "tb")
            y += thick + step
        canvas.grow(y - 8)

    def _label_width(self, canvas: Canvas) -> float:
        longest = max(letters(row.label) for row in self.data.rows) + 14
        return min(longest, canvas.width * 0.34)

    def _cells(self, row: Row) -> list[tuple[str, Value]]:
        return [(column, row.values[self.data.index(column)]) for column in self.columns]

    def _sum(self, row: Row) -> float:
        return sum(visible(value) or 0.0 for _column, value in self._cells(row))

    def _end(self, row: Row) -> str:
        cells = self._cells(row)
        if len(cells) == 1:
            return words(cells[0][1], self.data.columns[self.data.index(cells[0][0])].unit)
        hidden = [value for _column, value in cells if hides(value)]
        return words(hidden[0]) if hidden else words(self._sum(row))

    def _bar(
        self,
        canvas: Canvas,
        row: Row,
        looks: Mapping[str, str],
        place: tuple[float, float, float, float],
    ) -> float:
        """The parts of one row; gives where the last ends."""
        x, y, thick, scale = place
        parts = sum(hides(value) or bool(visible(value)) for _column, value in self._cells(row))
        for column, value in self._cells(row):
            number = visible(value)
            if hides(value):
                canvas.hidden(x, y, HIDDEN_WIDTH, thick, few=isinstance(value, Few))
                x += HIDDEN_WIDTH + 2
            elif number:
                look = self.rows.get(row.key, looks[column])
                wide = max(number * scale, 1.5)
                canvas.bar(x, y, max(wide - 1.5, 1.5), thick, look)
                text = words(value)
                if look == "1" and parts > 1 and letters(text, bold=True) + 16 < wide:
                    canvas.text(x + wide - 9, y + thick / 2 + 5.5, text, "tw te")
                x += wide
        return x


@dataclass(frozen=True)
class Shares(Described):
    """A column a row, each to a hundred, what it is a share of written beneath; `goal` is a dotted line.

    `parts` are columns of counts and `of` the column of what they add up to. A row with a hidden part is drawn
    hatched as a whole: the visible parts and the sum would give the hidden one away.
    """

    data: Data
    parts: Sequence[str]
    of: str
    series: Mapping[str, str] = field(default_factory=dict)
    goal: float | None = None
    size: Size = "wide"
    tall: float = 216.0

    def paint(self, canvas: Canvas) -> None:
        """Labels beneath; when there are too many for the width, every second or third."""
        looks = series_of(self.parts, self.series)
        key = key_entries(self.data, looks)
        if self.goal is not None:
            key.append(("goal", _("Meta: {number}").format(number=words(self.goal, "%"))))
        top = canvas.key_line(key) + 8
        bottom, left = top + self.tall, 34.0
        for mark in (0, 50, 100):
            y = bottom - self.tall * mark / 100
            canvas.path(f"M{left:.1f} {y:.1f}H{canvas.width}", "grid" if mark else "axis")
            canvas.text(left - 6, y + 5, str(mark), "ts te")
        step = (canvas.width - left) / len(self.data.rows)
        every = self._every(canvas, step)
        thick = min(step * 0.72, 64.0)
        for n, row in enumerate(self.data.rows):
            x = left + step * n + (step - thick) / 2
            self._column(canvas, row, looks, (x, bottom, thick))
            if n % every == 0:
                self._beneath(canvas, row, x + thick / 2, bottom, step * every)
        canvas.text(0, bottom + 38, _("de"), "ts")
        if self.goal is not None:
            y = bottom - self.tall * self.goal / 100
            canvas.path(f"M{left:.1f} {y:.1f}H{canvas.width}", "goalhalo")
            canvas.path(f"M{left:.1f} {y:.1f}H{canvas.width}", "goalline")

    def _every(self, canvas: Canvas, step: float) -> int:
        longest = max(
            letters(word, canvas.small) for row in self.data.rows for word in row.label.split() or [""]
        )
        return max(1, -int(-(longest + 6) // step))

    def _beneath(self, canvas: Canvas, row: Row, x: float, y: float, room: float) -> None:
        whole = short_words(row.values[self.data.index(self.of)])
        canvas.text(x, y + 38, whole, "ts tm")
        for n, line in enumerate(wrapped(row.label, room - 4, canvas.small)[:3]):
            canvas.text(x, y + (19 if n == 0 else 42 + n * 16), line, "ts tm")

    def _column(
        self, canvas: Canvas, row: Row, looks: Mapping[str, str], place: tuple[float, float, float]
    ) -> None:
        x, bottom, thick = place
        values = [row.values[self.data.index(part)] for part in self.parts]
        whole = visible(row.values[self.data.index(self.of)])
        if any(hides(value) for value in [*values, row.values[self.data.index(self.of)]]):
            canvas.hidden(x, bottom - self.tall, thick, self.tall, few=False)
            return
        y = bottom
        for value, look in zip(values, looks.values(), strict=True):
            high = self.tall * (visible(value) or 0.0) / whole if whole else 0.0
            if not high:
                continue
            y -= high
            canvas.bar(x, y + 0.75, thick, max(high - 1.5, 1.0), look)
            text = str(int((visible(value) or 0.0) * 100 / (whole or 1) + 0.5))
            goal_y = bottom - self.tall * (self.goal or 0.0) / 100
            text_y = goal_y + 19 if y - 6 < goal_y < y + 24 else y + 19
            if look == "1" and high > 24 and letters(text, SMALL, bold=True) + 4 < thick:
                canvas.text(x + thick / 2, text_y, text, "tw tm" if not canvas.narrow else "tw tm ts")
