"""Founding the demonstration's organisations, their people and their services. Each step may be repeated."""

from collections.abc import Sequence
from functools import lru_cache

from django.contrib.auth.hashers import make_password

from contratrata.care.directory import public as directory
from contratrata.ground.accounts.public import DEMO_PASSWORD, User, enrol_demo
from contratrata.ground.base.scope import Realm, Scope, acting, organisation_id
from contratrata.ground.network.public import (
    CURRENT,
    Membership,
    Organisation,
    Role,
    add_member,
    create_organisation,
    scope_of,
)

from .cast import STAFF, Member, address_of


@lru_cache(maxsize=1)
def _hashed() -> str:
    """The hash of the documented password, made once: hashing is slow on purpose."""
    return make_password(DEMO_PASSWORD)


def organisation_of(member: Member) -> Organisation | None:
    """The organisation when it stands already."""
    return Organisation.objects.filter(realm=Realm.TRAINING, name=member.name, fictitious=True).first()


def establish(member: Member, staff: Sequence[tuple[str, str, tuple[Role, ...]]] = STAFF) -> Organisation:
    """The organisation and its people, made where they are missing."""
    organisation = organisation_of(member) or create_organisation(
        name=member.name,
        kind=member.kind,
        country=member.country,
        area=member.area,
        realm=Realm.TRAINING,
        time_zone=member.time_zone,
        fictitious=True,
        agreement=CURRENT,
    )
    for post, name, roles in staff:
        email = address_of(post, member.handle)
        user = User.objects.filter(email=email).first()
        if user is None:
            user = User.objects.create_user(email, name=f"{name} (ficticia)", time_zone=member.time_zone)
        if _membership(organisation, user) is None:
            add_member(organisation=organisation, user=user, roles=roles)
        if not user.has_usable_password():
            enrol_demo(user, hashed=_hashed())
    return organisation


def scope_for(member: Member, post: str) -> Scope:
    """Acting as one of its people. Raises `LookupError` when she is not there."""
    organisation = organisation_of(member)
    user = User.objects.filter(email=address_of(post, member.handle)).first()
    membership = _membership(organisation, user) if organisation and user else None
    if membership is None:
        raise LookupError(f"{post} of {member.handle}")
    return scope_of(membership)


def open_services(member: Member) -> int:
    """Put its services and free places into the directory, as its focal point. Returns how many are new."""
    with acting(scope_for(member, "enlace")):
        known = set(
            directory.Service.objects.filter(organisation_id=organisation_id()).values_list("name", flat=True)
        )
        created = 0
        for offered in member.services:
            if offered.name in known:
                continue
            service = directory.open_service(
                name=offered.name,
                kinds=offered.kinds,
                areas=offered.areas,
                sexes=list(offered.sexes),
                languages=list(offered.languages),
                age_from=offered.ages[0],
                age_to=offered.ages[1],
                place_country=member.country,
                place_area=member.area,
                always_open=offered.always_open,
            )
            if offered.places:
                directory.tell_places(places={service.pk: offered.places})
            created += 1
    return created


def _membership(organisation: Organisation, user: User) -> Membership | None:
    with acting(Scope(user_id=user.pk)):
        return (
            Membership.objects.select_related("organisation")
            .filter(organisation=organisation, user=user)
            .first()
        )
