"""What a caseworker and a receiver do at the screen, one act a function. All persons are invented."""

import datetime as dt
import re

from visiting import Visitor

from contratrata.care.cases.demo.workbook import rows, write

NAME, SURNAME = "Marielos", "Tzunún"
PARTS = ("identity", "profile", "needs")
TELEPHONE = "+502 5555 0177"
CODE = re.compile(r"\b[A-Z]{2,3}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")


def workbook(number: int) -> bytes:
    """The IOM workbook, filled with this many invented cases."""
    return write(rows("GTM", number, seed="journey", today=dt.date(2026, 11, 20)))


def register(visitor: Visitor) -> str:
    """A case in its seven steps, search first. Returns its code."""
    visitor.go("/casos/registrar/")
    visitor.page.locator("main form[role=search] input:visible").first.fill(f"{NAME} {SURNAME}")
    visitor.press("Buscar")
    visitor.press("Registrar")
    visitor.choose("arrival_channel", "hotline")
    visitor.press("Guardar y continuar")
    visitor.write("given_names", NAME)
    visitor.write("first_surname", SURNAME)
    visitor.press("Guardar y continuar")
    visitor.write("age_years", "24")
    visitor.tick("sex", "female")
    visitor.press("Guardar y continuar")
    visitor.choose("citizenships_0", "NIC")
    visitor.choose("languages_0", "spanish")
    visitor.press("Guardar y continuar")
    visitor.press("Guardar y continuar")  # documents: none
    visitor.tick("contact_channel", "whatsapp")
    visitor.write("contact_detail", TELEPHONE)
    visitor.press("Guardar y continuar")
    for _element in ("act", "means", "purpose"):
        visitor.page.locator("main input[type=radio][value=yes]:visible").first.check()
        visitor.press("Guardar y continuar")
    visitor.choose("exploitation_country", "GTM")
    visitor.press("Guardar y continuar")
    visitor.write("note", "La trajeron con una oferta de trabajo que no existía.")
    visitor.press("Guardar y continuar")
    visitor.tick("services", "shelter")
    visitor.press("Guardar y continuar")
    visitor.page.locator("main select").first.select_option("h24")
    visitor.press("Guardar y continuar")
    visitor.write("what", "Buscar albergue para esta noche")
    visitor.page.locator("main input[name=when]").first.check()
    visitor.press("Guardar y continuar")
    visitor.tick("purposes", "assistance")
    visitor.tick("given_by", "person")
    visitor.tick("means", "written")
    visitor.press("Guardar y continuar")
    visitor.press("Registrar el caso")
    match = CODE.search(visitor.text())
    assert match, visitor.text()
    return match.group()


def refer(visitor: Visitor, receiver: str) -> None:
    """From the case that is on the screen: to whom, which parts, her permission; up to the preview."""
    case_id = visitor.page.url.rstrip("/").rpartition("/")[2]
    visitor.go(f"/derivaciones/nueva/?caso={case_id}")
    if visitor.page.locator("main select[name=case]").count():
        visitor.choose("case", case_id)
    if visitor.page.locator("main select[name=receiver]").count():
        visitor.page.locator("main select[name=receiver]").select_option(label=receiver)
    visitor.tick("aims", "shelter")
    visitor.tick("urgency", "h24")
    visitor.press("Seguir")
    for box in visitor.page.locator("main input[name=parts]").all():
        box.set_checked(box.get_attribute("value") in PARTS)
    visitor.write("note", "Viaja con una bebé.")
    visitor.press("Seguir")
    visitor.tick("given_by", "person")
    visitor.tick("means", "written")
    visitor.page.locator("main form").filter(has=visitor.page.locator("[name=means]")).locator(
        "button:not([type=button])"
    ).first.click()
    visitor.page.wait_for_url("**/enviar/**")
    visitor.look()
