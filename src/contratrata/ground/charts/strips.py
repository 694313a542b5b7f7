"""A strip of days: beds, rooms or people, and what takes them from when to when; free places a day at a phone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .data import Column, Data, Row
from .drawings import Size
from .svg import Canvas, letters, shortened

Kind = Literal["taken", "reserved", "out"]


@dataclass(frozen=True, slots=True)
class Span:
    """From the night of `first` to that of `last`, both included; None: from before, or without an end."""

    kind: Kind
    label: str
    first: dt.date | None = None
    last: dt.date | None = None

    def covers(self, day: dt.date) -> bool:
        """Whether it takes that night."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Place:
    """A bed (or whatever is taken by the day), with the `group` it stands in."""

    key: str
    label: str
    spans: Sequence[Span] = field(default_factory=tuple)
    group: str = ""

    def free(self, day: dt.date) -> bool:
        """Whether nothing takes it that night."""
        return not any(span.covers(day) for span in self.spans)


@dataclass(frozen=True)
class Strip:
    """Places by days. The table has one row a day: how many are free of how many."""

    places: Sequence[Place]
    first: dt.date
    days: int = 14
    size: Size = "broad"

    @property
    def dates(self) -> list[dt.date]:
        """The days shown."""
        return [self.first + dt.timedelta(days=n) for n in range(self.days)]

    @property
    def data(self) -> Data:
        """Free, reserved and taken places a day: true of what is drawn in either form."""
        columns = [
            Column("free", _("Libres")),
            Column("taken", _("Ocupadas")),
            Column("reserved", _("Reservadas")),
            Column("out", _("Fuera de uso")),
        ]
        rows = [
            Row(
                day.isoformat(),
                date_format(day, "D j b"),
                (
                    sum(p.free(day) for p in self.places),
                    *(self._count(day, k) for k in ("taken", "reserved", "out")),
                ),
            )
            for day in self.dates
        ]
        return Data(_("Noche"), columns, rows if self.places else ())

    def _count(self, day: dt.date, kind: str) -> int:
        return sum(any(s.kind == kind and s.covers(day) for s in place.spans) for place in self.places)

    def paint(self, canvas: Canvas) -> None:
        """Bars by place; in the narrow form a column of free places a day."""
        if canvas.narrow:
            self._columns(canvas)
        else:
            self._strip(canvas)

    def _columns(self, canvas: Canvas) -> None:
        free = [int(n or 0) for n in self.data.numbers("free")]
        step, bottom = canvas.width / self.days, 120.0
        canvas.path(f"M0 {bottom:.1f}H{canvas.width}", "axis")
        for n, (day, count) in enumerate(zip(self.dates, free, strict=True)):
            high = 90 * count / max(*free, 1)
            if count:
                canvas.bar(step * n + 3, bottom - high, step - 6, high, "2")
            canvas.text(step * (n + 0.5), bottom - high - 6, str(count), "ts tm")
            if n % max(1, round(60 / step)) == 0:
                text = _("hoy") if n == 0 else date_format(day, "j b")
                canvas.text(max(step * (n + 0.5), 14), bottom + 18, text, "ts tm")
        canvas.grow(bottom + 24)

    def _strip(self, canvas: Canvas) -> None:
        top = (
            canvas.key_line([("1", _("Ocupada")), ("reserved", _("Reservada")), ("hatch", _("Fuera de uso"))])
            + 14
        )
        left = min(max(letters(p.label) for p in self.places) + 30, canvas.width * 0.2)
        step = (canvas.width - left) / self.days
        rows = self._rows()
        bottom = top + 10 + 30 * len(rows)
        for n, day in enumerate(self.dates):
            x = left + step * n
            if day.weekday() > 4:
                canvas.add("rect", x=x, y=top + 8, width=step, height=bottom - top - 8, css="fw")
            canvas.path(f"M{x:.1f} {top + 8:.1f}V{bottom:.1f}", "now" if n == 0 else "grid")
            canvas.text(x + step / 2, top, date_format(day, "D j"), "ts tm tb" if n == 0 else "ts tm")
        y = top + 10
        for row in rows:
            if isinstance(row, str):
                canvas.text(0, y + 21, row, "tb")
            else:
                canvas.text(14, y + 20, shortened(row.label, left - 20))
                self._place(canvas, row, left, y, step)
            y += 30
        canvas.grow(bottom)

    def _rows(self) -> list[str | Place]:
        rows: list[str | Place] = []
        group = ""
        for place in self.places:
            if place.group != group:
                group = place.group
                rows.append(group)
            rows.append(place)
        return rows

    def _place(self, canvas: Canvas, place: Place, left: float, y: float, step: float) -> None:
        canvas.path(f"M{left:.1f} {y + 28:.1f}H{canvas.width}", "grid")
        if place.free(self.first):
            nights = next((n for n, day in enumerate(self.dates) if not place.free(day)), self.days)
            text = ngettext("Libre {n} noche", "Libre {n} noches", nights).format(n=nights)
            fits = nights < self.days and letters(text) < nights * step
            canvas.text(left + 9, y + 20, text if fits else _("Libre"), "td")
        for span in place.spans:
            covered = [n for n, day in enumerate(self.dates) if span.covers(day)]
            if covered:
                x, end = left + step * covered[0], left + step * (covered[-1] + 1)
                self._span(canvas, span, x, y + 3, end - x - 2)

    def describe(self) -> str:
        """Each place with what takes it, then the free places of each night."""
        lines = []
        for place in self.places:
            spans = [f"{span.label} {self._nights(span)}".strip() for span in place.spans]
            lines.append(f"{place.label}: {'; '.join(spans) or _('Libre')}.")
        return f"{' '.join(lines)} {self.data.describe()}"

    def _nights(self, span: Span) -> str:
        parts = []
        if span.first and span.first > self.first:
            parts.append(_("desde {day}").format(day=date_format(span.first, "D j b")))
        if span.last:
            parts.append(_("hasta {day}").format(day=date_format(span.last, "D j b")))
        return ", ".join(parts)

    def _span(self, canvas: Canvas, span: Span, x: float, y: float, width: float) -> None:
        if span.kind == "taken":
            canvas.bar(x, y, width, 23, "1")
            canvas.text(x + 9, y + 17, shortened(span.label, width - 14, bold=True), "tw")
        elif span.kind == "reserved":
            canvas.add("rect", x=x + 1, y=y + 1, width=width - 2, height=21, css="resv")
            canvas.text(x + 9, y + 17, shortened(span.label, width - 14))
        else:
            canvas.bar(x, y, width, 23, "hatch")
            canvas.text(x + 9, y + 17, shortened(span.label, width - 14), "halo")
