"""Deadlines in words: «Quedan 3 horas», «Venció hace 5 horas», «Responden antes de mañana 10:00»."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from contratrata.ground.base import clock

from .parts import Moment, State

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline as a person says it, its state, and the machine's form for `<time datetime>`."""

    words: str
    state: State
    iso: str


def due(
    deadline: Moment, *, now: dt.datetime | None = None, waiting: bool = False, event: bool = False
) -> Due:
    """Say a deadline in the active language and time zone.

    A date without an hour lasts until its day ends. `waiting`: others must act. `event`: something takes
    place then (a hearing), so the hour is said rather than what is left. ValueError on a naive datetime.
    """
    moment = now or clock.now()
    if isinstance(deadline, dt.datetime):
        if timezone.is_naive(deadline):
            raise ValueError("A deadline needs a time zone.")
        left, soon = deadline - moment, deadline - moment <= DAY
        local = timezone.localtime(deadline)
        when = f"{_day_words(local.date(), moment)} {local:%H:%M}"
    else:
        days = (deadline - timezone.localtime(moment).date()).days
        left, soon = dt.timedelta(days=days if days < 0 else days + 1), days <= 1
        when = _day_words(deadline, moment)
    iso = deadline.isoformat()
    if left < dt.timedelta(0) and not event:
        return Due(_late_words(-left, waiting=waiting), "late", iso)
    if waiting:
        return Due(_waiting_words(deadline, when, moment), "wait", iso)
    exact = isinstance(deadline, dt.datetime) and not event
    words = _left_words(left) if exact and left < 6 * HOUR else capfirst(when)
    return Due(words, "late" if left < dt.timedelta(0) else "soon" if soon else "plain", iso)


def moment_words(when: Moment, *, now: dt.datetime | None = None) -> str:
    """A moment that has been: «hoy 09:12», «ayer 17:40», «14 nov», «3 feb 2025»."""
    moment = now or clock.now()
    if isinstance(when, dt.datetime):
        local = timezone.localtime(when)
        return f"{_day_words(local.date(), moment)} {local:%H:%M}"
    return _day_words(when, moment)


def _day_words(day: dt.date, now: dt.datetime) -> str:
    """The day beside today: «hoy», «mañana», «ayer», «jue 26», «14 ene», «14 ene 2027»."""
    return _sentence(day, timezone.localtime(now).date(), get_language())


@lru_cache(maxsize=2_000)
def _sentence(day: dt.date, today: dt.date, _language: str | None) -> str:
    """The same, kept: a page says few days many times. The words are those of the active language."""
    near = {-1: _("ayer"), 0: _("hoy"), 1: _("mañana")}.get((day - today).days)
    if near:
        return near
    if 1 < (day - today).days < 7:
        return _cased(f"{date_format(day, 'D')} {day.day}")
    return _cased(date_format(day, "j M" if day.year == today.year else "j M Y"))


def _cased(words: str) -> str:
    """Days and months have no capital in Spanish; English keeps them."""
    return words if (get_language() or "").startswith("en") else words.lower()


def _waiting_words(deadline: Moment, when: str, now: dt.datetime) -> str:
    """«antes de mañana 10:00», but «antes del jue 26 10:00»: Spanish joins the article."""
    day = timezone.localtime(deadline).date() if isinstance(deadline, dt.datetime) else deadline
    near = (day - timezone.localtime(now).date()).days <= 1
    return (_("Responden antes de %(when)s") if near else _("Responden antes del %(when)s")) % {"when": when}


def _left_words(left: dt.timedelta) -> str:
    minutes = int(left.total_seconds() // 60)
    if minutes < 1:
        return _("Vence ahora")
    if minutes < 60:
        return ngettext("Queda %(n)d minuto", "Quedan %(n)d minutos", minutes) % {"n": minutes}
    hours = minutes // 60
    return ngettext("Queda %(n)d hora", "Quedan %(n)d horas", hours) % {"n": hours}


def _late_words(late: dt.timedelta, *, waiting: bool) -> str:
    ago = ago_words(late)
    return (_("Debían responder %(ago)s") if waiting else _("Venció %(ago)s")) % {"ago": ago}


def ago_words(past: dt.timedelta) -> str:
    """How long ago: «hace 5 minutos», «hace 5 horas», «hace 3 días»; days from two days on."""
    minutes = max(1, int(past.total_seconds() // 60))
    if minutes < 60:
        return ngettext("hace %(n)d minuto", "hace %(n)d minutos", minutes) % {"n": minutes}
    if minutes < 48 * 60 and past % DAY:
        hours = minutes // 60
        return ngettext("hace %(n)d hora", "hace %(n)d horas", hours) % {"n": hours}
    days = minutes // (24 * 60)
    return ngettext("hace %(n)d día", "hace %(n)d días", days) % {"n": days}
