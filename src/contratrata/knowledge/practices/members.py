"""Who acts in the demonstration: one member of each organisation of the realm who has one of some roles."""

from collections.abc import Iterable

from contratrata.ground.base.scope import Scope, acting, realm
from contratrata.ground.network.public import Membership, Organisation, Role, job_scope, scope_of


def members_with(roles: Iterable[Role]) -> list[Scope]:
    """One scope an organisation that has such a member, in the order of the countries."""
    wanted, result = set(roles), []
    for organisation in Organisation.objects.filter(realm=realm(), left_at=None).order_by("country", "id"):
        with acting(job_scope(organisation)):  # its staff is read by itself alone
            members = list(Membership.objects.filter(organisation=organisation, ended_at=None).order_by("id"))
        able = next((one for one in members if wanted & set(one.roles)), None)
        if able is not None:
            result.append(scope_of(able))
    return result
