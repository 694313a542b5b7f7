"""What Hoy and Red show, composed from what cases, referrals and drafts say."""

from contratrata.ground.base.scope import Scope


def day(scope: Scope) -> dict[str, list[object]]:
    """Late, today and waiting, for whoever acts."""
    return {"late": [], "today": [], "waiting": []}


def network(scope: Scope) -> dict[str, list[object]]:
    """Where referrals wait in the realm."""
    return {"waiting": []}
