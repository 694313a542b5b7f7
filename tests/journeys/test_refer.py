"""A referral across a border, walked by both sides in real browsers: sent, accepted, attended, answered."""

import pytest
from visiting import Visiting

from cast import Cast
from contratrata.care.referrals.models import Referral
from contratrata.ground.base.scope import acting
from referred import build

pytestmark = pytest.mark.browser


def test_ana_refers_and_the_other_house_answers(real_cast: Cast, visit: Visiting) -> None:
    line = build(real_cast)
    ana, diana, elena = visit(), visit(), visit()
    ana.sign_in(real_cast.ana)
    ana.go("/derivaciones/")
    ana.go(f"/derivaciones/nueva/?caso={line.case_id}")
    ana.press("Seguir")
    ana.page.get_by_label("¿A qué organización?").select_option(label="Albergue Horizonte (ficticio)")
    ana.page.locator("[name=aims][value=shelter]").check()
    ana.page.locator("[name=urgency][value=h24]").check()
    ana.press("Seguir")
    ana.page.locator("[name=note]").fill("Viaja con una bebé. Llame a Ana, de 8 a 17 h.")
    ana.press("Seguir")
    assert "Ya lo permitió" in ana.text()
    ana.press("Seguir con este consentimiento")
    seen = ana.page.locator(".ct-seen").inner_text()
    ana.press("Enviar derivación")
    assert "Derivación enviada" in ana.text()

    diana.sign_in(real_cast.diana)
    diana.go("/bandeja/")
    diana.press("Marcar recibida")
    diana.press("Aceptar")
    with acting(real_cast.ana.scope):
        created = Referral.objects.get()
    diana.go(f"/derivaciones/{created.id}/")
    assert "Yolanda" not in diana.text()
    elena.sign_in(real_cast.elena)
    elena.go(f"/derivaciones/{created.id}/")
    assert "Yolanda" not in elena.text()
    elena.press("Ver la identidad antes de aceptar")
    elena.page.locator("[name=reason][value=known]").check()
    elena.press("Ver quién es")
    assert elena.page.locator(".ct-seen").inner_text() == seen
    diana.go(f"/derivaciones/{created.id}/rechazar/")
    diana.press("Rechazar y avisar")
    diana.go(f"/derivaciones/{created.id}/aceptar/")
    diana.page.locator("[name=responsible_id]").select_option(label=real_cast.elena.user.name)
    diana.page.locator("[name=words]").fill("La esperamos a las seis.")
    diana.press("Aceptar")
    assert "Yolanda" not in diana.text()
    diana.go(f"/derivaciones/{created.id}/responsable/")
    elena.go(f"/derivaciones/{created.id}/")
    assert elena.page.locator(".ct-seen").inner_text() == seen
    elena.page.locator("[name=text]").fill("¿Habla mam?")
    elena.press("Enviar mensaje")
    elena.press("Empezar la atención")
    elena.press("Registrar la atención")
    elena.page.locator("[name=outcome_shelter]").select_option("provided")
    elena.press("Guardar")
    elena.press("Cerrar con respuesta")
    elena.page.locator("[name=words]").fill("Pasó tres noches aquí y siguió con su tía.")
    elena.page.locator("[name=said]").fill("Me sentí cuidada.")
    elena.press("Enviar la respuesta y cerrar")
    assert "Cerrada: ya no puede leer lo compartido." in elena.text()
    diana.go("/bandeja/?estado=terminadas")

    ana.go(f"/derivaciones/{created.id}/")
    assert "Me sentí cuidada." in ana.text()
    ana.press("Marcar como leída")
    ana.go("/derivaciones/?estado=terminadas")
    other = line.draft(consent=False)
    ana.go(f"/derivaciones/{other.id}/")
    ana.go(f"/derivaciones/{other.id}/descartar/")
    ana.go(f"/derivaciones/{other.id}/permiso/")
    sent = line.sent()
    ana.go("/derivaciones/")
    ana.go(f"/derivaciones/{sent.id}/retirar/")
    ana.go(f"/derivaciones/{sent.id}/actualizar/")
    ana.close()
    diana.close()
    elena.close()
