"""Who may do what: predicates about the acting scope."""

from contratrata.ground.base.scope import Scope
from contratrata.ground.network.public import Role
from contratrata.knowledge.events.public import ORGANISERS

from .happenings import Happening

#: Who speaks for a member, and may propose people for an event of another one.
NOMINATORS = (Role.FOCAL_POINT, Role.NATIONAL_FOCAL_POINT, Role.COORDINATION)


def may_organise(scope: Scope, event: Happening) -> bool:
    """Whether who acts decides who comes: it is an event of the own organisation."""
    return scope.organisation_id == event.organisation.id and scope.has(*ORGANISERS)


def may_nominate(scope: Scope) -> bool:
    """Whether who acts proposes people for the acting organisation."""
    return scope.organisation_id is not None and scope.has(*NOMINATORS)
