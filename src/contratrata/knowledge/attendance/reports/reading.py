"""Reads a report of attendance: what the file proves, what the session decides, and what a person must say."""

import dataclasses
import datetime as dt

from django.utils.translation import gettext as _

from contratrata.ground.sheets.public import FileProblem, Source, open_book

from . import asking, bigbluebutton, lines
from .deciding import Reading, decide
from .lines import FileLines, Line
from .report import Choices, Doubt, Meeting, Report, Stay

_LONGEST = dt.timedelta(days=1)
#: So far before and after the session a stay may be and still be of it.
_AROUND = dt.timedelta(hours=1)
#: A duration that a report says may differ so far from its moments: platforms round up to minutes.
_ROUNDING = 120
_Ends = tuple[dt.datetime | None, dt.datetime | None]


def read(source: Source, meeting: Meeting, choices: Choices | None = None) -> Report:
    """Read a report. Raises `FileProblem` with words for who brought it.

    What can be decided from the file and from when the session was is decided; the rest is asked (`Report.questions`),
    and until it is answered in `choices` nothing is taken.
    """
    choices = choices or Choices()
    content = _lines_of(source)
    reading, questions = decide(content.lines, meeting, choices)
    if questions:
        return Report(content.platform, (), questions, content.notes)
    stays = [_stay(line, meeting, reading) for line in content.lines]
    timed = [stay for stay in stays if stay.joined]
    if timed and not choices.session and all(Doubt.ELSEWHEN in stay.doubts for stay in timed):
        return Report(content.platform, (), (asking.session(timed, meeting),), content.notes)
    if choices.session:
        stays = [dataclasses.replace(stay, doubts=stay.doubts - {Doubt.ELSEWHEN}) for stay in stays]
    return Report(content.platform, stays, (), content.notes)


def _lines_of(source: Source) -> FileLines:
    head = next(iter(source()), b"")[:64]
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return lines.find(open_book(source))
    data = b""
    for piece in source():
        data += piece
        if len(data) > bigbluebutton.MOST_BYTES:
            raise FileProblem(_("El archivo pesa más de 20 MB: no es el tablero de una sesión."))
    return bigbluebutton.find(data)


def _stay(line: Line, meeting: Meeting, reading: Reading) -> Stay:
    doubts = set(line.doubts)
    joined, left = reading.moment(line.joined), reading.moment(line.left)
    if (line.joined and not joined) or (line.left and not left):
        doubts.add(Doubt.UNREADABLE)
    length = reading.seconds(line)
    joined, left = _ends(line, (joined, left), length, meeting, doubts)
    seconds, exact = length or 0, False
    if joined and left:
        span = int((left - joined).total_seconds())
        exact = not line.whole or length is None or length >= span - _ROUNDING
        seconds = span if exact else min(seconds, span)
        _judge(joined, left, meeting, doubts)
        if not line.whole and length is not None and abs(length - span) > max(_ROUNDING, span // 20):
            doubts.add(Doubt.DIFFERS)
    elif length is None and Doubt.UNREADABLE not in doubts:
        doubts.add(Doubt.TIMELESS)
    return Stay(
        line.number,
        line.name,
        line.email,
        joined,
        left,
        max(seconds, 0),
        line.guest,
        exact,
        frozenset(doubts),
    )


def _ends(line: Line, ends: _Ends, length: int | None, meeting: Meeting, doubts: set[Doubt]) -> _Ends:
    """Both ends of a stay: a missing one by its duration, or by the end of the session."""
    joined, left = ends
    if joined and left is None and length is not None:
        return joined, joined + dt.timedelta(seconds=length)
    if left and joined is None and length is not None:
        return left - dt.timedelta(seconds=length), left
    if joined and left is None and not line.left and joined < meeting.ends:
        doubts.add(Doubt.STAYED)
        return joined, meeting.ends
    if joined and left and left < joined and line.left and line.left.numbers is None:
        return joined, left + dt.timedelta(days=1)  # times without a date, past midnight
    return joined, left


def _judge(joined: dt.datetime, left: dt.datetime, meeting: Meeting, doubts: set[Doubt]) -> None:
    if left < joined:
        doubts.add(Doubt.BACKWARDS)
    elif left - joined > _LONGEST:
        doubts.add(Doubt.ENDLESS)
    elif left < meeting.starts - _AROUND or joined > meeting.ends + _AROUND:
        doubts.add(Doubt.ELSEWHEN)
