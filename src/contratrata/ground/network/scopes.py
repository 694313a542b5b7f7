"""From a membership to an acting scope; and the scopes of jobs."""

import uuid

from django.db.models import QuerySet

from contratrata.ground.accounts.public import seals
from contratrata.ground.base.scope import Realm, Scope
from contratrata.ground.base.statements import Statement, columns_of

from .models import Membership, Organisation
from .roles import AUDIT, IDENTITIES, MAIL, NETWORK, REFERRALS


def scope_of(membership: Membership) -> Scope:
    """What this membership lets its user read. The organisation must be loaded."""
    roles = frozenset(membership.roles)
    return Scope(
        user_id=membership.user_id,
        organisation_id=membership.organisation_id,
        realm=Realm(membership.organisation.realm),
        roles=roles,
        identities=not roles.isdisjoint(IDENTITIES),
        referrals=not roles.isdisjoint(REFERRALS),
        network=not roles.isdisjoint(NETWORK),
        audit=not roles.isdisjoint(AUDIT),
        mail=not roles.isdisjoint(MAIL),
    )


def job_scope(organisation: Organisation, *, user_id: uuid.UUID | None = None) -> Scope:
    """The scope of a job that works on the files of one organisation, on behalf of `user_id` if given."""
    return Scope(
        user_id=user_id,
        organisation_id=organisation.id,
        realm=Realm(organisation.realm),
        identities=True,
        referrals=True,
        audit=True,
    )


def network_scope(realm: Realm) -> Scope:
    """The scope of a job that works on content-free rows of a whole realm (expiry, escalation)."""
    return Scope(realm=realm, network=True)


#: Nobody works in more organisations than a page can offer.
_MOST = 20
_NOBODY = uuid.UUID(int=0)


def _current(scope: Scope) -> QuerySet[Membership, tuple[object, ...]]:
    """The memberships of the user that stand, the oldest first, each with its organisation."""
    present = Membership.objects.filter(
        user_id=scope.user_id or _NOBODY, ended_at__isnull=True, organisation__left_at__isnull=True
    )
    organisation = [f"organisation__{name}" for name in columns_of(Organisation)]
    seal = seals.annotated()
    return present.order_by("since", "id").values_list(*columns_of(Membership), *organisation, *seal)[:_MOST]


_CURRENT = Statement(_current, planned=True)


def memberships_of(scope: Scope) -> list[Membership]:
    """Where the user of this scope may act now, the organisations loaded; one query, for every request.

    A membership whose seal is broken gives nothing, and alarms.
    """
    own, organisation = columns_of(Membership), columns_of(Organisation)
    result = []
    for row in _CURRENT.rows(scope):
        membership = Membership.from_db("default", own, row[: len(own)])
        if seals.holds_with(membership, *row[-2:]):
            membership.organisation = Organisation.from_db("default", organisation, row[len(own) : -2])
            result.append(membership)
    return result
