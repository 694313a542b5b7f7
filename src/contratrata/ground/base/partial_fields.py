"""The form field of a partial date: three boxes, of which only the year must be filled."""

from enum import StrEnum
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from . import clock
from .partial import PartialDate, UnreadableDate, month_number

OLDEST_YEAR = 1900


class Part(StrEnum):
    """The boxes a partial date is typed in."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class PartialDateWidget(forms.MultiWidget):
    """Boxes for day, month and year, in that order; the template labels each box.

    The template is named, not imported: `ground/ui` draws it, and this storey knows nothing else of it.
    """

    template_name = "ui/widgets/partial_date.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes = {part: self._box(part) for part in Part}
        super().__init__({part.value: box for part, box in boxes.items()}, attrs)

    @staticmethod
    def _box(part: Part) -> forms.TextInput:
        attrs = {
            "inputmode": "numeric",
            "maxlength": "4" if part is Part.YEAR else "12" if part is Part.MONTH else "2",
            # The person at the keyboard is not the person of the file: the browser has nothing to offer.
            "autocomplete": "off",
        }
        return forms.TextInput(attrs=attrs)

    def decompress(self, value: Any) -> list[Any]:
        """A date, its ISO text or nothing, as day, month, year."""
        return _boxes(value)


class PartialDateField(forms.MultiValueField):
    """Day, month and year, each of the first two may stay empty; cleans to a `PartialDate` or None.

    `allow_future=False` refuses what lies surely after today; `oldest` is the first year taken for no slip.
    """

    widget = PartialDateWidget
    default_error_messages = {
        "required": _("Escriba al menos el año."),
        "year_missing": _("Escriba el año. Si no se sabe, deje la fecha vacía."),
        "year_form": _("Escriba el año con cuatro cifras, por ejemplo 2004."),
        "month_missing": _("Escriba también el mes, o deje el día vacío."),
        "month_form": _("El mes va del 1 al 12."),
        "day_form": _("El día va del 1 al 31."),
        "no_such_day": _("Ese día no existe. Revise el día y el mes."),
        "too_old": _("El año parece un error: es anterior a %(year)d."),
        "future": _("La fecha no puede estar en el futuro."),
    }

    def __init__(self, *, allow_future: bool = True, oldest: int = OLDEST_YEAR, **kwargs: Any) -> None:
        self.allow_future = allow_future
        self.oldest = oldest
        boxes = [forms.CharField(required=False, strip=True) for _part in Part]
        super().__init__(boxes, require_all_fields=False, **kwargs)

    def clean(self, value: Any) -> PartialDate | None:
        """One plain message beside the field; what was typed stays in its boxes."""
        if isinstance(value, PartialDate):
            return self._checked(value)
        day, month, year = (str(box or "").strip() for box in (value or ["", "", ""]))
        if not (day or month or year):
            if self.required:
                raise self._error("required")
            return None
        date = self._checked(self._read(day, month, year))
        self.run_validators(date)
        return date

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another date was typed than the one shown."""
        shown = ["" if box is None else str(box) for box in _boxes(initial)]
        return shown != [str(box or "").strip().lstrip("0") for box in (data or ["", "", ""])]

    def _read(self, day: str, month: str, year: str) -> PartialDate:
        if not year:
            raise self._error("year_missing")
        if not (year.isascii() and year.isdecimal() and len(year) == 4):
            raise self._error("year_form")
        if day and not month:
            raise self._error("month_missing")
        month_of = self._month(month)
        if day and not (_is_short_number(day) and 1 <= int(day) <= 31):
            raise self._error("day_form")
        if int(year) < self.oldest:
            raise self._error("too_old", year=self.oldest)
        try:
            return PartialDate(int(year), month_of, int(day) if day else None)
        except UnreadableDate:
            raise self._error("no_such_day") from None

    def _month(self, month: str) -> int | None:
        if not month:
            return None
        if _is_short_number(month) and 1 <= int(month) <= 12:
            return int(month)
        named = month_number(month)
        if named is None:
            raise self._error("month_form")
        return named

    def _checked(self, date: PartialDate) -> PartialDate:
        if not self.allow_future and date.earliest() > clock.today():
            raise self._error("future")
        return date

    def _error(self, code: str, **params: Any) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params or None)


def _is_short_number(text: str) -> bool:
    """Digits that can be read as a day or month; thousands of them are not even tried."""
    return text.isascii() and text.isdecimal() and len(text) <= 4


def _boxes(value: Any) -> list[int | None]:
    if not value:
        return [None, None, None]
    try:
        date = PartialDate.parse(value)
    except UnreadableDate:
        return [None, None, None]
    return [date.day, date.month, date.year]
