"""What does not fit in a calendar: somebody or a room twice at a time, a day outside the event, clocks that move."""

import dataclasses
import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from .said import time_words
from .zones import place

#: Sessions of these sorts may be held at the same time as others of them.
BESIDE_EACH_OTHER = frozenset({"table"})


@dataclasses.dataclass(frozen=True, slots=True)
class Taken:
    """A session that takes its time: `people` and `rooms` by what tells them apart, with their names.

    `days`: the first and the last day of its event.
    """

    event: str
    title: str
    sort: str
    begins: dt.datetime
    minutes: int
    zone: str
    people: Mapping[str, str]
    rooms: Mapping[str, str]
    days: tuple[dt.date, dt.date]

    @property
    def until(self) -> dt.datetime:
        """When it ends."""
        return self.begins + dt.timedelta(minutes=self.minutes)

    @property
    def name(self) -> str:
        """«Proteger sin encerrar»."""
        return f"«{self.title}»"


def sentences(taken: Iterable[Taken]) -> list[str]:
    """A sentence for each thing that does not fit, in the order of time."""
    rows = sorted(taken, key=lambda one: (one.begins, one.title))
    result = [words for one, other in overlapping(rows) for words in _together(one, other)]
    result += [
        _("%(title)s queda fuera de los días del evento «%(event)s».") % {"title": one.name, "event": one.event}
        for one in rows
        if not one.days[0] <= one.begins.astimezone(ZoneInfo(one.zone)).date() <= one.days[1]
    ]  # fmt: skip
    return result


def overlapping(rows: list[Taken]) -> Iterator[tuple[Taken, Taken]]:
    """The pairs of sessions, sorted by when they begin, that share some time; one may begin when another ends."""
    for n, one in enumerate(rows):
        for other in itertools.islice(rows, n + 1, None):
            if other.begins >= one.until:
                break
            yield one, other


def _together(one: Taken, other: Taken) -> Iterator[str]:
    words = {
        "one": one.name,
        "other": other.name,
        "when": time_words(other.begins, other.minutes, other.zone),
    }
    for key in sorted(one.people.keys() & other.people.keys()):
        yield _("%(who)s tiene a la vez %(one)s y %(other)s: %(when)s.") % (words | {"who": one.people[key]})
    for key in sorted(one.rooms.keys() & other.rooms.keys()):
        yield _("En %(room)s coinciden %(one)s y %(other)s: %(when)s.") % (words | {"room": one.rooms[key]})
    sorts = {one.sort, other.sort}
    if one.event == other.event and "break" not in sorts and not sorts <= BESIDE_EACH_OTHER:
        yield _("%(one)s y %(other)s son a la misma hora: %(when)s.") % words


def shifts(taken: Iterable[Taken], zones: Iterable[str]) -> list[str]:
    """Where the same hour of the programme is another one on the clock, because summer time begins or ends.

    For somebody in one of `zones` who put the first session down; sessions at another hour move for everybody.
    """
    rows = sorted(taken, key=lambda one: one.begins)
    result: list[str] = []
    for before, one in itertools.pairwise(rows):
        if before.zone != one.zone or _clock(before, before.zone) != _clock(one, one.zone):
            continue
        moved: dict[int, list[str]] = defaultdict(list)
        for zone in zones:
            minutes = _offset(one, zone) - _offset(before, zone)
            if minutes:
                moved[minutes].append(place(zone))
        result += [_shift(one, minutes, places) for minutes, places in sorted(moved.items())]
    return result


def _clock(one: Taken, zone: str) -> dt.time:
    return one.begins.astimezone(ZoneInfo(zone)).time()


def _offset(one: Taken, zone: str) -> int:
    """How many minutes the clocks of a zone are ahead of those of the session."""
    there, here = (
        one.begins.astimezone(ZoneInfo(name)).utcoffset() or dt.timedelta() for name in (zone, one.zone)
    )
    return int((there - here).total_seconds()) // 60


def _shift(one: Taken, minutes: int, places: list[str]) -> str:
    words = {"title": one.name, "places": ", ".join(places), "minutes": abs(minutes)}
    if minutes > 0:
        return (
            _("Desde %(title)s, en %(places)s será %(minutes)s minutos más tarde que antes: cambia la hora.")
            % words
        )
    return (
        _("Desde %(title)s, en %(places)s será %(minutes)s minutos más temprano que antes: cambia la hora.")
        % words
    )
