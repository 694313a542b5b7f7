"""The questions about a file in words, each with what follows from its answers."""

import datetime as dt
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .lines import Line
from .report import Asked, Meeting, Question, Stay


def order(lines: Iterable[Line]) -> Question:
    """Which of two numbers of a date is the day."""
    cell = next(
        cell for line in lines for cell in (line.joined, line.left) if cell and (cell.open or not cell.fixed)
    )
    example = f"{cell.numbers[1]}/{cell.numbers[2]}/{cell.numbers[0]}" if cell.numbers else ""
    days = [cell.date(day_first=first) for first in (True, False)]
    first, second = (date_format(day, "DATE_FORMAT") if day else _("no es una fecha") for day in days)
    return Question(
        Asked.ORDER,
        (
            ("day", _("Primero el día: %(example)s es %(date)s") % {"example": example, "date": first}),
            ("month", _("Primero el mes: %(example)s es %(date)s") % {"example": example, "date": second}),
        ),
        _("Las fechas del archivo pueden leerse de dos maneras."),
    )


def unit(lines: Iterable[Line]) -> Question:
    """What a duration without a unit counts."""
    line = next(line for line in lines if len(line.seconds) == 2)
    long, short = (_minutes(seconds) for seconds in line.seconds)
    return Question(
        Asked.UNIT,
        (
            ("long", _("La primera duración del archivo es de %(minutes)s") % {"minutes": long}),
            ("short", _("La primera duración del archivo es de %(minutes)s") % {"minutes": short}),
        ),
        _("El archivo da duraciones sin decir si son minutos o segundos."),
    )


def _minutes(seconds: int) -> str:
    if seconds < 60:
        return _("%(n)s s") % {"n": seconds}
    return _("%(n)s min") % {"n": seconds // 60} + (
        f" {_('%(n)s s') % {'n': seconds % 60}}" if seconds % 60 else ""
    )


def zone(
    spans: Sequence[tuple[dt.datetime, dt.datetime]], meeting: Meeting, others: Sequence[str]
) -> Question:
    """In which zone the times are written."""
    starts = sorted(start for start, _end in spans)
    ends = sorted(end for _start, end in spans)
    own = [one.astimezone(ZoneInfo(meeting.zone)) for one in (meeting.starts, meeting.ends)]
    why = _(
        "Según el archivo, se entró a las %(first)s y se salió a las %(last)s; la sesión fue de %(starts)s a "
        "%(ends)s (%(zone)s)."
    ) % {
        "first": f"{starts[len(starts) // 2]:%H:%M}",
        "last": f"{ends[len(ends) // 2]:%H:%M}",
        "starts": f"{own[0]:%H:%M}",
        "ends": f"{own[1]:%H:%M}",
        "zone": zone_name(meeting.zone),
    }
    return Question(
        Asked.ZONE,
        (
            *((other, _("En otra: %(zone)s") % {"zone": zone_name(other)}) for other in others),
            (meeting.zone, _("En la de la sesión: %(zone)s") % {"zone": zone_name(meeting.zone)}),
        ),
        why,
    )


def zone_name(zone: str) -> str:
    """A zone as people know it: its city, or the universal time."""
    return _("hora universal, UTC") if zone == "UTC" else zone.rsplit("/", 1)[-1].replace("_", " ")


def session(stays: Iterable[Stay], meeting: Meeting) -> Question:
    """Whether a file of another day is this session's."""
    first = min(stay.joined for stay in stays if stay.joined).astimezone(ZoneInfo(meeting.zone))
    starts = meeting.starts.astimezone(ZoneInfo(meeting.zone))
    why = _("El archivo es del %(file)s y la sesión fue el %(session)s.") % {
        "file": _when(first),
        "session": _when(starts),
    }
    return Question(Asked.SESSION, (("yes", _("Sí: la sesión se movió, tómese como está")),), why)


def _when(moment: dt.datetime) -> str:
    return f"{date_format(moment, 'DATE_FORMAT')}, {moment:%H:%M}"
