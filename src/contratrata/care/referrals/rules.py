"""Who may do what with a referral: one predicate a verb, about the acting scope, never about a request.

The inbox and the outbox belong to the organisation: every colleague who works with referrals sees that one
waits, from whom and until when. What was shared is read by those who work on the case, and by the receiver.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from contratrata.care.cases import public as cases
from contratrata.ground.audit import public as audit
from contratrata.ground.base.errors import NotAllowed
from contratrata.ground.base.scope import Scope
from contratrata.ground.network.public import Role

from . import events  # noqa: F401  (declares the events)
from .models import Referral
from .states import OPEN_FOR_RECEIVER

Rule = Callable[[Scope, Referral], bool]

#: Who works with referrals on either side.
REFERRING = (Role.CASEWORKER, Role.SUPERVISOR, Role.FOCAL_POINT, Role.NATIONAL_FOCAL_POINT)


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
    return receives(scope, referral) and scope.has(Role.CASEWORKER, Role.SUPERVISOR)


def either(scope: Scope, referral: Referral) -> bool:
    """Takes part on one of the two sides."""
    return receives(scope, referral) or sends(scope, referral)


def reads_parts(scope: Scope, referral: Referral) -> bool:
    """Reads what was shared: the receiver while it is open, the sender's people of the case for ever."""
    if scope.organisation_id == referral.receiver_id:
        return receives(scope, referral) and referral.state in OPEN_FOR_RECEIVER
    return sends(scope, referral)


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
    "begin_care": receives,
    "attend": receives,
    "close": receives,
    "open_own_case": cares,
    "say": either,
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
