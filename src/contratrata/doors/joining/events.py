"""The named events of asking to join."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.audit.public import declare

declare("joining.asked", _("recibió la petición de una organización que quiere unirse a la red"))
declare("joining.answered", _("respondió a una organización que quiere unirse a la red: {answer}"), "answer")
declare("joining.listed", _("vio la lista de organizaciones que quieren unirse a la red"), "rows")
declare("joining.read", _("leyó quién pide unirse a la red"))
declare("joining.forgotten", _("borró peticiones respondidas hace más de medio año: {number}"), "number")
