"""What a browser is told in production: cookies of this very host only, TLS for a year, no frame, no plug-in."""

import importlib.util
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from cast import PASSWORD, Cast
from contratrata import settings as module
from contratrata.ground.accounts import guessing
from signin import enrol, sign_in
from telephone import shown_by

PATHS = ("/es/", "/entrar/", "/no-existe/", "/archivos/00000000-0000-0000-0000-000000000000/")
TOLD = ("SESSION_COOKIE", "CSRF_COOKIE", "LANGUAGE_COOKIE", "SECURE_HSTS", "COOKIE_PREFIX", "SECURE_PROXY")


@pytest.fixture
def production(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What the settings say in production of cookies and of TLS."""
    monkeypatch.setenv("CONTRATRATA_MODE", "production")
    monkeypatch.setenv("CONTRATRATA_SECRET_KEY", "ficticia")
    spec = importlib.util.spec_from_file_location("settings_of_production", str(module.__file__))
    assert spec
    assert spec.loader
    read = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(read)
    values = {name: getattr(read, name) for name in dir(read) if name.startswith(TOLD)}
    with override_settings(**values):
        yield read


def test_every_cookie_is_of_this_host_alone(
    cast: Cast, production: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        guessing, "COOKIE", guessing.COOKIE.replace("known", f"{production.COOKIE_PREFIX}known")
    )
    enrol(cast.ana)
    client, names = Client(headers={"x-forwarded-proto": "https"}), set()
    answers = [
        client.get("/entrar/"),
        client.post("/entrar/", {"login": cast.ana.user.email, "password": PASSWORD}),
        client.post("/entrar/segundo-paso/", {"code": shown_by(cast.ana.user)}),
        client.post(reverse("set_language"), {"language": "en", "next": "/"}),
    ]
    assert answers[2]["Location"] == "/"
    for answer in answers:
        for name, cookie in answer.cookies.items():
            names.add(name)
            values = (
                cookie["secure"],
                cookie["httponly"],
                cookie["samesite"],
                cookie["path"],
                cookie["domain"],
            )
            assert values == (True, True, "Lax", "/", ""), name
    assert names == {f"__Host-{name}" for name in ("sessionid", "csrftoken", "django_language", "known")}


def test_tls_is_asked_for_a_year_of_every_name_below(cast: Cast, production: Any) -> None:
    for client in (Client(), sign_in(Client(), cast.ana)):
        client.defaults["HTTP_X_FORWARDED_PROTO"] = "https"
        for path in PATHS:
            for answer in (client.get(path), client.generic("TRACE", path)):
                assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_every_answer_refuses_frames_plug_ins_and_guesses_at_its_kind(cast: Cast) -> None:
    for client in (Client(), sign_in(Client(), cast.ana)):
        for path in PATHS:
            for answer in (client.get(path), client.generic("TRACE", path)):
                policy = answer["Content-Security-Policy"]
                assert "frame-ancestors 'none'" in policy
                assert "base-uri 'none'" in policy
                assert "object-src 'none'" in policy
                assert "script-src 'self'" in policy
                assert answer["X-Content-Type-Options"] == "nosniff"
                assert answer["Referrer-Policy"] == "same-origin"
