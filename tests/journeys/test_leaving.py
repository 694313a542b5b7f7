"""Two tabs for two organisations, a case that closes and a caseworker who leaves, at a real screen."""

import uuid

import pytest
from test_heads import come_in
from visiting import Visiting

from cast import Cast
from contratrata.care.cases import operations
from contratrata.care.cases.inputs import NewCase, NewStep
from contratrata.care.cases.models import FirstContact
from contratrata.ground.base.scope import acting
from contratrata.ground.network.models import Membership
from contratrata.ground.network.operations import add_member
from contratrata.ground.network.roles import Role
from referred import build

pytestmark = [pytest.mark.browser, pytest.mark.real_commits]

SAID = "Pregunta por un lugar para dormir"


def test_what_is_typed_for_one_comes_back_after_one_press(real_cast: Cast, visit: Visiting) -> None:
    add_member(organisation=real_cast.clinica, user=real_cast.ana.user, roles=[Role.CASEWORKER])
    line = build(real_cast)
    ana = visit(name="ana-dos")
    come_in(ana, real_cast.ana)
    ana.go("/casos/primer-contacto/")
    ana.page.locator("[name=said]").fill(SAID)
    other = ana.context.new_page()
    other.goto(f"{ana.address}/organizacion/")
    other.get_by_role("button", name="Trabajar aquí").click()
    other.wait_for_url("**/hoy/**")
    ana.press("Guardar")
    assert "Esto es de Casa Refugio" in ana.page.inner_text("h1")
    ana.press("Volver a Casa Refugio")
    assert ana.page.locator("[name=said]").input_value() == SAID
    other.goto(f"{ana.address}/organizacion/")
    other.locator("form", has_text="Clínica").get_by_role("button").first.click()
    other.wait_for_url("**/hoy/**")
    ana.go(f"/casos/{line.case_id}/")
    assert "Esto es de Casa Refugio" in ana.page.inner_text("h1")
    with acting(real_cast.ana.scope):
        assert not FirstContact.objects.exists()
    ana.close()


def test_a_case_that_closes_and_who_leaves(real_cast: Cast, visit: Visiting) -> None:
    line = build(real_cast)
    line.sent()
    with acting(real_cast.ana.scope):
        operations.set_next_step(line.case_id, step=NewStep(what="Llamar al albergue"))
        for n in range(7):
            operations.register_case(NewCase(values={"given_names": f"Ficticia{n}"}))
        operations.save_registration(
            None, step="nombre", answers={"given_names": ["Ficticia"]}, once=uuid.uuid4()
        )
    ana = visit(name="ana-cierra")
    come_in(ana, real_cast.ana)
    ana.go(f"/casos/{line.case_id}/cerrar/")
    ana.page.locator("[name=reason][value=person_withdrew]").check()
    ana.press("Cerrar el caso")
    ana.page.locator("[name=abierto_paso][value=ends]").check()
    ana.page.locator("[name=abierto_permisos][value=withdraw]").check()
    ana.press("Cerrar el caso")
    assert "El caso está cerrado." in ana.page.inner_text("main")
    ana.close()
    flor = visit(name="flor-termina")
    come_in(flor, real_cast.flor)
    flor.go(f"/personal/{real_cast.ana.membership.pk}/terminar/")
    flor.page.locator("[name=reason][value=left]").check()
    flor.press("Sí, terminar")
    flor.page.locator("summary", has_text="Responder por separado").first.click()
    flor.look()
    flor.press("Sí, terminar")
    with acting(real_cast.flor.scope):
        assert Membership.objects.get(pk=real_cast.ana.membership.pk).ended_at is not None
    flor.close()
    beatriz = visit(name="beatriz-reparte")
    come_in(beatriz, real_cast.beatriz)
    beatriz.go("/hoy/")
    beatriz.press("Repartir")
    assert "7 casos" in beatriz.page.inner_text("main")
    beatriz.close()
