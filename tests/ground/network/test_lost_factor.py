"""Who lost her second factor: asks, is confirmed by another, sets up a new one. Nobody confirms herself."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client

from cast import PASSWORD, Cast, Player
from contratrata.ground.accounts.models import FactorHelp
from contratrata.ground.audit.models import Entry
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.scope import acting
from contratrata.ground.network import lost_factor
from contratrata.ground.network.operations import add_member
from contratrata.ground.network.roles import Role
from contratrata.ground.network.scopes import scope_of
from house import connect
from postbox import delivered
from signin import enrol, sign_in
from telephone import shown_by

REASON = "La vi hoy en la oficina y hablé con ella."


def _ask(player: Player) -> FactorHelp:
    lost_factor.ask_help(user=player.user)
    with acting(player.scope):
        return FactorHelp.objects.get(user=player.user, organisation_id=player.membership.organisation_id)


def test_the_whole_way(real_cast: Cast) -> None:
    """Password, ask; her supervisor confirms with a fresh code and a reason; sessions end, a new factor."""
    ana, beatriz = real_cast.ana, real_cast.beatriz
    for player in (ana, beatriz):
        enrol(player)
    RecoveryCodes.activate(ana.user)
    elsewhere = Client()
    elsewhere.post("/entrar/", {"login": ana.user.email, "password": PASSWORD})
    elsewhere.post("/entrar/segundo-paso/", {"code": shown_by(ana.user)})
    assert elsewhere.get("/cuenta/").status_code == 200

    hers = Client()
    assert hers.get("/entrar/sin-segundo-factor/")["Location"] == "/entrar/"
    hers.post("/entrar/", {"login": ana.user.email, "password": PASSWORD})
    assert "Perdí mi segundo factor" in hers.get("/entrar/sin-segundo-factor/").content.decode()
    delivered()
    assert "Pedimos ayuda" in hers.post("/entrar/sin-segundo-factor/").content.decode()
    hers.post("/entrar/sin-segundo-factor/")
    came = delivered()
    assert sorted(one.to[0] for one in came) == ["beatriz@gtm.example", "flor@gtm.example"]
    assert all("Ana" not in one.body + one.subject for one in came)

    helper = sign_in(Client(), beatriz, fresh=False)
    page = helper.get("/ayuda-de-acceso/").content.decode()
    assert page.count("Contestar") == 1
    with acting(beatriz.scope):
        address = f"/ayuda-de-acceso/{FactorHelp.objects.get().pk}/"
    asked = helper.get(address)
    assert asked["Location"].startswith("/confirmar/codigo/")
    assert helper.post(asked["Location"], {"code": shown_by(beatriz.user)})["Location"] == address
    assert "Ana Ejemplo" in helper.get(address).content.decode()
    assert "cómo comprobó" in helper.post(address, {"reason": "sí", "act": "confirm"}).content.decode()
    assert helper.post(address, {"reason": REASON, "act": "confirm"})["Location"] == "/ayuda-de-acceso/"

    assert sorted(one.to[0] for one in delivered()) == ["ana@gtm.example", "beatriz@gtm.example"]
    assert not Authenticator.objects.filter(user=ana.user).exists()
    assert elsewhere.get("/cuenta/")["Location"].startswith("/entrar/")
    again = Client()
    assert again.post("/entrar/", {"login": ana.user.email, "password": PASSWORD})["Location"] == "/"
    assert again.get("/cuenta/")["Location"].startswith("/cuenta/segundo-factor/primero/")
    with acting(real_cast.hilda.scope):
        rows = (
            Entry.objects.filter(event__startswith="factor.help")
            .order_by("at")
            .values_list("event", "actor_id")
        )
        assert list(rows) == [("factor.help_asked", ana.user.pk), ("factor.help_given", beatriz.user.pk)]
    assert helper.post(address, {"reason": REASON, "act": "confirm"}).status_code == 404


@pytest.mark.parametrize("who", ["carla", "hilda", "diana", "irma", "gloria", "julia", "ana"])
def test_who_may_not_confirm(cast: Cast, who: str, client: Client) -> None:
    """A colleague without the function, another house, the coordination while somebody is there, herself."""
    row = _ask(cast.ana)
    player: Player = getattr(cast, who)
    with acting(player.scope), pytest.raises((NotAllowed, WrongState)):
        lost_factor.confirm(help_id=row.pk, reason=REASON)
    sign_in(client, player)
    page = client.get("/ayuda-de-acceso/")
    assert page.status_code == 404 or "Nadie espera ayuda" in page.content.decode()


def test_nobody_confirms_herself(cast: Cast) -> None:
    """Not even the administration."""
    row = _ask(cast.flor)
    with acting(cast.flor.scope), pytest.raises(WrongState):
        lost_factor.confirm(help_id=row.pk, reason=REASON)
    with acting(cast.beatriz.scope):
        lost_factor.confirm(help_id=row.pk, reason=REASON)


def test_alone_in_her_organisation_the_coordination_confirms(cast: Cast) -> None:
    """Irma is the only person of her organisation; the coordination of the same realm answers, no other."""
    row = _ask(cast.irma)
    enrol(cast.irma)
    assert row.to_coordination
    for player in (cast.beatriz, cast.flor, cast.julia):
        with acting(player.scope):
            assert list(lost_factor.visible_to(player.scope)) == []
    with acting(cast.gloria.scope):
        assert [one.pk for one in lost_factor.visible_to(cast.gloria.scope)] == [row.pk]
        lost_factor.confirm(help_id=row.pk, reason=REASON)
    assert not Authenticator.objects.filter(user=cast.irma.user).exists()


def test_realms_never_mix(cast: Cast) -> None:
    """The training realm's request is not seen by the real realm's coordination."""
    _ask(cast.julia)
    with acting(cast.gloria.scope):
        assert list(lost_factor.visible_to(cast.gloria.scope)) == []


def test_it_runs_out_and_can_be_asked_again(cast: Cast) -> None:
    """After a day nobody can confirm it; asking anew makes a new one."""
    row = _ask(cast.ana)
    with acting(cast.ana.scope):
        FactorHelp.objects.filter(pk=row.pk).update(expires_at=row.asked_at - dt.timedelta(seconds=1))
    with acting(cast.beatriz.scope), pytest.raises(WrongState):
        lost_factor.confirm(help_id=row.pk, reason=REASON)
    lost_factor.ask_help(user=cast.ana.user)
    with acting(cast.beatriz.scope):
        [again] = lost_factor.visible_to(cast.beatriz.scope)
        assert again.pk != row.pk
        with pytest.raises(DomainError):
            lost_factor.confirm(help_id=again.pk, reason="  ")
        lost_factor.refuse(help_id=again.pk, reason=REASON)
        with pytest.raises(WrongState):
            lost_factor.confirm(help_id=again.pk, reason=REASON)


def test_asked_in_two_organisations_answered_once(cast: Cast) -> None:
    """One answer closes what she asked elsewhere."""
    add_member(organisation=cast.horizonte, user=cast.ana.user, roles=[Role.CASEWORKER])
    assert lost_factor.ask_help(user=cast.ana.user) == 2
    with acting(cast.beatriz.scope):
        [row] = lost_factor.visible_to(cast.beatriz.scope)
        lost_factor.confirm(help_id=row.pk, reason=REASON)
    with acting(cast.ana.scope):
        assert not FactorHelp.objects.filter(answered_at=None).exists()


def test_the_table_is_shut_without_a_scope(real_cast: Cast) -> None:
    """As `app`, without a scope: no row."""
    _ask(real_cast.ana)
    with connect("app") as app:
        assert app.execute("SELECT count(*) FROM accounts_factorhelp").fetchone() == (0,)
        assert app.execute("SELECT count(*) FROM vault_typeddraft").fetchone() == (0,)


def test_who_works_with_real_data_by_now_is_not_freed_from_the_training_realm(cast: Cast) -> None:
    row = _ask(cast.julia)
    enrol(cast.julia)
    trainer = add_member(organisation=cast.escuela, user=cast.hilda.user, roles=[Role.SUPERVISOR])
    add_member(organisation=cast.refugio, user=cast.julia.user, roles=[Role.CASEWORKER])
    with acting(scope_of(trainer)), pytest.raises(WrongState, match="datos reales"):
        lost_factor.confirm(help_id=row.pk, reason=REASON)
    assert Authenticator.objects.filter(user=cast.julia.user).exists()
