"""How an event and its sessions are told: days, times in a zone with its name, what it is in one line."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .zones import place


def day_words(day: dt.date) -> str:
    """«jueves 3 de diciembre de 2026»."""
    return _("%(weekday)s %(day)s") % {
        "weekday": formats.date_format(day, "l").lower(), "day": formats.date_format(day, "DATE_FORMAT"),
    }  # fmt: skip


def days_words(first: dt.date, last: dt.date | None) -> str:
    """«del 3 de diciembre de 2026 al 28 de enero de 2027», or the one day."""
    if last is None or last == first:
        return formats.date_format(first, "DATE_FORMAT")
    ends = formats.date_format(last, "DATE_FORMAT")
    begins = formats.date_format(first, "j \\d\\e F" if first.year == last.year else "DATE_FORMAT")
    if formats.get_format("DATE_FORMAT") != "j \\d\\e F \\d\\e Y":
        begins = formats.date_format(first, "DATE_FORMAT")
    return _("del %(begins)s al %(ends)s") % {"begins": begins, "ends": ends}


def time_words(begins: dt.datetime, minutes: int | None, zone: str) -> str:
    """«10:00 – 11:30 (Costa Rica)»."""
    local = begins.astimezone(ZoneInfo(zone))
    until = local + dt.timedelta(minutes=minutes or 0)
    return _("%(begins)s – %(until)s (%(place)s)") % {
        "begins": f"{local:%H:%M}", "until": f"{until:%H:%M}", "place": place(zone),
    }  # fmt: skip


def caption(row: Any, sessions: int, kinds: Any) -> str:
    """«Ciclo de 5 sesiones · En línea · del 3 de diciembre al 28 de enero»."""
    kind = kinds.fact("kind").words(row.kind)
    if row.kind == "cycle" and sessions:
        kind = ngettext("Ciclo de %(n)s sesión", "Ciclo de %(n)s sesiones", sessions) % {"n": sessions}
    parts = (kind, kinds.fact("mode").words(row.mode), row.place, days_words(row.starts_on, row.ends_on))
    return " · ".join(part for part in parts if part)
