"""The first day of a new colleague with a key of her own, and a screen that was left alone."""

import pytest
from visiting import Visiting, Visitor

from cast import PASSWORD as PASSWORD_OF_CAST
from cast import Cast
from contratrata.care.cases.public import display
from contratrata.ground.base.scope import acting
from contratrata.ground.network.invitations import invite
from referred import build

pytestmark = pytest.mark.browser

PASSWORD = "caballo bateria grapa ficticia"
EMAIL = "luisa@gt.example"
TYPED = "Dice que la espera alguien en la terminal (inventado)."


def _with_a_key(visitor: Visitor) -> None:
    """Plug a key into this browser: it answers by itself that she is there and that it is she."""
    devtools = visitor.context.new_cdp_session(visitor.page)
    devtools.send("WebAuthn.enable")
    values = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": values})


def test_invited_she_comes_in_with_a_key_and_comes_back_with_it(real_cast: Cast, visit: Visiting) -> None:
    with acting(real_cast.flor.scope):
        _made, token = invite(organisation=real_cast.refugio, email=EMAIL, roles=["caseworker"])
    luisa = visit(name="luisa")
    _with_a_key(luisa)
    luisa.go(f"/invitacion/{token}/")
    luisa.write("name", "Luisa Ejemplo (ficticia)")
    luisa.write("password", PASSWORD)
    luisa.press("Crear mi cuenta")
    luisa.press("Usar una llave")
    luisa.write("name", "Teléfono de Luisa")
    luisa.page.locator("[name=passwordless]").check()
    luisa.press("Crear la llave")
    assert luisa.page.locator("main li").count() >= 10  # the recovery codes
    luisa.press("Ya los guardé")
    luisa.page.locator("main [name=accept]").check()
    luisa.press("Aceptar")
    assert luisa.page.url.endswith("/hoy/")

    luisa.go("/cuenta/segundo-factor/")
    assert "Teléfono de Luisa" in luisa.text()
    _leave(luisa)

    luisa.go("/entrar/")
    luisa.page.locator("[name=login]").fill(EMAIL)
    luisa.page.locator("[name=password]").fill(PASSWORD)
    luisa.page.locator("form button:not([type=button])").first.click()
    luisa.page.wait_for_url("**/entrar/segundo-paso/**")
    luisa.press("Usar una llave")
    assert luisa.page.url.endswith("/hoy/")
    _leave(luisa)

    luisa.go("/entrar/")
    luisa.press("Entrar con una llave")
    assert luisa.page.url.endswith("/hoy/")
    luisa.close()


def test_a_key_that_is_nobodys_opens_nothing(real_cast: Cast, visit: Visiting) -> None:
    stranger = visit(name="extraña")
    _with_a_key(stranger)
    stranger.go("/entrar/")
    with stranger.page.expect_event("console", timeout=20_000) as words:
        stranger.page.get_by_role("button", name="Entrar con una llave").click()
    assert words.value.text
    stranger.go("/hoy/")
    assert "/entrar/" in stranger.page.url
    stranger.close()


def test_a_screen_left_alone_locks_and_gives_back_what_was_typed(real_cast: Cast, visit: Visiting) -> None:
    """Minutes pass on the page's own clock (moved on, not waited for); the server's has tests of its own."""
    line = build(real_cast)
    ana = visit()
    ana.page.clock.install()
    ana.sign_in(real_cast.ana)
    with acting(real_cast.ana.scope):
        name, code = display(real_cast.ana.scope, [line.case_id])[line.case_id]
    address = f"/casos/{line.case_id}/notas/nueva/"
    ana.go(address)
    ana.write("text", TYPED)
    ana.page.clock.fast_forward("14:00")
    assert ana.page.locator("main").is_visible()
    ana.page.keyboard.press("Shift")  # she is there: from here it counts anew
    ana.page.clock.fast_forward("14:00")
    assert ana.page.locator("main").is_visible()
    with ana.page.expect_navigation(url="**/bloqueo/**"):
        ana.page.clock.fast_forward("02:00")
    ana.look()
    assert TYPED not in ana.page.content()
    assert name not in ana.page.content()
    assert code not in ana.page.content()
    ana.page.go_back()
    assert TYPED not in ana.page.content()
    ana.go("/bloqueo/?next=" + address)
    ana.page.locator("[name=secret]").fill(PASSWORD_OF_CAST)
    ana.press("Desbloquear")
    assert ana.page.url.endswith(address)
    assert ana.page.locator("[name=text]").input_value() == TYPED
    ana.close()


def _leave(visitor: Visitor) -> None:
    visitor.go("/cuenta/")
    visitor.page.locator("form[action='/salir/'] button:visible").first.click()
    visitor.page.wait_for_url("**/entrar/**")
