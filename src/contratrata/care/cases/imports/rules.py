"""Who may bring files: those who work on cases. What she brought is hers; supervision sees all of it."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from contratrata.ground.audit import public as audit
from contratrata.ground.base.errors import NotAllowed
from contratrata.ground.base.scope import Scope
from contratrata.ground.network.public import Membership, Role

from .. import rules as of_cases
from ..models import Import
from . import events  # noqa: F401  (declares the events)

#: Who opens the pages.
BRINGING = (Role.CASEWORKER, Role.SUPERVISOR)
Rule = Callable[[Scope, Import | None], bool]


def brings(scope: Scope, one: Import | None = None) -> bool:
    """Works on cases here."""
    return of_cases.works_on_cases(scope)


def is_hers(scope: Scope, one: Import | None) -> bool:
    """Brought it herself, or supervises."""
    mine = one is not None and scope.user_id is not None and one.by_id == scope.user_id
    return of_cases.supervises(scope) or (brings(scope) and mine)


RULES: dict[str, Rule] = {
    "receive": brings,
    "cancel": is_hers,
    "apply": is_hers,
    "reverse": is_hers,
    "report": is_hers,
}


def require(verb: str, scope: Scope, one: Import | None = None) -> None:
    """Refuse, and leave a trace of the attempt. Raises `NotAllowed`."""
    if not RULES[verb](scope, one):
        audit.record_refused("import.refused", kind="import", subject=one.id if one else None, verb=verb)
        raise NotAllowed(_("Esto le corresponde a otra persona de su organización. Hable con supervisión."))


def visible_to(scope: Scope) -> QuerySet[Import]:
    """The imports this scope may see."""
    if scope.organisation_id is None or not scope.identities:
        return Import.objects.none()
    found = Import.objects.filter(organisation_id=scope.organisation_id)
    if of_cases.supervises(scope):
        return found
    return found.filter(by_id=scope.user_id) if scope.has(*BRINGING) else found.none()


def still_works_here(scope: Scope, one: Import) -> bool:
    """Asked again by the job: whether whoever brought the file still works on cases in this organisation.

    A file brought from the console by whoever runs the machine has nobody to ask.
    """
    if one.by_id is None:
        return True
    roles = (
        Membership.objects.filter(
            organisation_id=one.organisation_id,
            user_id=one.by_id,
            ended_at__isnull=True,
            user__is_active=True,
        )
        .values_list("roles", flat=True)
        .first()
    )
    return bool({role.value for role in BRINGING} & set(roles or ()))
