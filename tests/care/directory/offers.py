"""Services of the cast, all invented."""

from typing import Any

from cast import Cast, Player
from contratrata.care.directory import operations
from contratrata.care.directory.models import Service
from contratrata.ground.accounts.models import User
from contratrata.ground.base.scope import acting
from contratrata.ground.network.models import Organisation
from contratrata.ground.network.operations import add_member
from contratrata.ground.network.roles import Role


def keeper_of(organisation: Organisation, first: str) -> Player:
    """One more focal point, for an organisation of the cast that has none."""
    user = User.objects.create_user(f"{first.lower()}@focal.example", name=f"{first} Ejemplo (ficticia)")
    return Player(user, add_member(organisation=organisation, user=user, roles=[Role.FOCAL_POINT]))


def offer(
    player: Player,
    name: str = "Casa de acogida (ficticia)",
    *,
    kinds: tuple[str, ...] = ("shelter",),
    areas: tuple[tuple[str, str], ...] = (("CRI", ""),),
    places: tuple[int, int] | None = None,
    country: str = "CRI",
    **plain: Any,
) -> Service:
    """A service of the organisation `player` keeps; `places` are (total, free)."""
    plain.setdefault("languages", ["spanish"])
    with acting(player.scope):
        created = operations.open_service(name=name, kinds=kinds, areas=areas, place_country=country, **plain)
        if places is not None:
            operations.tell_places(places={created.pk: places})
    return created


def shelter_of_horizonte(cast: Cast) -> Service:
    """Women from 18 on, in all of Costa Rica; four of twelve places free."""
    return offer(cast.diana, age_from=18, sexes=["female"], languages=["spanish", "mam"], places=(12, 4))
