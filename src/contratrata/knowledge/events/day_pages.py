"""The calendar of all events, and the working tables of a workshop on one of its days."""

import datetime as dt
import uuid
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from contratrata.ground.base import clock
from contratrata.ground.base.request import Request
from contratrata.ground.network.public import Role, allow
from contratrata.ground.ui.parts import Event as Moment

from . import hooks, said
from . import models as m
from .agenda import between, taken
from .clashes import sentences
from .parts import SESSIONS, SPEAKERS, rows_of, values_of
from .plan import part_url, tabs_of
from .zones import place

#: A month of more sessions shows the first of them.
MOST = 300


def _month(asked: str) -> dt.date:
    """The first day of the month that the address says, else of this one."""
    try:
        return dt.datetime.strptime(asked, "%Y-%m").date()  # noqa: DTZ007  (a month has no zone)
    except ValueError:
        return clock.today().replace(day=1)


@allow(*Role)
def calendar(request: Request) -> HttpResponse:
    """The sessions of a month in all events of the realm, in the reader's time; for organisers, what does not fit."""
    first = _month(request.GET.get("mes", ""))
    after = (first + dt.timedelta(days=31)).replace(day=1)
    begins, ends = (timezone.make_aware(dt.datetime.combine(day, dt.time())) for day in (first, after))
    events: Any = m.EVENTS.visible_to(request.scope)
    sessions: Any = m.Session.objects.filter(
        event_id__in=events.values("id"), begins__gte=begins, begins__lt=ends
    )
    rows = list(sessions.exclude(sort="break").order_by("begins", "id")[:MOST])
    named = {one.id: one for one in events.filter(id__in={row.event_id for row in rows})}
    lines = [(timezone.localdate(row.begins), row, named[row.event_id]) for row in rows]
    days = [(said.long_day(day), [_entry(row, event) for _day, row, event in group])
            for day, group in groupby(lines, key=lambda line: line[0])]  # fmt: skip
    context = {
        "month": formats.date_format(first, "YEAR_MONTH_FORMAT").capitalize(),
        "days": days,
        "place": place(timezone.get_current_timezone_name()),
        "unfit": sentences(taken(between(begins, ends))) if request.scope.has(*m.ORGANISERS) else [],
        "before": (first - dt.timedelta(days=1)).strftime("%Y-%m"),
        "after": after.strftime("%Y-%m"),
        "list_url": m.EVENTS.url("list"),
    }
    return render(request, "events/calendar.html", context)


def _entry(row: Any, event: Any) -> dict[str, Any]:
    begins, until = timezone.localtime(row.begins), timezone.localtime(row.until)
    return {
        "time": f"{begins:%H:%M} – {until:%H:%M}",
        "title": str(row.title),
        "event": m.EVENTS.title(event),
        "url": m.EVENTS.url("row", event),
        "cancelled": event.cancelled_at is not None,
    }


@allow(*Role)
def tables(request: Request, row_id: uuid.UUID) -> HttpResponse:
    """The working tables of a day: who moderates, reports, is missing. `dia`: which day of the event, from 1."""
    event: Any = get_object_or_404(m.EVENTS.visible_to(request.scope), id=row_id)
    zone = ZoneInfo(event.zone)
    owns = m.EVENTS.owns(request.scope, event) and event.cancelled_at is None
    sessions = [one for one in rows_of(SESSIONS, row_id) if one.begins]
    dates = sorted({one.begins.astimezone(zone).date() for one in sessions if one.begins})
    today = timezone.localdate(clock.now(), zone)
    day = _day_asked(request.GET.get("dia", ""), dates) or _day_of_tables(sessions, zone, today)
    of_day: list[Any] = [one for one in sessions if one.begins and one.begins.astimezone(zone).date() == day]
    people = (
        {str(one.id): str(values_of(SPEAKERS, one)["name"]) for one in rows_of(SPEAKERS, row_id)}
        if owns
        else {}
    )
    notes = hooks.notes_for(request, event)
    lines = [_table(one, people, notes.get(one.id, []), owns=owns) for one in of_day if one.sort == "table"]
    lines.sort(key=lambda line: not line["missing"])  # who lacks something first
    context = {
        "event": event,
        "title": m.EVENTS.title(event),
        "caption": said.caption(event),
        "tabs": tabs_of(request, event, "tables"),
        "day": said.long_day(day) if day else "",
        "progress": _progress(dates, day, today),
        "days": [(n, said.short_day(one), one == day) for n, one in enumerate(dates, 1)],
        "is_today": day == today,
        "lines": lines,
        "missing": next((line for line in lines if line["missing"]), None),
        "course": [Moment(said.times(one, zone), str(one.title), state=_state(one)) for one in of_day],
        "place": place(event.zone),
        "back_url": m.EVENTS.url("list"),
        "list_title": m.QUESTIONS.title.here(),
    }
    return render(request, "events/tables.html", context)


def _day_asked(asked: str, dates: list[dt.date]) -> dt.date | None:
    number = int(asked) if asked.isdecimal() else 0
    return dates[number - 1] if 0 < number <= len(dates) else None


def _day_of_tables(sessions: list[Any], zone: ZoneInfo, today: dt.date) -> dt.date | None:
    """Today or the next day that has working tables; when all of them were held, the last."""
    dates = sorted({one.begins.astimezone(zone).date() for one in sessions if one.sort == "table"})
    return next((one for one in dates if one >= today), dates[-1] if dates else None)


def _progress(dates: list[dt.date], day: dt.date | None, today: dt.date) -> str:
    if day is None:
        return ""
    words = _("Día %(n)s de %(total)s") % {"n": dates.index(day) + 1, "total": len(dates)}
    return f"{words} · {_('En curso')}" if day == today else words


def _state(row: Any) -> Any:
    return "now" if row.begins <= clock.now() < row.until else ""


def _table(row: Any, people: dict[str, str], notes: list[hooks.SessionNote], *, owns: bool) -> dict[str, Any]:
    """A working table; the names of its people are read by who plans the event alone."""
    moderators, rapporteurs = (
        [people[one] for one in getattr(row, role) if one in people] for role in ("moderators", "rapporteurs")
    )
    missing = _("Sin relatoría") if not row.rapporteurs else _("Sin moderación") if not row.moderators else ""
    return {
        "row": row,
        "title": str(row.title),
        "url": part_url(SESSIONS, row) if owns else "",
        "moderators": ", ".join(moderators),
        "rapporteurs": ", ".join(rapporteurs),
        "shows_people": owns,
        "missing": missing,
        "notes": notes,
    }
