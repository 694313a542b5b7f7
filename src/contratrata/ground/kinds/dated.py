"""Days, dates known only to the year or the month, and times of the day."""

import dataclasses
import datetime as dt
from typing import Any

from django import forms
from django.db import models
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base import clock
from contratrata.ground.base.partial import PartialDate, Precision, UnreadableDate
from contratrata.ground.paper.public import BlankQuestion

from .base import Cell, Fact, Kind, Unreadable
from .fields import DayField, PartialField

#: What lies further back is a slip of the keyboard.
OLDEST = 120


@dataclasses.dataclass(frozen=True)
class Partial(Kind[PartialDate | None]):
    """A date to the precision that is known (`2001`, `2001-05`, `2001-05-17`); stored as that text."""

    future: bool = False
    empty: PartialDate | None = None

    def field(self, fact: Fact) -> forms.Field:
        """Three boxes, of which only the year must be filled."""
        return PartialField(label=fact.label, allow_future=self.future)

    def paper(self, fact: Fact) -> list[BlankQuestion]:
        """Day, month and year."""
        return [fact.on_paper("date")]

    def check(self, value: PartialDate | str | None, fact: Fact) -> PartialDate | None:
        """The date; not wholly in the future, nor further back than a life. Raises `DomainError`."""
        if value is None or value == "":
            return None
        try:
            date = value if isinstance(value, PartialDate) else PartialDate.parse(value)
        except UnreadableDate:
            raise fact.wrong(
                _("Escriba una fecha que exista: solo el año, mes y año, o día, mes y año.")
            ) from None
        if not self.future and date.earliest() > clock.today():
            raise fact.wrong(_("La fecha no puede ser futura."))
        if date.latest().year < clock.today().year - OLDEST:
            raise fact.wrong(_("Revise el año: hace más de %(years)d años.") % {"years": OLDEST})
        return date

    def words(self, value: PartialDate | None) -> str:
        """As read aloud."""
        return value.words() if value else ""

    def from_text(self, text: str) -> PartialDate | None:
        """The date again."""
        return PartialDate.parse(text) if text else None

    def column(self) -> "models.Field[Any, Any]":
        """Its text, to the day at most."""
        return models.CharField(max_length=10, blank=True)

    def to_columns(self, fact: Fact, value: PartialDate | None) -> dict[str, Any]:
        """Its text."""
        return {fact.name: self.to_text(value)}

    def from_columns(self, fact: Fact, row: Any) -> PartialDate | None:
        """From its text."""
        return self.from_text(getattr(row, fact.name))

    def cell(self, value: PartialDate | None) -> Cell:
        """ISO text, which sorts."""
        return str(value) if value else None

    def read(self, text: str) -> PartialDate | None:
        """A date in the usual spellings of the region."""
        if not text.strip():
            return None
        try:
            return PartialDate.parse(text)
        except UnreadableDate:
            raise Unreadable(_("No se entiende la fecha. Escriba por ejemplo 17/05/2024.")) from None


@dataclasses.dataclass(frozen=True)
class Day(Kind[dt.date | None]):
    """A whole day."""

    future: bool = False
    empty: dt.date | None = None

    def field(self, fact: Fact) -> forms.Field:
        """Three boxes, all of them needed."""
        return DayField(label=fact.label, allow_future=self.future)

    def paper(self, fact: Fact) -> list[BlankQuestion]:
        """Day, month and year."""
        return [fact.on_paper("date")]

    def check(self, value: dt.date | None, fact: Fact) -> dt.date | None:
        """Not in the future unless that is meant."""
        if value is not None and not self.future and value > clock.today():
            raise fact.wrong(_("La fecha no puede ser futura."))
        return value

    def words(self, value: dt.date | None) -> str:
        """`17 de mayo de 2024`."""
        return formats.date_format(value, "DATE_FORMAT") if value else ""

    def column(self) -> "models.Field[Any, Any]":
        """A date."""
        return models.DateField(null=True)

    def to_text(self, value: dt.date | None) -> str:
        """ISO."""
        return value.isoformat() if value else ""

    def from_text(self, text: str) -> dt.date | None:
        """From ISO."""
        return dt.date.fromisoformat(text) if text else None

    def cell(self, value: dt.date | None) -> Cell:
        """ISO text, which sorts."""
        return self.to_text(value) or None

    def read(self, text: str) -> dt.date | None:
        """A whole day in the usual spellings."""
        date = Partial(future=True).read(text)
        if date is not None and date.precision is not Precision.DAY:
            raise Unreadable(_("Falta el día o el mes. Escriba por ejemplo 17/05/2024."))
        return date.earliest() if date else None


@dataclasses.dataclass(frozen=True)
class Time(Kind[dt.time | None]):
    """A time of the day, to the minute."""

    empty: dt.time | None = None

    def field(self, fact: Fact) -> forms.Field:
        """A box with hours and minutes."""
        attrs = {"type": "time", "class": "govuk-input--width-5"}
        return forms.TimeField(
            label=fact.label,
            required=False,
            input_formats=["%H:%M", "%H.%M", "%H"],
            error_messages={"invalid": _l("Escriba la hora como 08:30.")},
            widget=forms.TimeInput(attrs=attrs, format="%H:%M"),
        )

    def words(self, value: dt.time | None) -> str:
        """`08:30`."""
        return f"{value:%H:%M}" if value else ""

    def to_text(self, value: dt.time | None) -> str:
        """`08:30`."""
        return self.words(value)

    def from_text(self, text: str) -> dt.time | None:
        """From `08:30`."""
        return dt.time.fromisoformat(text) if text else None

    def column(self) -> "models.Field[Any, Any]":
        """A time."""
        return models.TimeField(null=True)

    def read(self, text: str) -> dt.time | None:
        """`8:30` or `08:30`. Raises `Unreadable`."""
        try:
            return self.from_text(text.strip().zfill(5) if text.strip() else "")
        except ValueError:
            raise Unreadable(_("Escriba la hora como 08:30.")) from None
