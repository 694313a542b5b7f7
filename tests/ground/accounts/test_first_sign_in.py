"""From the invitation to the first page: password, application, recovery codes, code of conduct."""

import datetime as dt
import re
from urllib.parse import unquote

import pytest
from django.test import Client

from cast import Cast
from contratrata.ground.accounts.models import User
from contratrata.ground.audit.models import Entry
from contratrata.ground.base.scope import acting
from contratrata.ground.network.invitations import invite
from contratrata.ground.network.models import Invitation, Membership
from house import connect
from postbox import delivered
from resealed import change
from telephone import code_of, secret_on

SECRET_WORDS = "Luisa Ejemplo (ficticia)"
PASSWORD = "caballo bateria grapa ficticia"


def _link(cast: Cast, email: str = "luisa@gt.example") -> str:
    with acting(cast.flor.scope):
        _made, token = invite(organisation=cast.refugio, email=email, roles=["caseworker"])
    return f"/invitacion/{token}/"


def test_invitation_to_first_page(real_cast: Cast, client: Client) -> None:
    """The whole journey, with nothing skipped."""
    link = _link(real_cast)
    [message] = delivered()
    assert message.to == ["luisa@gt.example"]
    assert link in message.body
    assert "Refugio" not in message.body + message.subject

    assert "Casa Refugio (ficticia) le invita" in client.get(link).content.decode()
    come_in = client.post(link, {"name": SECRET_WORDS, "password": PASSWORD})
    assert (come_in.status_code, come_in["Location"]) == (302, "/")
    user = User.objects.get(email="luisa@gt.example")
    assert user.name == SECRET_WORDS

    gate = client.get("/cuenta/")
    assert unquote(gate["Location"]) == "/cuenta/segundo-factor/primero/?next=/cuenta/"
    assert client.get(gate["Location"]).status_code == 200
    page = client.get("/cuenta/segundo-factor/aplicacion/")
    secret = secret_on(page.content)
    assert "data:image/svg+xml" in page.content.decode()
    waiting = str(dict(client.session.items()))
    assert "mfa.totp.secret" in waiting
    assert secret not in waiting

    wrong = client.post("/cuenta/segundo-factor/aplicacion/", {"code": "000000"})
    assert "El código no es correcto" in wrong.content.decode()
    right = client.post("/cuenta/segundo-factor/aplicacion/", {"code": code_of(secret)})
    assert right["Location"] == "/cuenta/codigos/"
    again = client.post("/cuenta/segundo-factor/aplicacion/", {"code": code_of(secret)})  # pressed twice
    assert again["Location"] == "/cuenta/codigos/"

    codes = re.findall(r"<li>(\d{4} \d{4})</li>", client.get("/cuenta/codigos/").content.decode())
    assert len(set(codes)) == 10
    assert client.get("/cuenta/codigos/archivo/").content.decode().count("\r\n") == 12
    assert client.post("/cuenta/codigos/")["Location"] == "/"
    assert client.get("/cuenta/codigos/")["Location"] == "/cuenta/segundo-factor/"  # shown once

    assert unquote(client.get("/cuenta/")["Location"]) == "/codigo-de-conducta/?next=/cuenta/"
    assert "La persona decide" in client.get("/codigo-de-conducta/").content.decode()
    refused = client.post("/codigo-de-conducta/", {"next": "/cuenta/"})
    assert "hace falta aceptarlo" in refused.content.decode()
    accepted = client.post("/codigo-de-conducta/", {"next": "/cuenta/", "accept": "on"})
    assert accepted["Location"] == "/cuenta/"
    home = client.get("/cuenta/")
    assert home.status_code == 200
    assert "Casa Refugio (ficticia)" in home.content.decode()
    assert home["Cache-Control"] == "no-store"
    user.refresh_from_db()
    assert user.conduct_version == "2026-11"
    assert user.conduct_accepted_at is not None
    again = client.post("/codigo-de-conducta/", {"next": "/cuenta/", "accept": "on"})
    assert again["Location"] == "/cuenta/"
    assert User.objects.get(pk=user.pk).conduct_accepted_at == user.conduct_accepted_at

    rows = _raw("SELECT coalesce(string_agg(data::text, ' '), '') FROM mfa_authenticator")
    assert rows
    assert secret not in rows
    assert not re.search(r'"[A-Z2-7]{32}=*"', rows)
    for code in codes:
        assert code.replace(" ", "") not in rows


def _raw(sql: str) -> str:
    with connect("keeper") as keeper:
        row = keeper.execute(sql).fetchone()
    return str(row[0] or "") if row else ""


def test_the_link_serves_once(real_cast: Cast) -> None:
    """A second person with the same link finds nothing."""
    link = _link(real_cast)
    Client().post(link, {"name": SECRET_WORDS, "password": PASSWORD})
    again = Client().get(link)
    assert again.status_code == 410
    assert "Refugio" not in again.content.decode()


@pytest.mark.parametrize("field", ["revoked_at", "expires_at"])
def test_a_link_that_is_over_tells_nothing(cast: Cast, client: Client, field: str) -> None:
    """Taken back, or run out: the same page as for a link that never was."""
    link = _link(cast)
    change(Invitation.objects.get(), **{field: dt.datetime(2026, 1, 1, tzinfo=dt.UTC)})
    over, unknown = client.get(link), client.get("/invitacion/nunca-fue/")
    assert (over.status_code, unknown.status_code) == (410, 410)
    posted = client.post(link, {"name": SECRET_WORDS, "password": PASSWORD})
    assert posted.status_code == 410
    assert not User.objects.filter(email="luisa@gt.example").exists()


@pytest.mark.parametrize("password", ["corta", "contraseña1", "luisa@gt.example", ""])
def test_a_weak_password_is_refused_with_words(cast: Cast, client: Client, password: str) -> None:
    """Short, common, like her address, or none: nothing is made."""
    link = _link(cast)
    page = client.post(link, {"name": SECRET_WORDS, "password": password})
    assert page.status_code == 200
    assert "Falta algo o algo no está bien" in page.content.decode()
    assert not User.objects.filter(email="luisa@gt.example").exists()


def test_the_invited_one_with_an_account_signs_in_first(cast: Cast, client: Client) -> None:
    """An address that is known is sent to sign in; nobody makes a second account of it."""
    link = _link(cast, cast.elena.user.email)
    page = client.post(link, {"name": SECRET_WORDS, "password": PASSWORD}).content.decode()
    assert "ya tiene cuenta" in page
    with acting(cast.flor.scope):
        assert not Membership.objects.filter(user=cast.elena.user, organisation=cast.refugio).exists()


def test_what_the_trail_keeps(real_cast: Cast, client: Client) -> None:
    """The sentences, without the address."""
    link = _link(real_cast)
    client.post(link, {"name": SECRET_WORDS, "password": PASSWORD})
    with acting(real_cast.hilda.scope):
        seen = list(Entry.objects.order_by("at").values_list("event", flat=True))
        rows = " ".join(str(one) for one in Entry.objects.values_list("details", flat=True))
    assert seen[-4:] == ["invitation.sent", "member.added", "invitation.accepted", "session.started"]
    assert "luisa" not in rows
