"""Who the office of the programme is: whoever coordinates the network."""

from contratrata.ground.base.scope import current, organisation_id
from contratrata.ground.network.public import Membership, Role


def written_by_office() -> bool:
    """Whether who acts writes for the office; a job that brings a sheet writes for who brought it."""
    scope = current()
    if scope is None or scope.user_id is None or not scope.is_job:
        return scope is not None and scope.has(Role.COORDINATION)
    rows = Membership.objects.filter(
        organisation_id=organisation_id(), user_id=scope.user_id, ended_at__isnull=True
    )
    return any(Role.COORDINATION in roles for roles in rows.values_list("roles", flat=True))
