"""The idle lock: what it shows, what it keeps, what goes on after it; drafts while typing; sessions."""

import html
import re
from urllib.parse import unquote

from django.test import Client

from cast import PASSWORD, Cast, Player
from contratrata.ground.accounts import lock
from contratrata.ground.audit.models import Entry
from contratrata.ground.base.scope import acting
from contratrata.ground.vault import drafts
from house import connect
from signin import enrol, sign_in
from telephone import shown_by
from typing_in import seen

TYPED = "Se esconde en casa de su tía Eulalia"


def _idle(client: Client, minutes: int) -> None:
    session = client.session
    session[lock.SEEN] = session.get(lock.SEEN, lock.since()) - minutes * 60
    session.save()


def _events(player: Player) -> list[str]:
    with acting(player.scope):
        return list(
            Entry.objects.filter(event__startswith="session.").order_by("at").values_list("event", flat=True)
        )


def test_idle_locks_and_the_password_brings_back(cast: Cast, client: Client) -> None:
    """After the organisation's minutes every page is the lock page; then the page she was on."""
    sign_in(client, cast.ana)
    assert client.get("/cuenta/").status_code == 200
    _idle(client, 14)
    assert client.get("/cuenta/").status_code == 200
    _idle(client, 16)
    for path in ("/cuenta/sesiones/", "/organizacion/", "/codigo-de-conducta/", "/confirmar/codigo/"):
        assert unquote(client.get(path)["Location"]) == f"/bloqueo/?next={path}"
    page = client.get("/bloqueo/?next=/cuenta/sesiones/").content.decode()
    assert "La pantalla está bloqueada" in page
    assert "Ana" not in page
    assert "Refugio" not in page
    assert "No es correcto" in client.post("/bloqueo/", {"secret": "otra", "next": "/"}).content.decode()
    back = client.post("/bloqueo/", {"secret": PASSWORD, "next": "/cuenta/sesiones/"})
    assert back["Location"] == "/cuenta/sesiones/"
    assert client.get("/cuenta/sesiones/").status_code == 200
    assert _events(cast.hilda) == [
        "session.locked",
        "session.failed",
        "session.unlock_failed",
        "session.unlocked",
    ]


def test_a_code_unlocks_once(cast: Cast, client: Client) -> None:
    """The code of the telephone serves in place of the password, and not twice."""
    enrol(cast.ana)
    sign_in(client, cast.ana)
    client.post("/bloqueo/ahora/", {"next": "/cuenta/"})
    code = shown_by(cast.ana.user)
    assert client.post("/bloqueo/", {"secret": code, "next": "/cuenta/"})["Location"] == "/cuenta/"
    client.post("/bloqueo/ahora/", {"next": "/cuenta/"})
    assert client.post("/bloqueo/", {"secret": code}).status_code == 200
    assert client.get("/cuenta/")["Location"].startswith("/bloqueo/")


def test_five_wrong_answers_sign_out(cast: Cast, client: Client) -> None:
    """Whoever sits there cannot try for ever."""
    sign_in(client, cast.ana)
    client.post("/bloqueo/ahora/")
    answers = [client.post("/bloqueo/", {"secret": f"prueba {n}"}).status_code for n in range(5)]
    assert answers == [200, 200, 200, 200, 302]
    assert client.get("/cuenta/")["Location"].startswith("/entrar/")


def test_the_lock_leads_nowhere_else(cast: Cast, client: Client) -> None:
    """An address of another house is not where one goes on."""
    sign_in(client, cast.ana)
    client.post("/bloqueo/ahora/", {"next": "https://ejemplo.invalid/"})
    for strange in ("https://ejemplo.invalid/", "//ejemplo.invalid/", "javascript:alert(1)", ""):
        client.post("/bloqueo/ahora/")
        assert client.post("/bloqueo/", {"secret": PASSWORD, "next": strange})["Location"] == "/"


def test_nothing_is_planted_at_a_locked_screen(real_cast: Cast, client: Client) -> None:
    """Whoever finds the locked screen has its token: what is sent from there is dropped, not kept for her."""
    sign_in(client, real_cast.ana)
    client.post("/bloqueo/ahora/")
    sent = client.post("/cuenta/datos/", {"name": TYPED, "language": "es", "time_zone": "America/Belize"})
    assert unquote(sent["Location"]) == "/bloqueo/?next=/"
    assert "sent:" not in _dump()
    client.post("/bloqueo/", {"secret": PASSWORD, "next": "/"})
    assert client.get("/cuenta/").status_code == 200


def test_a_grave_act_sent_into_the_lock_is_asked_anew(real_cast: Cast, client: Client) -> None:
    sign_in(client, real_cast.beatriz)
    client.get("/cuenta/")
    _idle(client, 16)
    grave = "/cuenta/codigos/nuevos/"
    sent = client.post(grave, {})
    assert unquote(sent["Location"]) == f"/bloqueo/?next={grave}"
    assert "sent:" not in _dump()


