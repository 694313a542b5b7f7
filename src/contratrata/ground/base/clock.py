"""The one clock: tests stop it here, and nothing else reads the time."""

import datetime as dt

from django.utils import timezone


def now() -> dt.datetime:
    """This moment, aware, in UTC."""
    return timezone.now()


def today() -> dt.date:
    """The date where the acting person is (the active time zone)."""
    return timezone.localdate()


def tonight() -> dt.datetime:
    """The last second of today where the acting person is."""
    return timezone.localtime(now()).replace(hour=23, minute=59, second=59, microsecond=0)


def end_of(day: dt.date) -> dt.datetime:
    """The last second of a day where the acting person is."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(23, 59, 59)))


def day_of(moment: dt.datetime) -> dt.date:
    """The date of a moment where the acting person is: in the evening of the region UTC is tomorrow already."""
    return timezone.localdate(moment)


def month_later(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (dt.date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(day.day, last))
