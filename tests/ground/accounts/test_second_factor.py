"""The second step, wrong and used codes, limits, fresh proof, removing; and a session that proved nothing."""

import json
from urllib.parse import unquote

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.test import Client

from cast import PASSWORD, Cast, Player
from contratrata.ground.accounts import factors
from contratrata.ground.accounts.adapters import address_hash
from contratrata.ground.accounts.conduct import accept_conduct
from contratrata.ground.audit.models import Entry
from contratrata.ground.base.scope import Realm, Scope, acting
from postbox import delivered
from signin import enrol, sign_in
from telephone import shown_by


def _password(client: Client, player: Player, password: str = PASSWORD) -> str:
    page = client.post("/entrar/", {"login": player.user.email, "password": password})
    return page["Location"] if page.status_code == 302 else page.content.decode()


def _trail(scope: Scope) -> list[str]:
    with acting(scope):
        return list(Entry.objects.order_by("at").values_list("event", flat=True))


def _platform() -> Scope:
    return Scope(realm=Realm.REAL, network=True, audit=True)


def test_password_then_code(cast: Cast, client: Client) -> None:
    """Both steps, then in; the session is in her list."""
    enrol(cast.ana)
    assert _password(client, cast.ana) == "/entrar/segundo-paso/"
    assert unquote(client.get("/cuenta/")["Location"]) == "/entrar/?next=/cuenta/"
    code = shown_by(cast.ana.user)
    assert client.post("/entrar/segundo-paso/", {"code": f"{code[:3]} {code[3:]}"})["Location"] == "/"
    page = client.get("/cuenta/sesiones/").content.decode()
    assert page.count("Cerrar<span") == 0
    assert _trail(cast.hilda.scope)[-1] == "session.started"


def test_a_code_serves_once(cast: Cast) -> None:
    """The same code in another browser, within its minute, is refused."""
    enrol(cast.ana)
    code = shown_by(cast.ana.user)
    one, two = Client(), Client()
    _password(one, cast.ana)
    _password(two, cast.ana)
    assert one.post("/entrar/segundo-paso/", {"code": code}).status_code == 302
    again = two.post("/entrar/segundo-paso/", {"code": code})
    assert again.status_code == 200
    assert "no es correcto o ya se usó" in again.content.decode()


def test_wrong_codes_are_counted_and_stopped(cast: Cast, client: Client) -> None:
    """Five wrong codes, then even the right one waits."""
    enrol(cast.ana)
    _password(client, cast.ana)
    for _n in range(5):
        assert "no es correcto" in client.post("/entrar/segundo-paso/", {"code": "123123"}).content.decode()
    stopped = client.post("/entrar/segundo-paso/", {"code": shown_by(cast.ana.user)}).content.decode()
    assert "Demasiados intentos" in stopped
    assert _trail(cast.hilda.scope).count("factor.failed") == 5


def test_wrong_passwords_are_counted_and_stopped(cast: Cast, client: Client) -> None:
    """Five wrong passwords, then even the right one waits; the trail knows no address."""
    for _n in range(5):
        assert "no son correctos" in _password(client, cast.ana, "otra clave cualquiera")
    assert "Demasiados intentos" in _password(client, cast.ana)
    with acting(_platform()):
        seen = list(Entry.objects.filter(event="session.failed").values_list("details", flat=True))
    assert seen == [{"address": address_hash(cast.ana.user.email)}] * 5
    assert "ana" not in json.dumps(seen)


def test_who_is_unknown_is_told_the_same(cast: Cast, client: Client) -> None:
    """An address that has no account and a wrong password read alike."""
    known = _password(client, cast.ana, "otra clave cualquiera")
    page = client.post("/entrar/", {"login": "nadie@gt.example", "password": "otra clave cualquiera"})
    assert "El correo o la contraseña no son correctos" in known
    assert "El correo o la contraseña no son correctos" in page.content.decode()


def test_a_recovery_code_serves_once(cast: Cast, client: Client) -> None:
    """In place of the telephone; not twice."""
    enrol(cast.ana)
    code = RecoveryCodes.activate(cast.ana.user).get_unused_codes()[0]
    _password(client, cast.ana)
    assert client.post("/entrar/segundo-paso/", {"code": code}).status_code == 302
    other = Client()
    _password(other, cast.ana)
    assert other.post("/entrar/segundo-paso/", {"code": code}).status_code == 200


def test_a_session_from_before_the_factor_proves_nothing(cast: Cast) -> None:
    """Somebody with the password alone, in before she set up her factor, is asked for it then."""
    thief = Client()
    _password(thief, cast.ana)
    assert thief.get("/cuenta/")["Location"].startswith("/cuenta/segundo-factor/primero/")
    enrol(cast.ana)
    cast.ana.user.refresh_from_db()
    other = Client()
    other.force_login(cast.ana.user, settings.AUTHENTICATION_BACKENDS[0])
    assert other.get("/cuenta/")["Location"].startswith("/confirmar/codigo/")
    assert other.get("/cuenta/segundo-factor/aplicacion/")["Location"].startswith("/confirmar/codigo/")
    assert other.get("/confirmar/")["Location"].startswith("/confirmar/codigo/")


