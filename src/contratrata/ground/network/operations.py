"""Acts on organisations and their people: one verb a function, one transaction."""

from collections.abc import Iterable

from django.db import transaction

from contratrata.ground.accounts.public import User
from contratrata.ground.audit import public as audit
from contratrata.ground.base.scope import Realm, Scope, acting
from contratrata.ground.vault import public as vault

from . import events  # noqa: F401  (declares the events of this package)
from .models import Agreement, Membership, Organisation
from .roles import Role


def create_organisation(
    *,
    name: str,
    kind: str,
    country: str,
    area: str = "",
    realm: Realm = Realm.REAL,
    time_zone: str = "America/Guatemala",
    fictitious: bool = False,
    agreement: str = "",
) -> Organisation:
    """A new member of the network, with its keys; `agreement` is the version it signed, if it has."""
    with transaction.atomic():
        organisation = Organisation.objects.create(
            name=name,
            kind=kind,
            country=country,
            area=area,
            realm=realm,
            time_zone=time_zone,
            fictitious=fictitious,
        )
        with acting(Scope(organisation_id=organisation.id, realm=realm)):
            vault.create_organisation_keys(organisation.id, int(realm))
            audit.record("organisation.joined", kind="organisation", subject=organisation.id)
        if agreement:
            Agreement.objects.create(organisation=organisation, version=agreement)
    return organisation


def add_member(*, organisation: Organisation, user: User, roles: Iterable[Role]) -> Membership:
    """Give a user roles in an organisation (the accepted invitation and the demonstration come here)."""
    with acting(Scope(user_id=user.pk, organisation_id=organisation.id, realm=Realm(organisation.realm))):
        membership = Membership.objects.create(
            organisation=organisation, user=user, roles=sorted({Role(role).value for role in roles})
        )
        audit.record("member.added", kind="membership", subject=membership.id)
    return membership
