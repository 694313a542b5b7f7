"""Who may say what of an adoption."""

from contratrata.ground.base.scope import Scope
from contratrata.ground.network.public import Role
from contratrata.knowledge.practices.public import PRACTICES, Practice

from .models import Adoption, Learned

#: Whoever represents an organisation of the network.
SPEAKERS = PRACTICES.writers


def may_speak(scope: Scope) -> bool:
    """Whether she speaks for her organisation."""
    return scope.has(*SPEAKERS)


def may_want(scope: Scope, practice: Practice) -> bool:
    """Whether she may say that her organisation wants a practice: it is of another one."""
    return may_speak(scope) and practice.organisation_id != scope.organisation_id


def may_move(scope: Scope, adoption: Adoption) -> bool:
    """Whether she may say how far it is: it is her organisation's."""
    return may_speak(scope) and adoption.organisation_id == scope.organisation_id


def may_accept(scope: Scope, practice: Practice, learned: Learned) -> bool:
    """Whether she may publish what was learned: of who wrote the practice, or the coordination; never one's own."""
    if learned.organisation_id == scope.organisation_id:
        return False
    own = may_speak(scope) and practice.organisation_id == scope.organisation_id
    return own or scope.has(Role.COORDINATION)
