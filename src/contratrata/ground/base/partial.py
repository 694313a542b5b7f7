"""Dates known only to the year or the month, and ages that follow from them or were estimated.

A partial date is the span of days it may be. It is never rounded to a day that nobody said.
"""

import calendar
import dataclasses
import datetime as dt
import re
import unicodedata
from enum import StrEnum
from typing import Self

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from . import clock
from .answers import Answer

FIRST_YEAR = 1000
LAST_YEAR = 9999
ADULT_AT = 18  # Palermo Protocol, art. 3 (d); Convention on the Rights of the Child, art. 1

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_ISO_WITH_TIME = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?"
)
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[/.\-](\d{4})")
_WORDS = re.compile(
    r"(?:(?P<day>\d{1,2})(?:[\s/.\-]+|\s+de\s+))?(?P<month>[a-z]{3,10})\.?(?:[\s/.\-]+|\s+del?\s+)(?P<year>\d{4})"
)
_ENGLISH_WORDS = re.compile(r"(?P<month>[a-z]{3,10})\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4})")
_MONTHS = (
    ("enero", "january", "janvier"),
    ("febrero", "february", "fevrier"),
    ("marzo", "march", "mars"),
    ("abril", "april", "avril"),
    ("mayo", "may", "mai"),
    ("junio", "june", "juin"),
    ("julio", "july", "juillet"),
    ("agosto", "august", "aout"),
    ("septiembre", "setiembre", "september", "septembre"),
    ("octubre", "october", "octobre"),
    ("noviembre", "november", "novembre"),
    ("diciembre", "december", "decembre"),
)


class UnreadableDate(ValueError):
    """The text is no date, or a day that never was. Carries no text of the person."""


