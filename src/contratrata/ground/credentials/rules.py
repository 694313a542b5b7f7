"""Who may do what with credentials."""

from contratrata.ground.base.scope import Realm, Scope
from contratrata.ground.network.public import Role, is_demonstration

#: Who issues for an organisation, and sees what it issued.
ISSUERS = (Role.FACILITATOR, Role.FOCAL_POINT, Role.ORG_ADMIN, Role.COORDINATION)
#: Who takes one back.
REVOKERS = (Role.ORG_ADMIN, Role.COORDINATION)
#: Who looks after the keys.
KEEPERS = (Role.ORG_ADMIN,)


def may_issue(scope: Scope) -> bool:
    """Who issues, and a job; of training nothing leaves the house, except in a demonstration."""
    return (scope.is_job or scope.has(*ISSUERS)) and (scope.realm is Realm.REAL or is_demonstration())
