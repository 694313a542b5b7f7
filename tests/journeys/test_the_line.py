"""The line of the whole house: imported, registered, permitted, referred across a border, answered, closed."""

import pytest
from acts import NAME, SURNAME, TELEPHONE, refer, register, workbook
from playwright.sync_api import expect
from running import Site
from visiting import Visiting

from cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.real_commits]


def test_from_the_workbook_to_the_closed_loop(real_cast: Cast, site: Site, visit: Visiting) -> None:
    site.start_worker()
    ana, diana = visit(name="1-ana"), visit(name="2-diana")

    ana.sign_in(real_cast.ana)
    ana.go("/casos/importar/")
    ana.page.locator("main input[type=file]").set_input_files(
        {"name": "casos.xlsx", "mimeType": "application/octet-stream", "buffer": workbook(12)}
    )
    ana.press("Revisar el archivo")
    bring = ana.page.get_by_role("button", name="Traer ")
    expect(bring).to_be_visible(timeout=30_000)
    ana.look()
    bring.click()
    expect(ana.page.get_by_text("Ver los casos")).to_be_visible(timeout=30_000)
    ana.look()
    ana.press("Ver los casos")

    code = register(ana)
    assert f"{NAME} {SURNAME}" in ana.text()
    case = ana.page.url
    refer(ana, real_cast.horizonte.name)
    sheet = ana.page.locator(".ct-sheet").inner_text()
    assert NAME in sheet
    assert TELEPHONE not in sheet  # that part was not chosen
    ana.press("Enviar derivación")
    referral = ana.page.url.removeprefix(site.address)

    diana.sign_in(real_cast.diana)
    diana.go("/bandeja/")
    diana.page.locator(f"main a[href='{referral}']").first.click()
    diana.look()
    assert NAME in diana.text()
    assert TELEPHONE not in diana.text()
    diana.press("Marcar como recibida")
    diana.press("Aceptar")
    diana.write("words", "La esperamos esta noche.")
    diana.press("Aceptar")
    diana.press("Empezar la atención")
    diana.press("Registrar la atención")
    diana.choose("outcome_shelter", "provided")
    diana.press("Guardar")
    diana.press("Cerrar con respuesta")
    diana.write("words", "Quedó alojada y tranquila.")
    diana.write("said", "Gracias por creerme.")
    diana.press("Enviar la respuesta y cerrar")
    assert NAME not in diana.text()  # what was shared is shut
    diana.close()

    ana.go("/hoy/")
    ana.go(referral)
    assert "Quedó alojada y tranquila." in ana.text()
    assert "Gracias por creerme." in ana.text()
    ana.page.goto(case)
    assert code in ana.text()
    ana.close()
