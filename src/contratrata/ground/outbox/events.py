"""What the trail says of mail. Never an address, never a text."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.audit.public import declare

declare("mail.released", _("dejó salir {count} correos retenidos"), "count", "mail")
declare("mail.dropped", _("descartó {count} correos"), "count", "mail")
declare("mail.retried", _("volvió a poner en espera {count} correos"), "count")
declare("mail.chosen", _("eligió qué correos recibir"))
