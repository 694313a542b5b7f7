"""Whom a plan asks too much: hours by month of who facilitates, and what is in two places on the same days."""

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .loading import Loaded
from .models import Offering

#: What a person may be asked a month where the plan does not say.
LIMIT = 40


def limit_of(loaded: Loaded) -> int:
    """The hours that one person may give a month."""
    return loaded.plan.limit or LIMIT


def hours_by_month(loaded: Loaded) -> dict[str, dict[tuple[int, int], int]]:
    """For each who facilitates the hours by year and month; a course over two months is parted by its days."""
    result: defaultdict[str, defaultdict[tuple[int, int], int]] = defaultdict(lambda: defaultdict(int))
    for offering in loaded.offerings:
        for one in loaded.facilitations[offering.id]:
            for month, hours in parted(offering.starts_on, offering.ends_on, one.hours):
                result[one.who][month] += hours
    return {who: dict(months) for who, months in result.items()}


def parted(first: dt.date, last: dt.date, hours: int) -> list[tuple[tuple[int, int], int]]:
    """Hours over the months of these days, by days; whole, and no hour lost."""
    days: defaultdict[tuple[int, int], int] = defaultdict(int)
    for n in range((last - first).days + 1):
        day = first + dt.timedelta(days=n)
        days[day.year, day.month] += 1
    total, result, left, days_left = sum(days.values()), [], hours, sum(days.values())
    for month, number in sorted(days.items()):
        share = left if number == days_left else round(hours * number / total)
        share = min(share, left)
        left, days_left = left - share, days_left - number
        result.append((month, share))
    return result


def overlapping(offerings: "list[Offering]") -> Iterator[tuple[Offering, Offering]]:
    """The pairs of courses, sorted by their first day, that share a day."""
    for one, other in itertools.combinations(offerings, 2):
        if other.starts_on <= one.ends_on:
            yield one, other


def clashes(loaded: Loaded) -> list[str]:
    """A sentence for each who facilitates, and each room, in two courses on the same days."""
    result = []
    for one, other in overlapping(list(loaded.offerings)):
        words = {"one": one.name, "other": other.name, "when": _days(one, other)}
        names = {row.who.casefold() for row in loaded.facilitations[one.id]}
        result += [
            _("%(who)s facilita a la vez «%(one)s» y «%(other)s»: %(when)s.") % (words | {"who": row.who})
            for row in loaded.facilitations[other.id]
            if row.who.casefold() in names
        ]
        if _room(one) and _room(one) == _room(other):
            result.append(
                _("En %(room)s coinciden «%(one)s» y «%(other)s»: %(when)s.") % (words | {"room": other.room})
            )
    return list(dict.fromkeys(result))


def _room(one: Offering) -> tuple[str, str] | None:
    """What tells a room apart, where one is used."""
    if one.mode == "online" or not one.room.strip():
        return None
    return one.place.strip().casefold(), one.room.strip().casefold()


def _days(one: Offering, other: Offering) -> str:
    """The first and the last day that both take."""
    first, last = max(one.starts_on, other.starts_on), min(one.ends_on, other.ends_on)
    if first == last:
        return _("el %s") % date_format(first, "j b")
    return _("del %(first)s al %(last)s") % {
        "first": date_format(first, "j b"),
        "last": date_format(last, "j b"),
    }
