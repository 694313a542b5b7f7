"""Who may bring files: those the importer names. What she brought is hers; those who oversee see all of it."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from contratrata.ground.audit import public as audit
from contratrata.ground.base.errors import NotAllowed
from contratrata.ground.base.scope import Scope
from contratrata.ground.network.public import Membership

from . import events  # noqa: F401  (declares the events)
from .importer import Importer, importer_of, importers
from .models import Import

Rule = Callable[[Scope, Importer[Any], Import | None], bool]


def brings(scope: Scope, importer: Importer[Any], one: Import | None = None) -> bool:
    """Works on such things here."""
    return scope.has(*importer.roles) or scope.is_job


def oversees(scope: Scope, importer: Importer[Any]) -> bool:
    """Sees what others brought too."""
    return scope.has(*importer.overseers) or scope.is_job


def is_hers(scope: Scope, importer: Importer[Any], one: Import | None) -> bool:
    """Brought it herself, or oversees."""
    mine = one is not None and scope.user_id is not None and one.by_id == scope.user_id
    return oversees(scope, importer) or (brings(scope, importer) and mine)


RULES: dict[str, Rule] = {
    "receive": brings,
    "cancel": is_hers,
    "apply": is_hers,
    "reverse": is_hers,
    "report": is_hers,
}


def require(verb: str, scope: Scope, importer: Importer[Any], one: Import | None = None) -> None:
    """Refuse, and leave a trace of the attempt. Raises `NotAllowed`."""
    if not RULES[verb](scope, importer, one):
        audit.record_refused("import.refused", kind="import", subject=one.id if one else None, verb=verb)
        raise NotAllowed(_("Esto le corresponde a otra persona de su organización. Hable con supervisión."))


def visible_to(scope: Scope) -> QuerySet[Import]:
    """The imports this scope may see."""
    if scope.organisation_id is None:
        return Import.objects.none()
    seen = Q(pk__in=())
    for importer in importers():
        if importer.confidential and not scope.identities:
            continue
        if oversees(scope, importer):
            seen |= Q(importer=importer.key)
        elif brings(scope, importer):
            seen |= Q(importer=importer.key, by_id=scope.user_id)
    return Import.objects.filter(seen, organisation_id=scope.organisation_id)


def still_works_here(one: Import) -> bool:
    """Asked again by the job: whether whoever brought the file still works on such things in this organisation.

    A file brought from the console by whoever runs the machine has nobody to ask.
    """
    if one.by_id is None:
        return True
    here = Membership.objects.filter(
        organisation_id=one.organisation_id, user_id=one.by_id, ended_at__isnull=True
    )
    roles = here.filter(user__is_active=True).values_list("roles", flat=True).first()
    return bool({role.value for role in importer_of(one.importer).roles} & set(roles or ()))
