"""Who may do what with a case: one predicate a verb, about the acting scope, never about a request."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from contratrata.ground.audit import public as audit
from contratrata.ground.base.errors import NotAllowed
from contratrata.ground.base.scope import Scope
from contratrata.ground.network.public import Role

from . import events  # noqa: F401  (declares the events)
from .models import Case

Rule = Callable[[Scope, Case | None], bool]


def supervises(scope: Scope, case: Case | None = None) -> bool:
    """Answers for every case of the organisation."""
    return scope.has(Role.SUPERVISOR) or scope.is_job


def works_on_cases(scope: Scope, case: Case | None = None) -> bool:
    """Registers cases and works on those she may see."""
    return scope.has(Role.CASEWORKER, Role.SUPERVISOR) or scope.is_job


def is_responsible(scope: Scope, case: Case | None) -> bool:
    """Is the one the case is assigned to."""
    return case is not None and scope.user_id is not None and case.responsible_id == scope.user_id


def leads(scope: Scope, case: Case | None) -> bool:
    """Responsible for the case, or supervises it."""
    return supervises(scope) or (works_on_cases(scope) and is_responsible(scope, case))


#: Verb → predicate. Whoever sees a case works on it; ending, sharing and handing over belong to who leads it.
RULES: dict[str, Rule] = {
    "register": works_on_cases,
    "edit": works_on_cases,
    "assert_status": works_on_cases,
    "give_consent": works_on_cases,
    "withdraw_consent": works_on_cases,
    "change_needs": works_on_cases,
    "write_note": works_on_cases,
    "change_step": works_on_cases,
    "follow_up": works_on_cases,
    "resume": works_on_cases,
    "close": leads,
    "reopen": leads,
    "share": leads,
    "unshare": leads,
    "hand_over": leads,
    "erase": supervises,
    "remove_copied": leads,
    "record_contact": works_on_cases,
    "refer": works_on_cases,
    "export": works_on_cases,
    "export_identities": supervises,
}


def may(verb: str, scope: Scope, case: Case | None = None) -> bool:
    """Whether the rule of the verb holds (the case must be one she may see)."""
    return RULES[verb](scope, case)


def require(verb: str, scope: Scope, case: Case | None = None) -> None:
    """Refuse, and leave a trace of the attempt. Raises `NotAllowed`."""
    if not may(verb, scope, case):
        audit.record_refused("case.refused", kind="case", subject=case.id if case else None, verb=verb)
        raise NotAllowed(_("Esto le corresponde a otra persona de su organización. Hable con supervisión."))
