"""Who may what in the network, role by role: predicates about the scope alone."""

import uuid

import pytest

from contratrata.ground.base.scope import Realm, Scope
from contratrata.ground.network import rules
from contratrata.ground.network.roles import Role


def scope(*roles: Role) -> Scope:
    return Scope(
        user_id=uuid.uuid4(),
        organisation_id=uuid.uuid4(),
        realm=Realm.REAL,
        roles=frozenset(role.value for role in roles),
    )


@pytest.mark.parametrize("role", list(Role))
def test_each_role(role: Role) -> None:
    s = scope(role)
    admin = role == Role.ORG_ADMIN
    assert rules.may_manage_staff(s) is admin
    assert rules.may_change_settings(s) is admin
    assert rules.may_sign(s) is admin
    assert rules.may_invite_organisations(s) is (role == Role.COORDINATION)
    assert bool(rules.grantable(s)) is admin


def test_nothing_without_an_organisation() -> None:
    nowhere = Scope(user_id=uuid.uuid4(), roles=frozenset(role.value for role in Role))
    assert not any(
        rule(nowhere)
        for rule in (
            rules.may_manage_staff,
            rules.may_change_settings,
            rules.may_sign,
            rules.may_invite_organisations,
        )
    )
    assert rules.grantable(nowhere) == ()


def test_the_roles_of_the_network_are_given_only_by_who_holds_them() -> None:
    house = set(rules.HOUSE_ROLES)
    assert set(rules.grantable(scope(Role.ORG_ADMIN))) == house
    assert set(rules.grantable(scope(Role.ORG_ADMIN, Role.COORDINATION))) == house | {Role.COORDINATION}
    assert Role.PLATFORM_ADMIN not in rules.grantable(scope(*Role))


@pytest.mark.parametrize(
    ("before", "after", "gives"),
    [
        (["org_admin"], ["org_admin", "caseworker"], True),
        (["org_admin", "auditor"], ["org_admin"], False),
        (["org_admin"], ["caseworker"], True),
        (["org_admin"], ["org_admin"], False),
    ],
)
def test_nobody_gives_herself_a_function(before: list[str], after: list[str], gives: bool) -> None:
    s = scope(Role.ORG_ADMIN)
    assert s.user_id is not None
    assert rules.gives_herself(s, s.user_id, before, after) is gives
    assert rules.gives_herself(s, uuid.uuid4(), before, after) is False
