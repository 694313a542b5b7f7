"""What waits for the acting person."""

from django.db.models import Q

from contratrata.ground.base.scope import Scope

from .models import Notice

#: A person with more than this waiting is told «más de 200».
MOST = 200


def unseen(scope: Scope, *, limit: int = MOST) -> list[Notice]:
    """Notices to her, or to a role she holds, that nobody has marked as seen; newest first. One query.

    Roles are compared here and not in the database: list operators are not leakproof.
    """
    if scope.organisation_id is None:
        return []
    waiting = Notice.objects.filter(organisation_id=scope.organisation_id, seen_at__isnull=True).filter(
        Q(user_id=scope.user_id) | Q(user_id__isnull=True)
    )
    return [row for row in waiting.order_by("-at", "id")[: limit * 2] if is_for(row, scope)][:limit]


def is_for(notice: Notice, scope: Scope) -> bool:
    """Whether the notice is to this person or to a role she holds."""
    if notice.user_id is not None:
        return notice.user_id == scope.user_id
    return scope.has(*notice.roles.split(","))
