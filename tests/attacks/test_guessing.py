"""Guessing codes with a known password, and locking somebody out by guessing her password."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client

from cast import PASSWORD, Cast
from contratrata.ground.base import clock
from postbox import delivered
from signin import enrol
from telephone import shown_by


def _forget_limits() -> None:
    """Allauth's own limit counts five in five minutes: as if those were over."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_cache WHERE cache_key LIKE '%%allauth:rl%%'")


def _half(cast: Cast) -> Client:
    client = Client()
    client.post("/entrar/", {"login": cast.ana.user.email, "password": PASSWORD})
    return client


def _guess(client: Client, code: str = "123123") -> str:
    page = client.post("/entrar/segundo-paso/", {"code": code})
    return page.content.decode() if page.status_code == 200 else str(page["Location"])


def test_with_the_password_a_day_holds_few_codes(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """One try a minute, all day: not 1,440, and she is told after five."""
    enrol(cast.ana)
    client, start, tried = _half(cast), clock.now(), 0
    for minute in range(0, 24 * 60, 3):
        monkeypatch.setattr(clock, "now", lambda at=start + dt.timedelta(minutes=minute): at)
        _forget_limits()
        if minute % 60 == 0:  # signing in half-way lasts an hour or so
            client = _half(cast)
        tried += "no es correcto" in _guess(client)
        if tried == 5:
            assert "Demasiados intentos. Vuelva a intentarlo después de: " in _guess(
                client, shown_by(cast.ana.user)
            )
    assert 20 <= tried <= 30
    mails = delivered()
    assert len(mails) == tried // 5
    assert "cinco códigos que no valen" in mails[0].body
    assert mails[0].to == [cast.ana.user.email]


def test_her_own_browser_passes_what_strangers_used_up(cast: Cast) -> None:
    enrol(cast.ana)
    hers = _half(cast)
    assert _guess(hers, shown_by(cast.ana.user)) == "/"
    mark = hers.cookies["known"]
    assert mark["httponly"]
    assert str(cast.ana.user.pk) not in mark.value
    hers.post("/salir/")
    stranger = Client(REMOTE_ADDR="203.0.113.9")
    for _n in range(6):
        words = stranger.post("/entrar/", {"login": cast.ana.user.email, "password": "otra clave cualquiera"})
    assert "Demasiados intentos" in words.content.decode()
    new = Client(REMOTE_ADDR="198.51.100.7").post(
        "/entrar/", {"login": cast.ana.user.email, "password": PASSWORD}
    )
    assert "Demasiados intentos" in new.content.decode(), "a browser that nobody knows waits"
    assert hers.post("/entrar/", {"login": cast.ana.user.email, "password": PASSWORD}).status_code == 302


def test_a_thief_of_the_password_does_not_lock_her_browser(cast: Cast) -> None:
    enrol(cast.ana)
    hers = _half(cast)
    assert _guess(hers, shown_by(cast.ana.user)) == "/"
    hers.post("/salir/")
    thief = _half(cast)
    for _n in range(5):
        _guess(thief)
    _forget_limits()
    assert "Vuelva a intentarlo después de" in _guess(thief, shown_by(cast.ana.user, 1))
    hers.post("/entrar/", {"login": cast.ana.user.email, "password": PASSWORD})
    assert _guess(hers, shown_by(cast.ana.user, 1)) == "/"


@pytest.mark.parametrize("laid", ["", "x", "a-b.c-d", "a-" + "0" * 32, "ñ-ñ", "-" * 5000])
def test_a_mark_that_is_made_up_is_none(cast: Cast, laid: str) -> None:
    enrol(cast.ana)
    client = Client()
    client.cookies["known"] = laid
    for _n in range(6):
        words = client.post("/entrar/", {"login": cast.ana.user.email, "password": "otra clave cualquiera"})
    assert "Demasiados intentos" in words.content.decode()


def test_her_mark_is_of_no_use_for_another(cast: Cast) -> None:
    for player in (cast.ana, cast.irma):
        enrol(player)
    client = _half(cast)
    _guess(client, shown_by(cast.ana.user))
    client.post("/salir/")
    for _n in range(5):
        Client().post("/entrar/", {"login": cast.irma.user.email, "password": "otra clave cualquiera"})
    words = client.post("/entrar/", {"login": cast.irma.user.email, "password": PASSWORD})
    assert "Demasiados intentos" in words.content.decode()


def test_too_many_from_one_place_is_said_calmly(cast: Cast) -> None:
    client = Client()
    for _n in range(31):
        page = client.post("/entrar/", {"login": "", "password": ""})
    assert page.status_code == 429
    assert page["Retry-After"] == "60"
    assert "Vuelva a intentarlo después de: hoy" in page.content.decode()
    assert "Su cuenta no está cerrada" in page.content.decode()
