"""The mail that brings the link of a survey: the public title of the event and a link. Nothing of anybody."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.outbox import public as outbox

ASKED = "survey.asked"
outbox.declare(
    outbox.Kind(
        ASKED,
        _("Una encuesta breve"),
        _("Cuéntele a quien organiza «{title}» cómo le va. La página dice primero qué se guarda y qué no."),
        _("Responder"),
        _("Recibe este correo porque tiene un lugar en el evento. No hace falta responder."),
        looked_at=False,
    )
)
