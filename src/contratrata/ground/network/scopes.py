"""From a membership to an acting scope; and the scopes of jobs."""

import uuid

from contratrata.ground.base.scope import Realm, Scope

from .models import Membership, Organisation
from .roles import AUDIT, IDENTITIES, NETWORK, REFERRALS


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
