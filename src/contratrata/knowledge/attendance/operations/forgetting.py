"""Names that a report showed go half a year after the event; the worker's."""

import datetime as dt

from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import Organisation, job_scope
from contratrata.knowledge.events import public as events

from ..models import Identity

#: So long after the last session the names stand.
KEPT = dt.timedelta(days=182)


def forget() -> int:
    """Empty the names and addresses of events that ended long ago, in every organisation. Returns how many."""
    number = 0
    for organisation in Organisation.objects.filter(left_at=None).order_by("id"):
        with acting(job_scope(organisation)):
            over = events.Event.objects.filter(organisation_id=organisation.id, ends_on__lt=_day())
            single = events.Event.objects.filter(
                organisation_id=organisation.id, ends_on=None, starts_on__lt=_day()
            )
            ids = [*over.values_list("id", flat=True), *single.values_list("id", flat=True)]
            gone = Identity.objects.filter(event_id__in=ids).exclude(name=b"").update(name=b"", email=b"")
            if gone:
                audit.record("attendance.forgotten", kind="events", number=gone)
            number += gone
    return number


def _day() -> dt.date:
    return clock.today() - KEPT
