"""Sessions as a calendar file (RFC 5545), in the time of their place, so that a change of clocks moves none of them."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpResponse
from django.utils.text import slugify
from icalendar import Calendar, Event

#: How often a reader of the feed asks again.
AGAIN = "PT12H"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """One entry: `key` stays the same when it is moved, `sequence` counts how often it was. `url`: its page."""

    key: str
    title: str
    text: str
    begins: dt.datetime
    minutes: int
    zone: str
    url: str
    where: str = ""
    sequence: int = 0
    changed_at: dt.datetime = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    cancelled: bool = False


def calendar(name: str, entries: Sequence[CalendarEntry]) -> bytes:
    """The file, with the zones that its entries are in."""
    result = Calendar()
    for key, value in (("prodid", "-//ContraTrata//ContraTrata//ES"), ("version", "2.0"), ("method", "PUBLISH"),
                       ("x-wr-calname", name), ("x-published-ttl", AGAIN)):  # fmt: skip
        result.pop(key, None)
        result.add(key, value)
    result.pop("uid", None)
    for entry in entries:
        result.add_component(_event(entry))
    if entries:
        moments = [entry.begins.date() for entry in entries]
        year = dt.timedelta(days=366)
        result.add_missing_timezones(first_date=min(moments) - year, last_date=max(moments) + year)
    return bytes(result.to_ical())


def _event(entry: CalendarEntry) -> Event:
    zone = ZoneInfo(entry.zone)
    result = Event()
    result.add("uid", f"{entry.key}@{settings.SITE_ADDRESS.partition('://')[2] or 'contratrata'}")
    result.add("dtstamp", entry.changed_at)
    result.add("last-modified", entry.changed_at)
    result.add("sequence", entry.sequence)
    result.add("dtstart", entry.begins.astimezone(zone))
    result.add("dtend", (entry.begins + dt.timedelta(minutes=entry.minutes)).astimezone(zone))
    result.add("summary", entry.title)
    result.add("url", entry.url)
    result.add("description", "\n".join(filter(None, (entry.text, entry.url))))
    result.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    if entry.where:
        result.add("location", entry.where)
    return result


def calendar_answer(name: str, entries: Sequence[CalendarEntry]) -> HttpResponse:
    """The file as the answer to a request."""
    answer = HttpResponse(calendar(name, entries), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{slugify(name) or "eventos"}.ics"'
    return answer
