"""Who may do what in the network: predicates about the acting scope, never about a request."""

import uuid
from collections.abc import Iterable

from contratrata.ground.base.scope import Scope

from .roles import Role

#: What an organisation may give its own people. The others are given by those who hold them already.
HOUSE_ROLES = (
    Role.CASEWORKER,
    Role.SUPERVISOR,
    Role.FOCAL_POINT,
    Role.ORG_ADMIN,
    Role.FACILITATOR,
    Role.PARTICIPANT,
    Role.AUDITOR,
)
#: Given only by somebody of the same organisation who holds it herself. `PLATFORM_ADMIN` is never given here.
HELD_ROLES = (Role.COORDINATION, Role.NATIONAL_FOCAL_POINT)


def may_manage_staff(scope: Scope) -> bool:
    """Only the organisation's administration invites, changes functions and ends memberships."""
    return scope.organisation_id is not None and scope.has(Role.ORG_ADMIN)


def may_change_settings(scope: Scope) -> bool:
    """Only the organisation's administration changes how the organisation works here."""
    return may_manage_staff(scope)


def may_sign(scope: Scope) -> bool:
    """Only the organisation's administration signs for it."""
    return may_manage_staff(scope)


def may_invite_organisations(scope: Scope) -> bool:
    """Only the coordination of the network lets an organisation in."""
    return scope.organisation_id is not None and scope.has(Role.COORDINATION)


def grantable(scope: Scope) -> tuple[Role, ...]:
    """The roles this person may give or take, in the order they are shown."""
    if not may_manage_staff(scope):
        return ()
    return (*HOUSE_ROLES, *(role for role in HELD_ROLES if scope.has(role)))


def gives_herself(scope: Scope, user_id: uuid.UUID, before: Iterable[str], after: Iterable[str]) -> bool:
    """Whether somebody would give herself a function: another administrator must do that."""
    return scope.user_id == user_id and not set(after) <= set(before)
