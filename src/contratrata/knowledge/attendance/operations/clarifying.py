"""A person says who somebody of a report is; that holds for the whole event, and can be said otherwise later."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import edit
from contratrata.ground.audit import public as audit
from contratrata.ground.base.errors import DomainError, NotAllowed
from contratrata.ground.base.scope import organisation_id

from .. import people
from ..matching import How
from ..models import Identity
from ..states import NotListed
from ._common import own_event


def clarify(identity_id: uuid.UUID, *, who: str, expected_version: int) -> Identity:
    """Say who it is: the id of one who signed up, `other` or `unsure`.

    Raises `Conflict`, `NotAllowed`; `DomainError` on `who` for somebody who has no place in this event.
    """
    with transaction.atomic():
        rows = Identity.objects.select_for_update()
        row = rows.filter(id=identity_id, organisation_id=organisation_id()).first()
        if row is None:
            raise NotAllowed(_("Esta persona ya no está en ningún informe."))
        own_event(row.event_id)
        edit(row, expected_version)
        row.how = How.UNSURE if who == NotListed.UNSURE else How.ANSWERED
        row.registration_id = None if who in NotListed.values else _registered(row.event_id, who)
        row.save()
        audit.record("attendance.clarified", kind="events", subject=row.event_id)
    return row


def _registered(event_id: uuid.UUID, who: str) -> uuid.UUID:
    person = next((one.id for one in people.of(event_id) if str(one.id) == who), None)
    if person is None:
        raise DomainError(_("Elija a alguien que esté inscrita."), field="who")
    return person