def test_a_grave_act_asks_a_fresh_code(cast: Cast, client: Client) -> None:
    """An old sign-in is not enough to see or make recovery codes; the code is, and brings back."""
    enrol(cast.ana)
    sign_in(client, cast.ana, fresh=False)
    asked = client.post("/cuenta/codigos/nuevos/")
    assert unquote(asked["Location"]).startswith("/confirmar/codigo/?next=/bloqueo/seguir/")
    back = client.post(asked["Location"], {"code": shown_by(cast.ana.user)})
    assert back["Location"].startswith("/bloqueo/seguir/")
    assert 'action="/cuenta/codigos/nuevos/"' in client.get(back["Location"]).content.decode()
    assert client.post("/cuenta/codigos/nuevos/")["Location"] == "/cuenta/codigos/"
    assert client.get("/cuenta/codigos/").status_code == 200


def test_the_same_key_sent_twice_is_one(cast: Cast) -> None:
    """What the device answered is the token of the act; another key is another."""
    with acting(cast.ana.scope):
        first, again, other = (
            factors.add_passkey(user=cast.ana.user, name="Llave azul", credential={"id": one})
            for one in ("azul", "azul", "roja")
        )
    assert first.pk == again.pk != other.pk
    assert _trail(cast.hilda.scope).count("factor.added") == 2


def test_conduct_is_accepted_once(cast: Cast) -> None:
    """The moment of the first acceptance stays, and leaves one trace."""
    user, version = cast.ana.user, "2030-01"
    with acting(cast.ana.scope):
        accept_conduct(user=user, version=version)
        moment = user.conduct_accepted_at
        accept_conduct(user=user, version=version)
    user.refresh_from_db()
    assert (user.conduct_version, user.conduct_accepted_at) == (version, moment)
    assert _trail(cast.hilda.scope).count("conduct.accepted") == 1


def test_the_only_factor_is_not_removed(cast: Cast, client: Client) -> None:
    """The last one stays; a stranger's does not exist."""
    enrol(cast.ana)
    enrol(cast.irma)
    sign_in(client, cast.ana)
    client.post("/confirmar/codigo/?next=/", {"code": shown_by(cast.ana.user)})
    mine = Authenticator.objects.get(user=cast.ana.user)
    hers = Authenticator.objects.get(user=cast.irma.user)
    client.post(f"/cuenta/segundo-factor/{mine.pk}/quitar/")
    assert "Es su único segundo factor" in client.get("/cuenta/segundo-factor/").content.decode()
    assert client.post(f"/cuenta/segundo-factor/{hers.pk}/quitar/").status_code == 404
    assert Authenticator.objects.filter(pk__in=[mine.pk, hers.pk]).count() == 2


def test_sign_out_leaves_nothing(cast: Cast, client: Client) -> None:
    """The browser is told to forget; the session is gone; the page before is not served again."""
    sign_in(client, cast.ana)
    assert client.get("/salir/").status_code == 200
    left = client.post("/salir/")
    assert left["Clear-Site-Data"] == '"cache", "storage"'
    assert left["Location"] == "/entrar/"
    assert client.get("/cuenta/")["Location"].startswith("/entrar/")
    assert _trail(cast.hilda.scope)[-1] == "session.left"


@pytest.mark.parametrize("path", ["/entrar/", "/entrar/olvide/", "/invitacion/x/", "/codigo-de-conducta/"])
def test_no_page_is_kept_by_the_browser(cast: Cast, client: Client, path: str) -> None:
    """Signed in or not."""
    assert "no-store" in client.get(path)["Cache-Control"]


@pytest.mark.parametrize(
    "path", ["/accounts/login/", "/entrar/signup/", "/accounts/email/", "/cuenta/correo/", "/admin/"]
)
def test_what_of_the_library_is_not_needed_does_not_exist(cast: Cast, client: Client, path: str) -> None:
    """No signing up, no change of address, no administration site."""
    assert client.get(path).status_code == 404


def test_forgotten_password_does_not_skip_the_factor(cast: Cast, client: Client) -> None:
    """The link sets a password, signs nobody in, and the code is asked as ever."""
    enrol(cast.ana)
    client.post("/entrar/olvide/", {"email": cast.ana.user.email})
    [message] = delivered()
    link = next(line for line in message.body.splitlines() if "/entrar/olvide/" in line)
    page = client.get("/entrar/olvide/" + link.split("/entrar/olvide/")[1])
    new = "otra clave larga y ficticia"
    assert client.post(page["Location"], {"password1": new})["Location"] == "/entrar/olvide/listo/"
    assert client.get("/cuenta/")["Location"].startswith("/entrar/")
    assert _password(client, cast.ana, new) == "/entrar/segundo-paso/"


def test_changing_the_password_ends_the_other_sessions(cast: Cast) -> None:
    """Here she stays; elsewhere she is out."""
    here, there = sign_in(Client(), cast.ana), sign_in(Client(), cast.ana)
    wrong = here.post(
        "/cuenta/contrasena/", {"oldpassword": "no es", "password1": "otra clave larga y ficticia"}
    )
    assert "La contraseña actual no es correcta" in wrong.content.decode()
    here.post("/cuenta/contrasena/", {"oldpassword": PASSWORD, "password1": "otra clave larga y ficticia"})
    assert here.get("/cuenta/").status_code == 200
    assert there.get("/cuenta/")["Location"].startswith("/entrar/")


def test_a_link_that_is_made_up_sets_nothing_and_is_no_fault(cast: Cast, client: Client) -> None:
    """Whoever sends a new password to it is told that it does not serve."""
    for link in ("/entrar/olvide/1-x-y/", "/entrar/olvide/zz-set-password/"):
        words = client.post(link, {"password1": "otra clave larga y ficticia"})
        assert words.status_code == 200
        assert "enlace" in words.content.decode()
