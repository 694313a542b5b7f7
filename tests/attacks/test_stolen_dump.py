"""A thief of a dump while people are signed in: no row of it is a key that a browser could send."""

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from cast import PASSWORD, Cast
from contratrata.ground.accounts.demo import demo_code
from signin import enrol


def entered(cast: Cast) -> Client:
    """Ana, by the pages, with both steps."""
    enrol(cast.ana)
    client = Client()
    client.post("/entrar/", {"login": cast.ana.user.email, "password": PASSWORD})
    code = demo_code(cast.ana.user)
    assert code is not None
    client.post("/entrar/segundo-paso/", {"code": code[0]})
    assert client.get("/cuenta/").status_code == 200
    return client


def test_no_key_of_a_session_stands_in_the_database(cast: Cast) -> None:
    client = entered(cast)
    mine = client.cookies[settings.SESSION_COOKIE_NAME].value
    stored = {*Session.objects.values_list("session_key", flat=True)}
    listed = {*UserSession.objects.values_list("session_key", flat=True)}
    assert stored
    assert listed
    assert mine not in stored | listed
    for key in stored | listed:
        thief = Client()
        thief.cookies[settings.SESSION_COOKIE_NAME] = key
        answer = thief.get("/cuenta/")
        assert (answer.status_code, answer.headers["Location"][:8]) == (302, "/entrar/")


def test_open_sessions_are_still_listed_and_ended(cast: Cast) -> None:
    first = entered(cast)
    page = first.get("/cuenta/sesiones/")
    assert len(page.context["sessions"]) == 1
    assert page.context["sessions"][0].here
    first.post("/cuenta/sesiones/cerrar/", {})
    assert first.get("/cuenta/").status_code == 200
    [row] = UserSession.objects.filter(user=cast.ana.user)
    other = Client()
    other.cookies[settings.SESSION_COOKIE_NAME] = first.cookies[settings.SESSION_COOKIE_NAME].value
    first.post("/salir/")
    assert other.get("/cuenta/").status_code == 302
    assert not Session.objects.filter(session_key=row.session_key).exists()
