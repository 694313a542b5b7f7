"""The mails to who was certified: that it is ready, that it was taken back. No name stands in them."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.outbox import public as outbox

READY, REVOKED = "credentials.ready", "credentials.revoked"
_FOOTER = _(
    "Recibe este correo porque participó en una actividad de la red. El enlace es solo suyo: no lo reenvíe."
)

outbox.declare(
    outbox.Kind(
        READY,
        _("Su certificado está listo"),
        _(
            "Descárguelo y decida qué se muestra a quien tenga su código. Mientras no decida, no se muestra nada."
        ),
        _("Ver mi certificado"),
        _FOOTER,
        looked_at=False,
    )
)
outbox.declare(
    outbox.Kind(
        REVOKED,
        _("Se retiró un certificado suyo"),
        _("La organización que lo emitió lo retiró: quien lo compruebe verá que ya no vale."),
        _("Verificar un certificado"),
        _FOOTER,
        looked_at=False,
    )
)
