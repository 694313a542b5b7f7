"""Who may do what with a service: predicates about the acting scope."""

from contratrata.ground.base.scope import Scope
from contratrata.ground.network.public import Role

from .models import Service

#: Who asks who can help. They see the same directory; only those who carry cases go on to refer.
ASKING = (
    Role.CASEWORKER,
    Role.SUPERVISOR,
    Role.FOCAL_POINT,
    Role.ORG_ADMIN,
    Role.COORDINATION,
    Role.NATIONAL_FOCAL_POINT,
)
#: Who keeps the organisation's entry in the directory.
KEEPING = (Role.FOCAL_POINT, Role.ORG_ADMIN)


def may_keep_services(scope: Scope) -> bool:
    """Focal point and administration keep the organisation's services."""
    return scope.organisation_id is not None and scope.has(*KEEPING)


def may_edit(scope: Scope, service: Service) -> bool:
    """Only those who keep the services of the organisation it belongs to."""
    return may_keep_services(scope) and service.organisation_id == scope.organisation_id


def may_refer(scope: Scope) -> bool:
    """Whoever carries cases may go on from an answer to a referral."""
    return scope.organisation_id is not None and scope.has(Role.CASEWORKER, Role.SUPERVISOR)
