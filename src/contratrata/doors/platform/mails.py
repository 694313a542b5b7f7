"""The e-mail of an alarm: that there is something to look at, and nothing else."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.outbox import public as outbox

ALARM = "platform.alarm"

outbox.declare(
    outbox.Kind(
        ALARM,
        subject=_("ContraTrata: mire el estado de la plataforma"),
        sentence=_("La comprobación de cada día encontró algo que no está como debe. Entre hoy y mírelo."),
        action=_("Ver el estado"),
        footer=_("No borre ni cambie nada en el servidor antes de mirarlo. No conteste este mensaje."),
        urgent=True,
    )
)
