"""Stages of a way: how many reached each, where the others were lost, who is still under way."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .data import Data, Row
from .drawings import Described, Size
from .svg import LINE, Canvas, letters, wrapped
from .values import Few, Value, hides, visible, words


@dataclass(frozen=True)
class Stages(Described):
    """A bar a stage; the first is the hundred. `Row.note` says the loss in words.

    `count`: column of how many reached it. `pending`: how many are still under way to it (hatched, not lost).
    `before`: their share of a hundred a year earlier (a tick). `share`, `time`: columns written at the right.
    """

    data: Data
    count: str
    pending: str = ""
    before: str = ""
    share: str = ""
    time: str = ""
    size: Size = "wide"

    def paint(self, canvas: Canvas) -> None:
        """Numbers at the end of the bars; shares, times and losses beside them, in the narrow form in the table."""
        y = canvas.key_line(self._key())
        label = 0.0 if canvas.narrow else self._label_width(canvas)
        aside = 0.0 if canvas.narrow else canvas.width * 0.36
        full = canvas.width - label - aside - 62
        first = visible(self.data.rows[0].values[self.data.index(self.count)]) or 1.0
        for row in self.data.rows:
            lines = wrapped(row.label, (label or canvas.width) - 12)
            if canvas.narrow:
                y = canvas.lines(0, y + 15, lines) - 9
            else:
                canvas.lines(0, y + max(20 - (len(lines) - 1) * 9, 14), lines)
            end = self._bar(canvas, row, label, y, full / first)
            tick = visible(self._value(row, self.before))
            if tick is not None:
                x = label + full * tick / 100
                canvas.path(f"M{x:.1f} {y - 3:.1f}v34", "tickhalo")
                canvas.path(f"M{x:.1f} {y - 3:.1f}v34", "tickprev")
                end = max(end, x + 3) if abs(end - x) < 40 else end
            canvas.text(end + 8, y + 20, words(self._value(row, self.count)), "tb")
            low = y + 30
            if not canvas.narrow:
                low = max(self._aside(canvas, row, label + full + 62, y), y + len(lines) * 15 * LINE, low)
            y = low + (14 if canvas.narrow else 16)
        canvas.grow(y - 8)

    def _value(self, row: Row, column: str) -> Value:
        return row.values[self.data.index(column)] if column else None

    def _key(self) -> list[tuple[str, str]]:
        entries = [("1", _("Llegaron"))]
        for column, series, text in (
            (self.pending, "hatch", _("Todavía en camino")),
            (self.before, "before", _("El año anterior")),
        ):
            if column and any(self.data.numbers(column)):
                entries.append((series, text))
        return entries

    def _label_width(self, canvas: Canvas) -> float:
        return min(max(letters(row.label) for row in self.data.rows) + 16, canvas.width * 0.27)

    def _bar(self, canvas: Canvas, row: Row, x: float, y: float, scale: float) -> float:
        value = self._value(row, self.count)
        if hides(value):
            canvas.hidden(x, y, 56, 28, few=isinstance(value, Few))
            return x + 56
        wide = (visible(value) or 0.0) * scale
        if wide:
            canvas.bar(x, y, wide, 28, "1")
        more = (visible(self._value(row, self.pending)) or 0.0) * scale
        if more:
            canvas.bar(x + wide, y, more, 28, "hatch")
        return x + wide + more

    def _aside(self, canvas: Canvas, row: Row, x: float, y: float) -> float:
        share, time = self._value(row, self.share), self._value(row, self.time)
        text = words(share, "%") if share is not None else ""
        canvas.text(x, y + 13, text, "tb")
        canvas.text(x + 56, y + 13, words(time) if time is not None else "")
        room = canvas.width - x
        return canvas.lines(x, y + 31, wrapped(row.note, room, canvas.small), "ts", canvas.small) - 12
