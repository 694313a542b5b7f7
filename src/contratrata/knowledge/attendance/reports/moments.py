"""Moments and durations as reports write them; what cannot be decided from one cell stays undecided."""

import dataclasses
import datetime as dt
import functools
import re
from zoneinfo import ZoneInfo

from contratrata.ground.codes.public import fold

from .words import words

_TIME = re.compile(
    r"(?<![\d/.\-])(\d{1,2})\s*[:h]\s*(\d{2})(?:\s*[:m]\s*(\d{2})s?)?(?:[.,]\d+)?\s*(?:([ap])\.?\s?m\b\.?)?",
    re.IGNORECASE,
)
_OFFSET = re.compile(
    r"(?:\b(utc|gmt)|(?<=[\d\s])(z)\b)?\s*([+\-]\d{1,2}):?(\d{2})?$|(?:\b(?:utc|gmt)|(?<=[\d\s])z)$",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"(\d{1,4})\s*([/.\-])\s*(\d{1,2})\s*\2\s*(\d{1,4})")
_PART = re.compile(r"\d+|[^\W\d_]+")
_QUANTITY = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\W\d_]+)\.?")
_CLOCK = re.compile(r"(\d+):(\d{2})(?::(\d{2})(?:\.\d+)?)?")


@dataclasses.dataclass(frozen=True, slots=True)
class Written:
    """A moment as it stands in a cell. `numbers` are year, month, day, when `fixed`; else year and the two others in
    the order in which they stand. None without a date. `offset` in minutes from UTC, where the cell says one."""

    time: dt.time
    numbers: tuple[int, int, int] | None = None
    fixed: bool = True
    offset: int | None = None

    def day_first(self) -> bool | None:
        """What this cell alone proves of the order of day and month; None when both can be."""
        if self.numbers is None or self.fixed:
            return None
        _year, first, second = self.numbers
        return True if first > 12 else False if second > 12 else None

    @property
    def open(self) -> bool:
        """Whether the two orders make two different days of it."""
        return (
            self.numbers is not None
            and not self.fixed
            and self.day_first() is None
            and self.numbers[1] != self.numbers[2]
        )

    def date(self, *, day_first: bool) -> dt.date | None:
        """The day under an order; None when there is no such day, or no date."""
        if self.numbers is None:
            return None
        year, month, day = self.numbers
        if not self.fixed and day_first:
            month, day = day, month
        try:
            return dt.date(year, month, day)
        except ValueError:
            return None

    def moment(self, zone: ZoneInfo, *, day_first: bool, day: dt.date | None = None) -> dt.datetime | None:
        """The moment, in the zone of the report; `day` where the cell holds a time only."""
        date = self.date(day_first=day_first) if self.numbers else day
        if date is None:
            return None
        if self.offset is not None:
            return dt.datetime.combine(date, self.time, dt.timezone(dt.timedelta(minutes=self.offset)))
        return dt.datetime.combine(date, self.time, zone)


def written(cell: object) -> Written | None:
    """What a cell says of a moment; None when nothing can be read in it."""
    if isinstance(cell, dt.datetime):
        offset = cell.utcoffset()
        minutes = None if offset is None else int(offset.total_seconds()) // 60
        return Written(cell.time(), (cell.year, cell.month, cell.day), offset=minutes)
    if isinstance(cell, dt.time):
        return Written(cell)
    return _written(" ".join(cell.split())) if isinstance(cell, str) else None


@functools.lru_cache(maxsize=65_536)
def _written(text: str) -> Written | None:
    text = re.sub(r"(?<=\d)[tT](?=\d)", " ", text)
    match = _TIME.search(text)
    if not match:
        return None
    time = _time(*match.groups())
    rest = f"{text[: match.start()]} ".lstrip() + text[match.end() :].strip()
    offset, rest = _offset(rest.strip())
    date = _date(rest.strip(" ,;"))
    if time is None or date is None:
        return None
    return Written(time, date[0], date[1], offset)


