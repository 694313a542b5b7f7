"""A practice is wanted, answered, piloted, and its lesson comes back; members talk under it, at both widths."""

import pytest
from django.db import transaction
from visiting import Visiting

from cast import Cast
from contratrata.ground.base.scope import acting
from contratrata.knowledge.adoption.models import Adoption, Learned, Request
from contratrata.knowledge.conversation.models import Post
from contratrata.knowledge.practices.models import PRACTICES
from reviewing import public_page
from taking_up import published

pytestmark = [pytest.mark.browser, pytest.mark.real_commits]


def test_a_practice_is_taken_up_and_talked_about(real_cast: Cast, visit: Visiting) -> None:
    with transaction.atomic():
        practice = published(real_cast)
    page = PRACTICES.url("row", practice)

    diana = visit(name="adopta")
    diana.sign_in(real_cast.diana)
    diana.go(page)
    diana.press("Quiero adaptarla")
    diana.press("Decir que nos interesa")  # nothing typed: it says what is missing
    diana.write("words", "¿Nos enseñan su acuerdo?")
    diana.press("Decir que nos interesa")
    with transaction.atomic(), acting(real_cast.diana.scope):
        adoption, request = Adoption.objects.get(), Request.objects.get()
    diana.press("Empezamos un piloto")
    diana.write("said_by", "Acta de la mesa (ficticia)")
    diana.write("evidence", "Convenio firmado por tres instituciones (ficticio)")
    diana.press("Guardar")
    diana.press("Contar qué aprendieron")
    diana.tick("kind", "lesson")
    diana.write("title", "Sin guardia nocturna no hay mesa")
    diana.write("words", "El primer mes, 4 de 11 avisos llegaron de noche y esperaron.")
    diana.tick("moment", "pilot")
    diana.press("Guardar")
    diana.go(f"/practicas/{practice.id}/adopcion/")
    diana.go(f"/adopcion/{adoption.id}/nombre/")
    diana.go("/adopcion/")
    diana.go("/conocimiento/")
    diana.close()

    flor = visit(name="responde")
    flor.sign_in(real_cast.flor)
    flor.go("/conocimiento/")
    flor.press("Responder")
    flor.press("Responder")
    flor.write("words", "Con gusto: vengan en marzo.")
    flor.press("Responder")
    assert "vengan en marzo" in flor.text()
    flor.go(page)
    with transaction.atomic(), acting(real_cast.flor.scope):
        lesson = Learned.objects.get()
    flor.go(f"/aprendido/{lesson.id}/publicar/")
    flor.press("Sí, publicar")
    flor.close()

    irma = visit(name="conversa")
    irma.sign_in(real_cast.irma)
    irma.go(f"/practicas/{practice.id}/conversacion/")
    irma.write("words", "¿Cómo cubren la noche?\n\n- con un turno\n- con dos")
    irma.press("Publicar para los miembros")
    irma.close()
    with transaction.atomic(), acting(real_cast.irma.scope):
        post = Post.objects.get()

    gloria = visit(name="modera")
    gloria.sign_in(real_cast.gloria)
    gloria.go(f"/practicas/{practice.id}/conversacion/")
    gloria.go(f"/conversacion/{post.id}/ocultar/")
    gloria.tick("reason", "other")
    gloria.press("Ocultarlo")
    assert "Oculto por la moderación" in gloria.text()
    gloria.go(f"/consultas/{request.id}/")
    gloria.close()

    anybody = visit(name="cualquiera")
    for path in (
        public_page(practice.id),
        "/es/adopcion/",
        public_page(practice.id, "en"),
        "/en/adopcion/",
    ):
        anybody.go(path)
        assert "¿Cómo cubren la noche?" not in anybody.text()
    anybody.close()
