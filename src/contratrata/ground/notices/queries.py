"""What waits for the acting person."""

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat

from contratrata.ground.base.scope import Scope

from .models import Notice

#: So many are taken as seen at once, and told to whoever asks without a page.
MOST = 200


def waiting_for(scope: Scope) -> QuerySet[Notice]:
    """Notices to her, or to a role she holds, that nobody has marked as seen."""
    if scope.organisation_id is None:
        return Notice.objects.none()
    hers = Q(user_id=scope.user_id)
    for role in scope.roles:
        hers |= Q(user_id__isnull=True, held__contains=f",{role},")
    waiting = Notice.objects.filter(organisation_id=scope.organisation_id, seen_at__isnull=True)
    return waiting.annotate(held=Concat(Value(","), "roles", Value(","))).filter(hers)


def unseen(scope: Scope, *, limit: int = MOST) -> list[Notice]:
    """The newest of them; one query."""
    return list(waiting_for(scope).order_by("-at", "id")[:limit])


def is_for(notice: Notice, scope: Scope) -> bool:
    """Whether the notice is to this person or to a role she holds."""
    if notice.user_id is not None:
        return notice.user_id == scope.user_id
    return scope.has(*notice.roles.split(","))
