"""Time zones: what a moment is in the time of a place, and which times a clock never shows."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from contratrata.ground.base.errors import DomainError
from contratrata.ground.network.public import TimeZone
from contratrata.ground.questions.public import register_kind


def moment(day: dt.date, time: dt.time, zone: str) -> dt.datetime:
    """The moment at which the clocks of that place show this. Raises `DomainError` for a time they leave out.

    A time that they show twice, when summer ends, is the first of the two.
    """
    local = dt.datetime.combine(day, time, ZoneInfo(zone))
    if local.astimezone(dt.UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise DomainError(
            _("Ese día a esa hora no hay hora en %s: se adelanta el reloj. Elija otra.") % place(zone),
            field="starts",
        )
    return local.astimezone(dt.UTC)


def place(zone: str) -> str:
    """The name of the place a zone is called after."""
    return TimeZone().words(zone)


register_kind("zone", TimeZone)
