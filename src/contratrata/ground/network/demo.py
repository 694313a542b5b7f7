"""Who may sign in to the demonstration network, and as what."""

import dataclasses

from contratrata.ground.accounts.public import DEMO_PASSWORD, User, demo_code, only_fictitious
from contratrata.ground.base.scope import Scope, acting

from .choose import memberships_of
from .roles import Role


@dataclasses.dataclass(frozen=True, slots=True)
class DemoSignIn:
    """One line of the demo sign-ins. `code` is the present one of the second factor, for `seconds` more."""

    email: str
    password: str
    name: str
    role: str
    organisation: str
    code: str
    seconds: int


def demo_signins() -> list[DemoSignIn]:
    """The demonstration users with a second factor, by organisation. Raises `NotAllowed` in production."""
    result = []
    for user in User.objects.filter(authenticator__type="totp", is_active=True).order_by("email"):
        if not only_fictitious(user):
            continue
        values = demo_code(user)
        with acting(Scope(user_id=user.pk)):
            mine = memberships_of(user.pk)
        if values is None or not mine:
            continue
        roles = ", ".join(str(Role(role).label) for role in mine[0].roles)
        where = " + ".join(one.organisation.name for one in mine)
        result.append(DemoSignIn(user.email, DEMO_PASSWORD, user.name, roles, where, *values))
    return sorted(result, key=lambda one: (one.organisation, one.email))