class Precision(StrEnum):
    """How much of a date is known."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"


@dataclasses.dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, or a year and month, or a full date. Equal only when the same is known.

    There is no `<`: "2001" is neither before nor after "May 2001". Ask `surely_before` or `may_be_before`,
    or sort by `earliest()`. Raises `UnreadableDate` for a month without a year's place or a day that is not.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise UnreadableDate("year out of range")
        if self.month is None:
            if self.day is not None:
                raise UnreadableDate("a day without a month")
            return
        try:
            dt.date(self.year, self.month, self.day if self.day is not None else 1)
        except ValueError as wrong:
            raise UnreadableDate("no such day") from wrong

    @classmethod
    def of(cls, day: dt.date) -> Self:
        """The full date of a day; of a moment, the day it was where the acting person is.

        A datetime without a zone (a sheet's) is the day it says.
        """
        if isinstance(day, dt.datetime) and day.tzinfo is not None:
            day = clock.day_of(day)
        return cls(day.year, day.month, day.day)

    @classmethod
    def parse(cls, raw: object) -> Self:
        """Reads what people and sheets write: `2001`, `2001-05`, `2001-05-17`, `17/05/2001`, `05/2001`,
        `17 de mayo de 2001`, `May 2001`, dates and datetimes. Day before month, as in the region.

        Raises `UnreadableDate`; two-digit years and month-first dates are not guessed here.
        """
        if isinstance(raw, PartialDate):
            return cls(raw.year, raw.month, raw.day)
        if isinstance(raw, dt.date):  # datetimes too
            return cls.of(raw)
        if isinstance(raw, float) and raw.is_integer():
            raw = int(raw)
        text = " ".join(str(raw).split())
        if match := _ISO_WITH_TIME.fullmatch(text):
            text = match[1]
        if (match := _ISO.fullmatch(text)) or (match := _YEAR_FIRST.fullmatch(text)):
            return cls(*(int(part) if part else None for part in match.groups()))  # type: ignore[arg-type]
        if match := _DAY_FIRST.fullmatch(text):
            return cls(int(match[3]), int(match[2]), int(match[1]))
        if match := _MONTH_YEAR.fullmatch(text):
            return cls(int(match[2]), int(match[1]))
        plain = _plain(text)
        if (match := _WORDS.fullmatch(plain)) or (match := _ENGLISH_WORDS.fullmatch(plain)):
            month = month_number(match["month"])
            if month is not None:
                return cls(int(match["year"]), month, int(match["day"]) if match["day"] else None)
        raise UnreadableDate("not a date")

    def __str__(self) -> str:
        """ISO 8601 to the precision known; `parse` reads it back to an equal date."""
        if self.month is None:
            return f"{self.year:04}"
        if self.day is None:
            return f"{self.year:04}-{self.month:02}"
        return f"{self.year:04}-{self.month:02}-{self.day:02}"

    @property
    def precision(self) -> Precision:
        """The finest part that is known."""
        if self.month is None:
            return Precision.YEAR
        return Precision.MONTH if self.day is None else Precision.DAY

    def earliest(self) -> dt.date:
        """The first day it may have been."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    def latest(self) -> dt.date:
        """The last day it may have been."""
        month = self.month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def surely_before(self, other: "PartialDate | dt.date") -> bool:
        """Every day it may be lies before every day the other may be."""
        return self.latest() < partial(other).earliest()

    def may_be_before(self, other: "PartialDate | dt.date") -> bool:
        """Some day it may be lies before some day the other may be."""
        return self.earliest() < partial(other).latest()

    def may_be_same(self, other: "PartialDate | dt.date") -> bool:
        """The two may mean one day."""
        there = partial(other)
        return self.earliest() <= there.latest() and there.earliest() <= self.latest()

    def words(self) -> str:
        """As read aloud in the active language: `17 de mayo de 2001`, `mayo de 2001`, `2001`."""
        if self.month is None:
            return str(self.year)
        form = "YEAR_MONTH_FORMAT" if self.day is None else "DATE_FORMAT"
        return date_format(self.earliest(), form)


def partial(value: PartialDate | dt.date) -> PartialDate:
    """The same as a partial date."""
    return value if isinstance(value, PartialDate) else PartialDate.of(value)


def month_number(word: str) -> int | None:
    """The number of a month by its name or its first three letters or more (Spanish, English, French)."""
    name = _plain(word).rstrip(".")
    if len(name) < 3:
        return None
    hits = {
        number
        for number, names in enumerate(_MONTHS, start=1)
        if any(known.startswith(name) for known in names)
    }
    return hits.pop() if len(hits) == 1 else None


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(mark for mark in parts if not unicodedata.combining(mark))


@dataclasses.dataclass(frozen=True, slots=True)
class Age:
    """An age in full years as the span it may be; `estimated` when no birth date stands behind it.

    Raises `ValueError` when the span is empty or below zero.
    """

    low: int
    high: int
    estimated: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high:
            raise ValueError("an age runs from 0 upwards, low before high")

    @property
    def is_minor(self) -> Answer:
        """Whether the person is under 18: not known where the span holds both."""
        if self.high < ADULT_AT:
            return Answer.YES
        return Answer.NO if self.low >= ADULT_AT else Answer.UNKNOWN

    def may_be(self, other: "Age") -> bool:
        """Whether both spans can hold for one person on one day."""
        return self.low <= other.high and other.low <= self.high

    def at(self, assessed: dt.date, on: PartialDate | dt.date) -> "Age | None":
        """The span on another day, for an age assessed on `assessed`; None when not yet born.

        Who was estimated at 16 in March may have turned 17 the day after: the span widens by one.
        """
        born = birth_span(self, assessed)
        return _age_between(*born, partial(on), estimated=self.estimated)

    def words(self) -> str:
        """For the screen: `17 años`, `entre 16 y 18 años`, with what is estimated said."""
        if self.low == self.high:
            sentence = ngettext("%(age)d año", "%(age)d años", self.low) % {"age": self.low}
        else:
            sentence = gettext("entre %(low)d y %(high)d años") % {"low": self.low, "high": self.high}
        return gettext("%(age)s (edad estimada)") % {"age": sentence} if self.estimated else sentence

    def __str__(self) -> str:
        return self.words()


def age_range(birth: PartialDate | None, on: PartialDate | dt.date) -> Age | None:
    """The age on a day (or in a month or year) from a birth date of any precision.

    None when the birth date is not known or lies after `on`. A person born on 29 February ages on 1 March
    of common years: the later day, so that nobody is taken for an adult too soon.
    """
    if birth is None:
        return None
    return _age_between(birth.earliest(), birth.latest(), partial(on), estimated=False)


def is_minor(birth: PartialDate | None, on: PartialDate | dt.date) -> Answer:
    """Whether the person was under 18 on that day; not known without a birth date that tells."""
    age = age_range(birth, on)
    return Answer.UNKNOWN if age is None else age.is_minor


def birth_span(age: Age, assessed: dt.date) -> tuple[dt.date, dt.date]:
    """The first and last day a person may be born on who has this age on `assessed`."""
    return (
        _years_before(assessed, age.high + 1) + dt.timedelta(days=1),
        _years_before(assessed, age.low),
    )


def _age_between(first: dt.date, last: dt.date, on: PartialDate, *, estimated: bool) -> Age | None:
    high = _full_years(first, on.latest())
    if high < 0:
        return None
    return Age(low=max(0, _full_years(last, on.earliest())), high=high, estimated=estimated)


def _full_years(born: dt.date, on: dt.date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _years_before(day: dt.date, years: int) -> dt.date:
    year = max(1, day.year - years)
    return dt.date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))
