"""Erasing who registered: her key is destroyed; country, sector and sex stay for the figures, without her."""

import datetime as dt
import uuid

from django.db import transaction

from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.errors import NotAllowed
from contratrata.ground.base.scope import acting, organisation_id, required
from contratrata.ground.network.public import Organisation, job_scope
from contratrata.ground.vault import public as vault
from contratrata.knowledge.events.public import ORGANISERS, Published

from .. import hooks, places
from ..models import Registration
from ..states import REGISTRATION
from ._moving import locked, move

#: So long after its end is kept who registered for an event; said on every form.
KEPT = dt.timedelta(days=365)
KEPT_SO_LONG = "retention_over"
BATCH = 200


def erase(registration_id: uuid.UUID, *, reason: str) -> Registration:
    """Erase who she is; her place is free. `reason`: a code; once an event was held and she was `KEPT_SO_LONG`, what
    she was in it stands for its figures. Raises `NotAllowed`, `WrongState`."""
    scope = required()
    if not scope.is_job and not scope.has(*ORGANISERS):
        raise NotAllowed("")
    with transaction.atomic():
        row = Registration.objects.get(organisation_id=organisation_id(), id=registration_id)
        places.alone(row.event_id)
        row = locked(registration_id)
        if not (reason == KEPT_SO_LONG and _was_held(row.event_id)) and "withdraw" in REGISTRATION.verbs(
            row.state
        ):
            move(row, "withdraw")
        vault.shred(row.subject_id, reason=reason)
        for column in Registration.sealed_columns():
            setattr(row, column, b"")
        row.email_key, row.erased_at, row.mailed = None, clock.now(), []
        row.save()
        hooks.erased(row, reason)
        audit.record("registration.erased", kind="registration", subject=row.id, reason=reason)
    return row


def _was_held(event_id: uuid.UUID) -> bool:
    return Published.objects.filter(row_id=event_id, ends__lt=clock.now()).exists()


def forget_old() -> int:
    """Erase who registered for an event that ended long ago, or that is no longer there. Returns how many."""
    number = 0
    for organisation in Organisation.objects.order_by("id"):
        with acting(job_scope(organisation)):
            standing = Published.objects.filter(ends__gt=clock.now() - KEPT).values("row_id")
            old = Registration.objects.filter(organisation_id=organisation.id, erased_at=None)
            ids = old.filter(at__lt=clock.now() - KEPT).exclude(event_id__in=standing).order_by("id")
            for one in list(ids.values_list("id", flat=True)[:BATCH]):
                erase(one, reason=KEPT_SO_LONG)
                number += 1
    return number
