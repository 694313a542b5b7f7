"""Ways round the second factor and the lock, as a thief of the password or at an unlocked screen tries them."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from cast import PASSWORD, Cast
from contratrata.ground.accounts.demo import demo_code
from contratrata.ground.accounts.models import FactorHelp
from contratrata.ground.base.scope import acting
from contratrata.ground.network import lost_factor
from contratrata.ground.network.operations import add_member
from contratrata.ground.network.roles import Role
from contratrata.ground.vault import drafts
from signin import enrol, sign_in

WORK = ("/", "/hoy/", "/casos/", "/cuenta/", "/cuenta/segundo-factor/aplicacion/", "/cuenta/codigos/",
        "/cuenta/contrasena/", "/confirmar/", "/confirmar/codigo/", "/bloqueo/", "/organizacion/")  # fmt: skip


@pytest.fixture
def half(cast: Cast) -> Client:
    """The password was right; the code is missing."""
    enrol(cast.ana)
    client = Client()
    sent = client.post("/entrar/", {"login": cast.ana.user.email, "password": PASSWORD})
    assert sent.headers["Location"].startswith("/entrar/segundo-paso/")
    return client


def code_of(cast: Cast) -> str:
    values = demo_code(cast.ana.user)
    assert values is not None
    return values[0]


def test_between_password_and_code_nothing_is_open(half: Client, cast: Cast) -> None:
    for path in WORK:
        for answer in (half.get(path), half.post(path, {"code": code_of(cast), "password": PASSWORD})):
            where = answer.headers.get("Location", "")
            # the front door leads whoever has not signed in to the public home, where nothing is confidential
            wanted = "/es/" if path == "/" else "/entrar/"
            assert (answer.status_code, where[: len(wanted)]) == (302, wanted), path
    assert Authenticator.objects.filter(user=cast.ana.user, type=Authenticator.Type.TOTP).count() == 1


def test_a_code_serves_once_however_it_is_written(half: Client, cast: Cast) -> None:
    code = code_of(cast)
    assert half.post("/entrar/segundo-paso/", {"code": code}).headers["Location"] == "/"
    other = Client()
    other.post("/entrar/", {"login": cast.ana.user.email, "password": PASSWORD})
    spellings = (code, f"{code[:3]} {code[3:]}", f" {code}", f"{code}\u200b", f"\x00{code}")
    wide = "".join(chr(0xFF10 + int(digit)) for digit in code)
    for written in (*spellings, wide):
        assert other.post("/entrar/segundo-paso/", {"code": written}).status_code == 200
        assert other.get("/cuenta/").status_code == 302


@pytest.mark.parametrize(
    "where", ["//evil.example/", "https://evil.example/", "/\\evil.example", "\\\\evil.example"]
)
def test_signing_in_leads_nowhere_else(half: Client, cast: Cast, where: str) -> None:
    sent = half.post(f"/entrar/segundo-paso/?next={where}", {"code": code_of(cast), "next": where})
    assert sent.headers["Location"] == "/"


def test_at_a_locked_screen_no_form_can_be_laid_ready(cast: Cast) -> None:
    """What is offered after the lock («seguir») is what the person sent, never what somebody left there."""
    client = sign_in(Client(), cast.ana)
    client.post(reverse("account:lock"))
    key = f"{drafts.SENT}{'a' * 24}"
    laid = client.post(
        reverse("vault:draft"), {"draft": key, "suspended-path": "//evil.example/", "words": "x"}
    )
    assert laid.status_code == 400
    with acting(cast.ana.scope):
        assert drafts.restore(key) is None


def test_the_training_realm_frees_nobody_of_a_factor_that_guards_real_data(cast: Cast) -> None:
    enrol(cast.ana)
    add_member(organisation=cast.escuela, user=cast.ana.user, roles=[Role.PARTICIPANT])
    lost_factor.ask_help(user=cast.ana.user)
    with acting(cast.ana.scope):
        asked = set(FactorHelp.objects.filter(user=cast.ana.user).values_list("organisation_id", flat=True))
    assert asked == {cast.refugio.id}
    with acting(cast.julia.scope):
        assert not FactorHelp.objects.filter(user=cast.ana.user).exists()
