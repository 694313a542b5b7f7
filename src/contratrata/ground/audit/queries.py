"""Reading the trail of the acting organisation."""

import uuid

from django.db.models import QuerySet

from contratrata.ground.base.scope import Scope

from .models import Check, Entry


def visible_to(scope: Scope) -> QuerySet[Entry]:
    """The trail of the organisation, for who may read it (the auditor, the supervisor); else nothing."""
    if scope.organisation_id is None or not scope.audit:
        return Entry.objects.none()
    return Entry.objects.filter(organisation_id=scope.organisation_id)


def last_check(about: uuid.UUID | None) -> Check | None:
    """The newest proof of this organisation's chain, or (None) of the whole house."""
    return Check.objects.filter(about=about).order_by("-at").first()
