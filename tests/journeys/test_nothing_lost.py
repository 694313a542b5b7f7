"""What is being typed is lost by no way of leaving a page: link, menu, lock, «Salida rápida», ended session."""

import re

import pytest
from visiting import Visiting, Visitor

from cast import PASSWORD as PASSWORD_OF_CAST
from cast import Cast
from referred import build

pytestmark = [pytest.mark.browser, pytest.mark.real_commits]
ANSWER = "Se la acompañó a la fiscalía y queda en la casa hasta enero"
STORY = "Contó que la trajeron de noche, en una camioneta blanca"


def leave_quickly(visitor: Visitor) -> None:
    """The red button; the neutral page is another machine's, so here it is blank."""
    visitor.page.route(
        lambda url: not url.startswith(visitor.address),
        lambda route: route.fulfill(body="<title>otra</title>", content_type="text/html"),
    )
    visitor.page.locator("[data-ct-exit]").click()
    visitor.page.wait_for_url(lambda url: not url.startswith(visitor.address))
    visitor.faults = [one for one in visitor.faults if not one.startswith("asked ")]


def unlock(visitor: Visitor) -> None:
    """Prove that it is she, and go on."""
    visitor.page.locator("[name=secret]").fill(PASSWORD_OF_CAST)
    visitor.press("Desbloquear")


def test_the_answer_to_a_referral_outlives_the_quick_exit_the_lock_and_the_session(
    real_cast: Cast, visit: Visiting
) -> None:
    line = build(real_cast)
    address = f"/derivaciones/{line.at('attended').id}/cerrar/"
    diana = visit()
    diana.sign_in(real_cast.diana)
    diana.go(address)
    diana.write("words", ANSWER)
    leave_quickly(diana)
    diana.page.goto(diana.address + address)
    assert "/bloqueo/" in diana.page.url
    assert ANSWER not in diana.page.content()
    unlock(diana)
    assert diana.page.locator("[name=words]").input_value() == ANSWER
    assert "Aquí está lo que estaba escribiendo la última vez" in diana.text()
    # More is typed and kept; then the session ends.
    diana.write("words", f"{ANSWER}. Dijo que está mejor")
    diana.page.get_by_text("Borrador guardado").wait_for()
    diana.context.clear_cookies()
    diana.page.goto(diana.address + address)
    assert "/entrar/" in diana.page.url
    diana.sign_in(real_cast.diana, step=1)
    diana.go(address)
    assert diana.page.locator("[name=words]").input_value() == f"{ANSWER}. Dijo que está mejor"
    diana.press("Enviar la respuesta y cerrar")
    assert "Cerrada." in diana.text()
    diana.close()


def test_a_form_sent_when_the_session_has_ended_stays_on_the_screen(real_cast: Cast, visit: Visiting) -> None:
    line = build(real_cast)
    ana = visit()
    ana.sign_in(real_cast.ana)
    ana.go(f"/casos/{line.case_id}/notas/nueva/")
    ana.write("text", STORY)
    ana.context.clear_cookies()
    ana.page.locator("main button").filter(has_text="Guardar").first.click()
    ana.page.get_by_text("Su sesión terminó").wait_for()
    assert ana.page.locator("[name=text]").input_value() == STORY
    ana.close()


def test_what_she_told_is_in_the_summary_however_the_page_was_left(real_cast: Cast, visit: Visiting) -> None:
    ana = visit()
    ana.sign_in(real_cast.ana)
    ana.go("/casos/registrar/")
    ana.press("Seguir sin buscar")
    here = re.sub("llegada/$", "", ana.page.url.removeprefix(ana.address))
    ana.go(f"{here}relato/")
    ana.write("note", STORY)
    with ana.page.expect_navigation():  # at once, by the menu
        ana.page.locator("header .ct-logo").click()
    ana.go(f"{here}resumen/")
    assert STORY in ana.text()
    assert "Incluye lo que escribió sin guardar en: Lo que contó" in ana.text()
    ana.go(f"{here}relato/")
    assert ana.page.locator("[name=note]").input_value() == STORY
    ana.write("note", f"{STORY}. Eran dos hombres")
    ana.press("Ir al resumen")
    assert f"{STORY}. Eran dos hombres" in ana.text()
    assert "Incluye lo que escribió" not in ana.text()
    ana.press("Registrar el caso")
    ana.press("Relato")
    assert "Eran dos hombres" in ana.text()
    ana.close()
