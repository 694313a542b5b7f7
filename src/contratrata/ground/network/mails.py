"""The mails of letting people in, and back in."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.accounts.public import mails

INVITED = mails.declare(
    "network.invited",
    _("Le invitan a trabajar en ContraTrata. El enlace sirve una vez, durante siete días."),
    _("Ver la invitación"),
)
ASKED = mails.declare(
    "network.factor_help_asked",
    _("Una persona perdió su segundo factor y espera que usted confirme que es ella."),
    _("Ver la petición"),
)
DONE = mails.declare(
    "network.factor_freed",
    _("Se quitó su segundo factor perdido. Entre con su contraseña y ponga uno nuevo."),
    _("Entrar"),
)
FREED = mails.declare(
    "network.factor_freed_by_owner",
    _(
        "Se quitó desde el servidor el segundo factor perdido de una persona de su organización. "
        "Si no lo sabía, avise."
    ),
    _("Ver su cuenta"),
)
CONFIRMED = mails.declare(
    "network.factor_confirmed",
    _("Usted confirmó que una persona perdió su segundo factor. Si no fue usted, avise enseguida."),
    _("Ver su cuenta"),
)
