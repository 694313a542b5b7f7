"""One person in several organisations; joining a second one; what a stranger cannot choose."""

from urllib.parse import unquote

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.test.utils import override_settings

from cast import PASSWORD, Cast
from contratrata.ground.accounts.demo import enrol_demo
from contratrata.ground.accounts.models import User
from contratrata.ground.audit.models import Entry
from contratrata.ground.base.clock import now
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.scope import acting
from contratrata.ground.network.demo import demo_signins
from contratrata.ground.network.invitations import accept_invitation, invite, revoke
from contratrata.ground.network.models import Membership
from contratrata.ground.network.operations import add_member, create_organisation
from contratrata.ground.network.roles import Role
from contratrata.ground.network.scopes import scope_of
from resealed import change
from signin import enrol, sign_in
from telephone import shown_by


def test_choosing_changes_where_one_acts(cast: Cast, client: Client) -> None:
    """Two organisations: asked first; the session's key changes; the choice is in the trail."""
    second = add_member(organisation=cast.horizonte, user=cast.ana.user, roles=[Role.FOCAL_POINT])
    enrol(cast.ana)
    client.post("/entrar/", {"login": cast.ana.user.email, "password": PASSWORD})
    client.post("/entrar/segundo-paso/", {"code": shown_by(cast.ana.user)})
    assert unquote(client.get("/personal/")["Location"]) == "/organizacion/?next=/personal/"
    page = client.get("/organizacion/?next=/personal/").content.decode()
    assert page.count("Trabajar aquí") == 2
    key = client.session.session_key
    chosen = client.post("/organizacion/", {"membership": str(second.id), "next": "/personal/"})
    assert chosen["Location"] == "/personal/"
    assert client.session.session_key != key
    assert client.get("/personal/").status_code == 200
    assert client.get("/cuenta/sesiones/").content.decode().count(">Esta<") == 1
    with acting(scope_of(second)):
        assert (
            Entry.objects.filter(event="organisation.chosen", actor_id=cast.ana.user.pk).count()
            == 0  # she may not read it
        )
    client.post("/organizacion/", {"membership": str(cast.ana.membership.id)})
    assert client.get("/personal/")["Location"].startswith("/organizacion/otra/")  # she sees it there only
    with acting(cast.hilda.scope):
        assert Entry.objects.filter(event="organisation.chosen", actor_id=cast.ana.user.pk).count() == 1


def test_a_strangers_membership_cannot_be_chosen(cast: Cast, client: Client) -> None:
    """Neither another's, nor an ended one, nor what is none."""
    sign_in(client, cast.ana)
    former = add_member(organisation=cast.horizonte, user=cast.ana.user, roles=[Role.CASEWORKER])
    with acting(scope_of(former)):
        change(former, ended_at=now())
    for asked in (cast.irma.membership.id, former.id, "x", ""):
        assert client.post("/organizacion/", {"membership": str(asked)}).status_code == 404
    assert client.session["membership"] == str(cast.ana.membership.id)


def test_joining_a_second_organisation(cast: Cast, client: Client) -> None:
    """With one's own account when the address is the same; another's invitation is refused."""
    with acting(cast.diana.scope):
        _one, mine = invite(organisation=cast.horizonte, email=cast.ana.user.email, roles=[Role.CASEWORKER])
        _two, others = invite(organisation=cast.horizonte, email="otra@cr.example", roles=[Role.CASEWORKER])
    sign_in(client, cast.ana)
    assert "para otro correo" in client.get(f"/invitacion/{others}/").content.decode()
    client.post(f"/invitacion/{others}/")
    assert "Aceptar" in client.get(f"/invitacion/{mine}/").content.decode()
    assert client.post(f"/invitacion/{mine}/")["Location"] == "/organizacion/"
    page = client.get("/organizacion/").content.decode()
    assert [name in page for name in ("Casa Refugio", "Albergue Horizonte", "Clínica")] == [True, True, False]
    with acting(cast.ana.scope):
        assert Membership.objects.filter(user=cast.ana.user).count() == 2


def test_an_invitation_does_not_pass_the_lock(cast: Cast, client: Client) -> None:
    """A locked screen accepts nothing."""
    with acting(cast.diana.scope):
        _one, mine = invite(organisation=cast.horizonte, email=cast.ana.user.email, roles=[Role.CASEWORKER])
    sign_in(client, cast.ana)
    client.post("/bloqueo/ahora/")
    assert client.post(f"/invitacion/{mine}/")["Location"].startswith("/bloqueo/")
    with acting(cast.ana.scope):
        assert Membership.objects.filter(user=cast.ana.user).count() == 1


def test_inviting(cast: Cast) -> None:
    """Who works here already is not invited; a new invitation ends the former; who left comes back."""
    with acting(cast.flor.scope):
        with pytest.raises(DomainError):
            invite(organisation=cast.refugio, email=cast.carla.user.email, roles=[Role.CASEWORKER])
        with pytest.raises(DomainError):
            invite(organisation=cast.refugio, email="no es un correo", roles=[Role.CASEWORKER])
        with pytest.raises(DomainError):
            invite(organisation=cast.refugio, email="x@gt.example", roles=[])
        _former, old = invite(organisation=cast.refugio, email="X@gt.example", roles=[Role.CASEWORKER])
        second, new = invite(organisation=cast.refugio, email="x@gt.example", roles=[Role.CASEWORKER])
    with pytest.raises(WrongState):
        accept_invitation(token=old, name="X", password="clave larga y ficticia")
    accept_invitation(token=new, name="X", password="clave larga y ficticia")
    with acting(cast.flor.scope), pytest.raises(WrongState):
        revoke(invitation=second)
    with acting(cast.flor.scope):
        change(cast.carla.membership, ended_at=now())
        _again, back = invite(organisation=cast.refugio, email=cast.carla.user.email, roles=[Role.SUPERVISOR])
    accept_invitation(token=back, user=cast.carla.user)
    with acting(cast.flor.scope):
        membership = Membership.objects.get(pk=cast.carla.membership.pk)
        assert (membership.roles, membership.ended_at) == (["supervisor"], None)


def test_demo_codes_only_for_fictitious_organisations(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    """Who works, or worked, in one real organisation gets no demonstration password and no code."""
    real = create_organisation(name="Organización de verdad", kind="cso", country="GTM")
    add_member(organisation=real, user=cast.irma.user, roles=[Role.CASEWORKER])
    enrol_demo(cast.ana.user, "red de practica ficticia")
    with pytest.raises(NotAllowed):
        enrol_demo(cast.irma.user)
    with pytest.raises(NotAllowed):
        enrol_demo(User.objects.create_user("sola@gt.example", PASSWORD, name="Sola"))
    [line] = demo_signins()
    assert (line.email, line.role, line.organisation) == (
        "ana@gtm.example", "gestora o gestor de caso", "Casa Refugio (ficticia)",
    )  # fmt: skip
    call_command("demo_code", "ana@gtm.example")
    assert capsys.readouterr().out.strip() in {shown_by(cast.ana.user), shown_by(cast.ana.user, -1)}
    with pytest.raises(CommandError):
        call_command("demo_code", "irma@gtm.example")
    with override_settings(PRODUCTION=True):
        with pytest.raises(CommandError):
            call_command("demo_code")
        with pytest.raises(NotAllowed):
            enrol_demo(cast.ana.user)
