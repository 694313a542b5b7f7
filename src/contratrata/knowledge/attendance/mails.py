"""The one message to who stopped coming: no name, no session, a link to the public page of the event."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.outbox import public as outbox

MISSED = "attendance.missed"
outbox.declare(
    outbox.Kind(
        MISSED,
        _("La esperamos en la próxima sesión"),
        _("El evento en que se inscribió sigue. En su página está lo que trae la próxima sesión."),
        _("Ver qué viene"),
        _("Se le escribe una sola vez por esto. Si ya no va a venir, no haga nada."),
    )
)
