"""Names that a report showed go half a year after the event, and with who is erased."""

import datetime as dt
import uuid

from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting, organisation_id
from contratrata.ground.network.public import Organisation, job_scope
from contratrata.knowledge.events import public as events

from ..models import Identity, Report
from ..states import ReportState

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
            Report.objects.filter(
                event_id__in=ids, state=ReportState.ASKED
            ).delete()  # nobody explained it any more
            gone = Identity.objects.filter(event_id__in=ids).exclude(name=b"").update(name=b"", email=b"")
            if gone:
                audit.record("attendance.forgotten", kind="events", number=gone)
            number += gone
    return number


def erased(registration_id: uuid.UUID) -> None:
    """How reports showed somebody goes with her; that a person was there stays, as a number."""
    for row in Identity.objects.filter(organisation_id=organisation_id(), registration_id=registration_id):
        row.name, row.email, row.token = b"", b"", uuid.uuid4()
        row.save(update_fields=["name", "email", "token"])


def _day() -> dt.date:
    return clock.today() - KEPT
