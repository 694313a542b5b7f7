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
    ana, diana, elena = visit(name="1-ana"), visit(name="2-diana"), visit(name="3-elena")

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
    assert NAME not in diana.text()  # until it is taken, and for her not even then
    diana.press("Marcar como recibida")
    diana.press("Aceptar")
    diana.page.locator("[name=responsible_id]").select_option(label=real_cast.elena.user.name)
    diana.write("words", "La esperamos esta noche.")
    diana.press("Aceptar")
    assert NAME not in diana.text()
    diana.close()

    elena.sign_in(real_cast.elena)
    elena.go(referral)
    assert NAME in elena.text()
    assert TELEPHONE not in elena.text()
    elena.press("Empezar la atención")
    elena.press("Registrar la atención")
    elena.choose("outcome_shelter", "provided")
    elena.press("Guardar")
    elena.press("Cerrar con respuesta")
    elena.write("words", "Quedó alojada y tranquila.")
    elena.write("said", "Gracias por creerme.")
    elena.press("Enviar la respuesta y cerrar")
    assert NAME not in elena.text()  # what was shared is shut
    elena.close()

    ana.go("/hoy/")
    ana.go(referral)
    assert "Quedó alojada y tranquila." in ana.text()
    assert "Gracias por creerme." in ana.text()
    ana.page.goto(case)
    assert code in ana.text()
    ana.close()
