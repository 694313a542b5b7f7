"""What the file as a whole, and when the session was, decide of its cells; what they leave open is asked."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from . import asking
from .lines import Line
from .moments import Written
from .report import Choices, Meeting, Question

_DAY = dt.timedelta(days=1)
#: Another zone is offered when people would have been there so much longer in it: times, and seconds each.
_BETTER, _LONGER = 1.2, 600
#: A local span: from, to, without a zone. A cell without a date stands on day 1 of year 1.
_Span = tuple[dt.datetime, dt.datetime]


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """How the cells of a file are read. `short`: a number that may be minutes or seconds is seconds."""

    day_first: bool
    zone: ZoneInfo
    short: bool
    day: dt.date

    def moment(self, cell: Written | None) -> dt.datetime | None:
        """The moment of a cell."""
        return cell.moment(self.zone, day_first=self.day_first, day=self.day) if cell else None

    def seconds(self, line: Line) -> int | None:
        """How long a line says that it was."""
        return line.seconds[-1 if self.short else 0] if line.seconds else None


def decide(lines: Sequence[Line], meeting: Meeting, choices: Choices) -> tuple[Reading, list[Question]]:
    """How to read a file, and what is open. The order comes first: without it no day is known."""
    questions: list[Question] = []
    order = _order(
        [cell for line in lines for cell in (line.joined, line.left) if cell], meeting, choices.order
    )
    if order is None:
        questions.append(asking.order(lines))
    short = _short(lines, meeting, choices.unit, day_first=bool(order))
    if short is None:
        questions.append(asking.unit(lines))
    zone = choices.zone or meeting.zone
    if order is not None and not choices.zone:
        spans = list(_spans(lines, day_first=order))
        if others := _better_zones(spans, meeting):
            questions.append(asking.zone(spans, meeting, others))
    return Reading(order is not False, ZoneInfo(zone), bool(short), meeting.day), questions


def _order(cells: Sequence[Written], meeting: Meeting, choice: str) -> bool | None:
    """Whether the day stands before the month: as chosen, as some date proves, else as the session's day decides."""
    if choice:
        return choice == "day"
    proofs = {cell.day_first() for cell in cells} - {None}
    if len(proofs) == 1:
        return proofs.pop()
    doubtful = [cell for cell in cells if cell.open]
    if not proofs and not doubtful:
        return True
    fits = [order for order in (True, False) if not proofs and _near(doubtful, meeting.day, order)]
    return fits[0] if len(fits) == 1 else None


def _near(cells: Iterable[Written], day: dt.date, order: bool) -> bool:
    dates = (cell.date(day_first=order) for cell in cells)
    return any(date and abs(date - day) <= _DAY for date in dates)


def _spans(lines: Iterable[Line], *, day_first: bool) -> Iterable[_Span]:
    """From when to when each line says that somebody was there, as the file writes it."""
    for line in lines:
        ends = [_local(cell, day_first) for cell in (line.joined, line.left) if cell and cell.offset is None]
        if len(ends) == 2 and ends[0] and ends[1] and dt.timedelta() <= ends[1] - ends[0] <= _DAY:
            yield ends[0], ends[1]


def _local(cell: Written, day_first: bool) -> dt.datetime | None:
    date = cell.date(day_first=day_first) if cell.numbers else dt.date.min
    return dt.datetime.combine(date, cell.time) if date else None


def _short(lines: Sequence[Line], meeting: Meeting, choice: str, *, day_first: bool) -> bool | None:
    """Whether durations that can be read in two ways are the shorter: as chosen, as the moments beside them prove,
    else as the length of the session decides."""
    both = [line for line in lines if len(line.seconds) == 2]
    if choice or not both:
        return choice == "short"
    votes = 0
    for line in both:
        for start, end in _spans([line], day_first=day_first):
            span = (end - start).total_seconds()
            nearer = abs(line.seconds[1] - span) < abs(line.seconds[0] - span)
            votes += 1 if nearer else -1
    if votes:
        return votes > 0
    long = max(line.seconds[0] for line in both) <= 2 * meeting.seconds
    short = max(line.seconds[-1] for line in lines if line.seconds) * 2 >= meeting.seconds
    return None if long == short else short


def _better_zones(spans: Sequence[_Span], meeting: Meeting) -> list[str]:
    """The zones in which people would have been in the session for much longer than in its own; longest first."""
    if not spans:
        return []
    own = _overlap(spans, meeting, meeting.zone)
    better: dict[dt.timedelta | None, tuple[float, str]] = {}
    for zone in meeting.zones:
        overlap = _overlap(spans, meeting, zone)
        if overlap > own * _BETTER and (overlap - own) / len(spans) > _LONGER:
            offset = meeting.starts.astimezone(ZoneInfo(zone)).utcoffset()
            better.setdefault(offset, (overlap, zone))
    return [zone for _overlap_, zone in sorted(better.values(), key=lambda pair: -pair[0])][:3]


def _overlap(spans: Iterable[_Span], meeting: Meeting, zone: str) -> float:
    starts, ends = (
        one.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for one in (meeting.starts, meeting.ends)
    )

    def within(span: _Span) -> float:
        start, end = (
            dt.datetime.combine(starts.date(), one.time()) if one.date() == dt.date.min else one
            for one in span
        )
        return max((min(end, ends) - max(start, starts)).total_seconds(), 0.0)

    return sum(map(within, spans))
