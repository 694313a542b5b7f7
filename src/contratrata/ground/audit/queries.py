"""Reading the trail of the acting organisation."""

from django.db.models import QuerySet

from contratrata.ground.base.scope import Scope

from .models import Entry


def visible_to(scope: Scope) -> QuerySet[Entry]:
    """The trail of the organisation, for who may read it (the auditor, the supervisor); else nothing."""
    if scope.organisation_id is None or not scope.audit:
        return Entry.objects.none()
    return Entry.objects.filter(organisation_id=scope.organisation_id)