def test_what_was_sent_into_the_lock_goes_on(real_cast: Cast, client: Client) -> None:
    """A form sent after the lock fell is kept sealed, offered again, and forgotten when it succeeded."""
    sign_in(client, real_cast.ana)
    stood = seen(client, "/cuenta/datos/")
    _idle(client, 16)
    typed = {"name": TYPED, "language": "es", "time_zone": "America/Belize", "once": "k1"}
    sent = client.post("/cuenta/datos/", typed | stood)
    assert unquote(unquote(sent["Location"])).startswith("/bloqueo/?next=/bloqueo/seguir/?clave=sent:")
    dump = _dump()
    assert "sent:" in dump
    assert TYPED not in dump
    assert TYPED.encode().hex() not in dump
    going = client.post(
        sent["Location"], {"secret": PASSWORD, "next": unquote(sent["Location"].split("next=")[1])}
    )
    page = html.unescape(client.get(going["Location"]).content.decode())
    assert 'action="/cuenta/datos/"' in page
    assert f"{TYPED}</dd>" in re.sub(r"\s+(?=</dd>)", "", page)  # she reads what she is about to send
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))
    assert (fields["name"], fields["once"]) == (TYPED, "k1")
    assert client.post("/cuenta/datos/", fields)["Location"] == "/cuenta/"
    real_cast.ana.user.refresh_from_db()
    assert (real_cast.ana.user.name, real_cast.ana.user.time_zone) == (TYPED, "America/Belize")
    assert "sent:" not in _dump()


def _dump() -> str:
    with connect("keeper") as keeper:
        rows = keeper.execute("SELECT t::text FROM vault_typeddraft t").fetchall()
    return "\n".join(str(row[0]) for row in rows)


def test_typing_is_kept_before_and_after_the_lock_falls(real_cast: Cast, client: Client) -> None:
    """The draft is taken while locked too; it is hers alone, in this organisation alone."""
    sign_in(client, real_cast.ana)
    assert client.post("/borrador/", {"draft": "case:new", "given": "antes"}).status_code == 204
    client.post("/bloqueo/ahora/")
    stored = client.post(
        "/borrador/", {"draft": "case:new", "given": TYPED, "password1": "x", "csrfmiddlewaretoken": "t"}
    )
    assert stored.status_code == 204
    assert client.get("/borrador/").status_code == 405
    with acting(real_cast.ana.scope):
        assert drafts.restore("case:new") == {"given": [TYPED]}
        assert drafts.restore("case:other") is None
    for stranger in (real_cast.carla, real_cast.flor, real_cast.irma, real_cast.gloria):
        with acting(stranger.scope):
            assert drafts.restore("case:new") is None
    assert TYPED not in _dump()
    assert _dump().count("case:new") == 1
    with acting(real_cast.ana.scope):
        drafts.forget("case:new")
    assert _dump() == ""


def test_a_draft_that_may_not_be_kept(cast: Cast, client: Client) -> None:
    """Too long, without a key, with a strange key, or broken."""
    sign_in(client, cast.ana)
    for sent in ({"draft": "a", "t": "x" * 200_001}, {"t": "x"}, {"draft": "María Pérez", "t": "x"}):
        assert client.post("/borrador/", sent).status_code == 400
    assert client.post("/borrador/", "[1]", content_type="application/json").status_code == 400
    json = client.post(
        "/borrador/", {"draft": "k", "fields": {"t": ["x", "y"]}}, content_type="application/json"
    )
    assert json.status_code == 204
    with acting(cast.ana.scope):
        assert drafts.restore("k") == {"t": ["x", "y"]}


def test_ending_other_sessions(cast: Cast) -> None:
    """One by one or all; never a stranger's."""
    enrol(cast.ana)
    browsers = [
        Client(headers={"user-agent": name}) for name in ("Firefox/1 Android", "Chrome/1 Windows", "x")
    ]
    for step, browser in enumerate(browsers):
        browser.post("/entrar/", {"login": cast.ana.user.email, "password": PASSWORD})
        browser.post("/entrar/segundo-paso/", {"code": shown_by(cast.ana.user, step - 1)})
    first = browsers[0]
    page = first.get("/cuenta/sesiones/").content.decode()
    assert [name in page for name in ("Firefox en Android", "Chrome en Windows", "Navegador")] == [True] * 3
    [one, two] = re.findall(r'name="session" value="(\d+)"', page)
    stranger = sign_in(Client(), cast.irma)
    stranger.post("/cuenta/sesiones/cerrar/", {"session": one})
    assert browsers[1].get("/cuenta/").status_code == 200
    first.post("/cuenta/sesiones/cerrar/", {"session": one})
    assert sorted(b.get("/cuenta/").status_code for b in browsers[1:]) == [200, 302]
    first.post("/cuenta/sesiones/cerrar/")
    assert [b.get("/cuenta/").status_code for b in browsers] == [200, 302, 302]
    assert one != two


def test_a_stolen_session_does_not_throw_the_owner_out(cast: Cast) -> None:
    """Ending sessions asks who she is; after the code it goes on."""
    enrol(cast.ana)
    hers, stolen = Client(), sign_in(Client(), cast.ana, fresh=False)
    hers.post("/entrar/", {"login": cast.ana.user.email, "password": PASSWORD})
    hers.post("/entrar/segundo-paso/", {"code": shown_by(cast.ana.user, -1)})
    asked = stolen.post("/cuenta/sesiones/cerrar/")
    assert asked["Location"].startswith("/confirmar/codigo/")
    assert stolen.get("/cuenta/sesiones/cerrar/")["Location"] == "/cuenta/sesiones/"
    assert hers.get("/cuenta/").status_code == 200
    back = stolen.post(asked["Location"], {"code": shown_by(cast.ana.user)})
    assert 'action="/cuenta/sesiones/cerrar/"' in stolen.get(back["Location"]).content.decode()
    stolen.post("/cuenta/sesiones/cerrar/")
    assert hers.get("/cuenta/")["Location"].startswith("/entrar/")
