"""Who may do what with a referral: one predicate a verb, about the acting scope, never about a request.

The inbox and the outbox belong to the organisation: every colleague who works with referrals sees that one
waits, from whom and until when. What was shared is read by those who work on the case; at the receiver by who
answers for it, and before it is taken only by who said why she must know (`Look`). The database keeps the same.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from contratrata.care.cases import public as cases
from contratrata.ground.audit import public as audit
from contratrata.ground.base.errors import NotAllowed
from contratrata.ground.base.scope import Scope
from contratrata.ground.network.public import Role

from . import events  # noqa: F401  (declares the events)
from .models import Look, Referral
from .states import ONGOING, WAITING

Rule = Callable[[Scope, Referral], bool]

#: Who works with referrals on either side.
REFERRING = (Role.CASEWORKER, Role.SUPERVISOR, Role.FOCAL_POINT, Role.NATIONAL_FOCAL_POINT)
#: Of these, who works on cases.
CARING = (Role.CASEWORKER, Role.SUPERVISOR)


def is_clock(scope: Scope, referral: Referral) -> bool:
    """The clock acts for the sender, without a person."""
    return scope.referrals and not scope.roles and scope.organisation_id == referral.organisation_id


def is_sender(scope: Scope, referral: Referral) -> bool:
    """Works in the organisation that sends."""
    return scope.organisation_id == referral.organisation_id and scope.has(*REFERRING)


def sends(scope: Scope, referral: Referral) -> bool:
    """The caseworker of the case, or supervision, in the organisation that sends. Costs one query."""
    if not is_sender(scope, referral) or not scope.has(Role.CASEWORKER, Role.SUPERVISOR):
        return False
    return cases.visible_to(scope).filter(id=referral.case_id).exists()


def receives(scope: Scope, referral: Referral) -> bool:
    """Focal point, supervision or caseworker of the organisation that receives."""
    return scope.organisation_id == referral.receiver_id and scope.has(*REFERRING)


def cares(scope: Scope, referral: Referral) -> bool:
    """Works on cases in the organisation that receives."""
    return receives(scope, referral) and scope.has(*CARING)


def answers_for(scope: Scope, referral: Referral) -> bool:
    """At the receiver, once it was taken: the responsible, her substitute, supervision."""
    if not cares(scope, referral) or scope.user_id is None:
        return False
    return scope.has(Role.SUPERVISOR) or scope.user_id in (referral.responsible_id, referral.substitute_id)


def is_focal_point(scope: Scope, referral: Referral) -> bool:
    """Keeps the inbox of the organisation that receives: says what was done, and reads no identity for it."""
    return receives(scope, referral) and scope.has(Role.FOCAL_POINT, Role.NATIONAL_FOCAL_POINT)


def carries(scope: Scope, referral: Referral) -> bool:
    """Moves what was taken."""
    return answers_for(scope, referral) or is_focal_point(scope, referral)


def talks(scope: Scope, referral: Referral) -> bool:
    """Reads and writes in the conversation: at the receiver the whole house until it is taken, then who answers."""
    if scope.organisation_id == referral.receiver_id:
        return answers_for(scope, referral) if referral.state in ONGOING else receives(scope, referral)
    return sends(scope, referral)


def looked(scope: Scope, referral: Referral) -> bool:
    """Said why she must know who the person is before it is taken. Costs one query."""
    if scope.user_id is None or not cares(scope, referral):
        return False
    mine = Look.objects.filter(referral=referral, receiver_id=referral.receiver_id, user_id=scope.user_id)
    return mine.exists()


def reads_parts(scope: Scope, referral: Referral) -> bool:
    """Reads what was shared: at the receiver who answers for it, at the sender who works on the case, for ever."""
    if scope.organisation_id != referral.receiver_id:
        return sends(scope, referral)
    if referral.state in WAITING:
        return looked(scope, referral)
    return referral.state in ONGOING and answers_for(scope, referral)


RULES: dict[str, Rule] = {
    "choose": sends,
    "discard": sends,
    "send": sends,
    "withdraw": sends,
    "send_update": sends,
    "feedback_seen": sends,
    "receive": receives,
    "accept": receives,
    "decline": receives,
    "look": cares,
    "assign": carries,
    "begin_care": carries,
    "attend": carries,
    "close": carries,
    "open_own_case": answers_for,
    "say": talks,
    "expire": is_clock,
}


def may(verb: str, scope: Scope, referral: Referral) -> bool:
    """Whether the rule of the verb holds (the referral must be one she may see)."""
    return RULES[verb](scope, referral)


def require(verb: str, scope: Scope, referral: Referral) -> None:
    """Refuse, and leave a trace of the attempt. Raises `NotAllowed`."""
    if not may(verb, scope, referral):
        audit.record_refused("referral.refused", kind="referral", subject=referral.id, verb=verb)
        raise NotAllowed(
            _("Esto le corresponde a otra persona. Hable con quien lleva el caso o con supervisión.")
        )