def _time(hour: str, minute: str, second: str | None, half: str | None) -> dt.time | None:
    hours = int(hour)
    if half and hours <= 12:
        hours = hours % 12 + (12 if half.lower() == "p" else 0)
    try:
        return dt.time(hours, int(minute), int(second or 0))
    except ValueError:
        return None


def _offset(rest: str) -> tuple[int | None, str]:
    match = _OFFSET.search(rest)
    if not match or _NUMBERS.fullmatch(rest):
        return None, rest
    hours, minutes = int(match[3] or 0), int(match[4] or 0)
    if abs(hours) > 14:
        return None, rest
    return hours * 60 + (-minutes if hours < 0 else minutes), rest[: match.start()].strip()


def _date(rest: str) -> tuple[tuple[int, int, int] | None, bool] | None:
    """Numbers and whether they are certain, of what stands beside the time; None when it says something else."""
    if not rest:
        return None, True
    if numbers := _NUMBERS.fullmatch(rest):
        first, second, third = int(numbers[1]), int(numbers[3]), int(numbers[4])
        if len(numbers[1]) == 4:
            return (first, second, third), True
        if len(numbers[4]) not in (2, 4):
            return None
        return (third + (2000 if len(numbers[4]) == 2 else 0), first, second), False
    return _date_in_words(rest)


def _date_in_words(rest: str) -> tuple[tuple[int, int, int], bool] | None:
    known, parts = words(), [fold(part) for part in _PART.findall(rest)]
    numbers = [int(part) for part in parts if part.isdecimal()]
    months = [part for part in parts if part in known.months]
    if len(months) > 1:  # «mar» is a month and a day of the week
        months = [part for part in months if part not in known.days]
    if any(
        not (part.isdecimal() or part in known.months or part in known.days | known.fillers) for part in parts
    ):
        return None
    if len(months) != 1 or len(numbers) != 2:
        return None
    day, year = numbers if numbers[1] > 31 else (numbers[1], numbers[0])
    return ((year, known.months[months[0]], day), True) if year > 31 else None


def seconds_of(cell: object, unit: int | None) -> tuple[int, ...]:
    """How many seconds a cell may mean: one number, two where it can be read in two ways, none when in no way.

    `unit`: seconds of the unit that the heading names. A bare number without one may be minutes (first) or seconds;
    `45:12` hours and minutes (first) or minutes and seconds.
    """
    if isinstance(cell, dt.time):
        return (cell.hour * 3600 + cell.minute * 60 + cell.second,)
    if isinstance(cell, bool) or cell is None:
        return ()
    if isinstance(cell, int | float):
        return _bare(float(cell), unit)
    return _seconds(" ".join(str(cell).split()), unit)


@functools.lru_cache(maxsize=65_536)
def _seconds(text: str, unit: int | None) -> tuple[int, ...]:
    if clock := _CLOCK.fullmatch(text):
        first, second = int(clock[1]), int(clock[2])
        if clock[3] is not None:
            return (first * 3600 + second * 60 + int(clock[3]),)
        return (first * 3600 + second * 60, first * 60 + second) if first < 24 else (first * 60 + second,)
    if re.fullmatch(r"\d+(?:[.,]\d+)?", text):
        return _bare(float(text.replace(",", ".")), unit)
    total, seen = 0.0, set[int]()
    units = words().units
    if _QUANTITY.sub("", text).strip(" ,") not in ("", "y", "and", "e", "et", "y y"):
        return ()
    for number, word in _QUANTITY.findall(text):
        size = units.get(fold(word))
        if size is None or size in seen:
            return ()
        seen.add(size)
        total += float(number.replace(",", ".")) * size
    return (round(total),) if seen else ()


def _bare(number: float, unit: int | None) -> tuple[int, ...]:
    if number < 0:
        return ()
    if unit:
        return (round(number * unit),)
    return (round(number * 60), round(number)) if number else (0,)


def unit_of(heading: str) -> int | None:
    """Seconds of the unit that a heading names in brackets: «Duración (minutos)»."""
    match = re.search(r"\(([^()]+)\)\s*$", heading)
    return words().units.get(fold(match[1])) if match else None
