"""What registering needs to know of an event, as it was published."""

import dataclasses
import datetime as dt
import enum
import functools
import uuid
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import override

from contratrata.ground.base import clock
from contratrata.ground.base.scope import Realm, Scope, acting
from contratrata.ground.network.public import Organisation
from contratrata.knowledge.events.public import Event, OpenSession, Published, place

#: A place without a word from her is kept so long, and never beyond half of what is left until it begins.
LONGEST_WAIT, SHORTEST_WAIT = dt.timedelta(hours=48), dt.timedelta(minutes=15)


class Door(enum.Enum):
    """How the registration of an event stands."""

    OPEN = "open"
    CLOSED = "closed"
    PAST = "past"
    CANCELLED = "cancelled"


@dataclasses.dataclass(frozen=True)
class Happening:
    """A published event and the organisation that holds it."""

    copy: Published
    organisation: Organisation

    @property
    def facts(self) -> Any:
        """The facts of the event, as columns of the copy."""
        return self.copy

    @property
    def id(self) -> uuid.UUID:
        """The id of the event."""
        return self.copy.row_id

    @functools.cached_property
    def sessions(self) -> list[Any]:
        """Its sessions with a time, the first first; one query."""
        rows: Any = OpenSession.objects.filter(event_id=self.id, begins__isnull=False)
        return list(rows.exclude(sort="break").order_by("begins", "id"))

    def title(self, language: str = "") -> str:
        """Its title, for who reads that language."""
        return str(self.facts.name.reading(language).text)

    def door(self) -> Door:
        """Whether one may register now. The last day is counted where the event is."""
        if self.copy.cancelled_at is not None:
            return Door.CANCELLED
        if self.copy.ends <= clock.now():
            return Door.PAST
        today = clock.now().astimezone(ZoneInfo(self.facts.zone)).date()
        return Door.CLOSED if self.facts.closes_on and today > self.facts.closes_on else Door.OPEN

    def wait(self) -> dt.datetime:
        """Until when a place waits for the word of who has it, from now."""
        now = clock.now()
        left = (self.copy.begins - now) / 2 if self.copy.begins > now else LONGEST_WAIT
        return now + max(min(left, LONGEST_WAIT), SHORTEST_WAIT)


def moment_words(moment: dt.datetime, zone: str, language: str) -> str:
    """«jueves 3 de diciembre, 10:00 (hora de Costa Rica)»: on the clock of that zone, which is named."""
    local = moment.astimezone(ZoneInfo(zone))
    with override(language):
        return _("%(weekday)s %(day)s, %(time)s (hora de %(place)s)") % {
            "weekday": formats.date_format(local, "l").lower()
            if language == "es"
            else formats.date_format(local, "l"),
            "day": formats.date_format(local, "MONTH_DAY_FORMAT"),
            "time": f"{local:%H:%M}",
            "place": place(zone),
        }


def _of(copies: Iterable[Published], realm: Realm) -> list[Happening]:
    """Those of an organisation of this realm that has not left; two queries."""
    rows = {copy.row_id: copy for copy in copies}
    with acting(Scope(realm=realm)):
        owners = dict(
            Event.objects.filter(realm=realm, id__in=list(rows)).values_list("id", "organisation_id")
        )
        houses = Organisation.objects.in_bulk(set(owners.values()))
    return [Happening(rows[key], houses[owner]) for key, owner in owners.items()]


def by_code(code: str) -> Happening | None:
    """The event of a public address, in whatever realm it was published; None where nobody did."""
    copies = list(Published.objects.filter(code=code))
    return next((one for realm in Realm for one in _of(copies, realm)), None) if copies else None


def by_id(event_id: uuid.UUID, organisation: Organisation) -> Happening | None:
    """The event of an organisation, once it is published."""
    copy = Published.objects.filter(row_id=event_id).first()
    return Happening(copy, organisation) if copy is not None else None


def lively(realm: Realm, past: dt.timedelta) -> list[Happening]:
    """Every event of the realm that is to come, or ended less than `past` ago."""
    copies = Published.objects.filter(ends__gt=clock.now() - past).order_by("begins", "id")
    return [one for one in _of(copies, realm) if one.organisation.left_at is None]
