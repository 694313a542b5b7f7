"""Reading the trail of the acting organisation, page by page."""

import dataclasses
import datetime as dt
import uuid

from django.db.models import Q, QuerySet

from contratrata.ground.base.scope import Scope

from .models import Entry

PAGE = 50


@dataclasses.dataclass(frozen=True, slots=True)
class Key:
    """The place of an entry in the order of the trail: its moment, then its id."""

    at: dt.datetime
    id: uuid.UUID

    def __str__(self) -> str:
        return f"{self.at.astimezone(dt.UTC):%Y%m%dT%H%M%S.%f}-{self.id.hex}"

    @classmethod
    def read(cls, text: str) -> "Key | None":
        """The key of an address; None when it is none."""
        moment, _, name = text.partition("-")
        try:
            at = dt.datetime.strptime(moment, "%Y%m%dT%H%M%S.%f").replace(tzinfo=dt.UTC)
            return cls(at, uuid.UUID(name))
        except ValueError:
            return None


@dataclasses.dataclass(frozen=True, slots=True)
class Filters:
    """What to look for; `since` and `until` are moments, the second not included."""

    event: str = ""
    actor_id: uuid.UUID | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None


def visible_to(scope: Scope) -> QuerySet[Entry]:
    """The trail of the organisation, for who may read it (the auditor, the supervisor); else nothing."""
    if scope.organisation_id is None or not scope.audit:
        return Entry.objects.none()
    return Entry.objects.filter(organisation_id=scope.organisation_id)


def page(
    scope: Scope, filters: Filters, *, before: Key | None = None, after: Key | None = None
) -> tuple[list[Entry], Key | None, Key | None]:
    """One page, newest first, and the keys of the page of newer and of the page of older entries.

    Walks `(organisation_id, at)`; a filter by event or person that is rare over years walks far.
    """
    rows = visible_to(scope)
    if filters.event:
        rows = rows.filter(event=filters.event)
    if filters.actor_id:
        rows = rows.filter(actor_id=filters.actor_id)
    if filters.since:
        rows = rows.filter(at__gte=filters.since)
    if filters.until:
        rows = rows.filter(at__lt=filters.until)
    if after is not None:
        newer = rows.filter(Q(at__gt=after.at) | Q(at=after.at, id__gt=after.id))
        found = list(newer.filter(at__gte=after.at).order_by("at", "id")[: PAGE + 1])
        more = len(found) > PAGE
        found = found[:PAGE][::-1]
        return found, _key(found, 0) if more else None, _key(found, -1)
    if before is not None:
        rows = rows.filter(at__lte=before.at).filter(Q(at__lt=before.at) | Q(at=before.at, id__lt=before.id))
    found = list(rows.order_by("-at", "-id")[: PAGE + 1])
    more = len(found) > PAGE
    found = found[:PAGE]
    return found, _key(found, 0) if before is not None else None, _key(found, -1) if more else None


def _key(rows: list[Entry], index: int) -> Key | None:
    return Key(rows[index].at, rows[index].id) if rows else None
