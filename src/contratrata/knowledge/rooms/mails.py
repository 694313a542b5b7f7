"""The mail to who has a part in an event: its public title, and her own link."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.outbox import public as outbox

HOST = "rooms.host"
outbox.declare(
    outbox.Kind(
        HOST,
        _("Su enlace para intervenir"),
        _("Con este enlace entra a la sala en línea de «{title}» como quien modera, desde dos horas antes."),
        _("Ver cuándo y entrar"),
        _("Este enlace es solo suyo: no lo reenvíe. Si no interviene en este evento, no haga nada."),
        looked_at=False,
    )
)
