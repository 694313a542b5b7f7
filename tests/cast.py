"""The same people in every test: who owns, who shares, who receives, who coordinates, who must see nothing.

All of them, and their organisations, are invented.
"""

import dataclasses

from contratrata.ground.accounts.models import User
from contratrata.ground.base.scope import Realm, Scope
from contratrata.ground.network.models import Membership, Organisation
from contratrata.ground.network.operations import add_member, create_organisation
from contratrata.ground.network.roles import Role
from contratrata.ground.network.scopes import scope_of

PASSWORD = "una-clave-larga-y-ficticia"


@dataclasses.dataclass(frozen=True)
class Player:
    """One person of the cast: her user, her membership, her scope."""

    user: User
    membership: Membership

    @property
    def scope(self) -> Scope:
        """What she may read."""
        return scope_of(self.membership)


@dataclasses.dataclass(frozen=True)
class Cast:
    """Casa Refugio (GT) refers, Albergue Horizonte (CR) receives, Clínica Legal (GT) is the stranger."""

    refugio: Organisation
    horizonte: Organisation
    clinica: Organisation
    red: Organisation
    escuela: Organisation
    ana: Player  # caseworker of Refugio: owns the case
    beatriz: Player  # supervisor of Refugio
    carla: Player  # caseworker of Refugio: a colleague the case is not shared with
    flor: Player  # administrator of Refugio: never sees identities
    hilda: Player  # auditor of Refugio
    diana: Player  # focal point of Horizonte: receives
    elena: Player  # caseworker of Horizonte
    irma: Player  # caseworker of Clínica: the stranger
    gloria: Player  # network coordination: never sees a person
    julia: Player  # caseworker in the training realm


def _player(organisation: Organisation, first: str, *roles: Role) -> Player:
    user = User.objects.create_user(
        f"{first.lower()}@{organisation.country.lower()}.example",
        PASSWORD,
        name=f"{first} Ejemplo (ficticia)",
    )
    return Player(user, add_member(organisation=organisation, user=user, roles=roles))


def another(organisation: Organisation, first: str, *roles: Role) -> Player:
    """One more player, for a role that the cast has not. Needs an acting transaction."""
    return _player(organisation, first, *roles)


def assemble() -> Cast:
    """Create the cast in the database, through the operations of the product."""
    refugio = create_organisation(
        name="Casa Refugio (ficticia)",
        kind="cso",
        country="GTM",
        area="GT-01",
        agreement="2026-1",
        fictitious=True,
    )
    horizonte = create_organisation(
        name="Albergue Horizonte (ficticio)",
        kind="cso",
        country="CRI",
        area="CR-SJ",
        agreement="2026-1",
        fictitious=True,
    )
    clinica = create_organisation(
        name="Clínica Legal (ficticia)", kind="cso", country="GTM", agreement="2026-1", fictitious=True
    )
    red = create_organisation(
        name="Coordinación de la Red (ficticia)", kind="international_body", country="GTM", fictitious=True
    )
    escuela = create_organisation(
        name="Escuela de Práctica (ficticia)",
        kind="cso",
        country="GTM",
        realm=Realm.TRAINING,
        agreement="2026-1",
        fictitious=True,
    )
    return Cast(
        refugio=refugio,
        horizonte=horizonte,
        clinica=clinica,
        red=red,
        escuela=escuela,
        ana=_player(refugio, "Ana", Role.CASEWORKER),
        beatriz=_player(refugio, "Beatriz", Role.SUPERVISOR),
        carla=_player(refugio, "Carla", Role.CASEWORKER),
        flor=_player(refugio, "Flor", Role.ORG_ADMIN),
        hilda=_player(refugio, "Hilda", Role.AUDITOR),
        diana=_player(horizonte, "Diana", Role.FOCAL_POINT),
        elena=_player(horizonte, "Elena", Role.CASEWORKER),
        irma=_player(clinica, "Irma", Role.CASEWORKER),
        gloria=_player(red, "Gloria", Role.COORDINATION),
        julia=_player(escuela, "Julia", Role.CASEWORKER),
    )
