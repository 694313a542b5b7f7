"""How an event and its sessions are told: days, times in a zone with its name, what it is in one line."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import QUESTIONS
from .zones import place


def short_day(day: dt.date) -> str:
    """«jue 3 dic»."""
    words = formats.date_format(day, "D j M")
    return words.lower() if (translation.get_language() or "es").startswith("es") else words


def long_day(day: dt.date) -> str:
    """«Miércoles, 10 de febrero de 2027»."""
    weekday = formats.date_format(day, "l").capitalize()
    return _("%(weekday)s, %(day)s") % {"weekday": weekday, "day": formats.date_format(day, "DATE_FORMAT")}


def days_words(first: dt.date, last: dt.date | None) -> str:
    """«del 14 al 16 de junio de 2022», «del 3 de diciembre de 2026 al 28 de enero de 2027», or the one day.

    What both days share is said once, where the language puts it at the end.
    """
    last = last or first
    end = formats.date_format(last, "DATE_FORMAT")
    if first == last:
        return end
    begin = formats.date_format(first, "DATE_FORMAT")
    if (translation.get_language() or "es").startswith("es") and first.year == last.year:
        begin = (
            str(first.day) if first.month == last.month else formats.date_format(first, "MONTH_DAY_FORMAT")
        )
    return _("del %s al %s") % (begin, end)


def time_words(begins: dt.datetime, minutes: int | None, zone: str) -> str:
    """«10:00 – 11:30 (Costa Rica)»."""
    local = begins.astimezone(ZoneInfo(zone))
    until = (begins + dt.timedelta(minutes=minutes or 0)).astimezone(ZoneInfo(zone))
    return f"{local:%H:%M} – {until:%H:%M} ({place(zone)})"


def times(row: Any, zone: ZoneInfo) -> str:
    """«10:00 – 11:30»; for a reader whose clock shows another hour, «10:00 – 11:30 · 11:00 en Panama»."""
    if row.begins is None:
        return _("Sin hora")
    local, until = row.begins.astimezone(zone), row.until.astimezone(zone)
    hers = timezone.localtime(row.begins)
    own = f" · {hers:%H:%M} ({place(timezone.get_current_timezone_name())})"
    return f"{local:%H:%M} – {until:%H:%M}" + (own if hers.utcoffset() != local.utcoffset() else "")


def when(row: Any, zone: str) -> str:
    """The day and the time of a session in this zone; «Por anunciar» while they are not known."""
    if row.begins is not None:
        day = row.begins.astimezone(ZoneInfo(zone)).date()
        return f"{short_day(day)} · {time_words(row.begins, row.minutes, zone)}"
    return short_day(row.day) if row.day else _("Por anunciar")


def caption(row: Any, sessions: int = 0) -> str:
    """«Ciclo de 5 sesiones · En línea · del 3 de diciembre de 2026 al 28 de enero de 2027»."""
    kind = QUESTIONS.fact("kind").words(row.kind)
    if row.kind == "cycle" and sessions:
        kind = ngettext("Ciclo de %(n)s sesión", "Ciclo de %(n)s sesiones", sessions) % {"n": sessions}
    parts = (kind, QUESTIONS.fact("mode").words(row.mode), row.place, days_words(row.starts_on, row.ends_on))
    return " · ".join(part for part in parts if part)


def certificate(row: Any) -> str:
    """«Con 4 sesiones, al menos 70 minutos en cada una.», or nothing where there is none."""
    number, minutes = row.certificate_sessions, row.certificate_minutes
    if not number:
        return ""
    words = ngettext("Con %(n)s sesión", "Con %(n)s sesiones", number) % {"n": number}
    return f"{words}, {_('al menos %s minutos en cada una') % minutes}." if minutes else f"{words}."
