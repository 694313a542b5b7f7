"""The named events of rooms. None holds a link, a secret or a name."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.audit.public import declare

declare("room.server_added", _("agregó un servidor de reuniones"))
declare("room.server_changed", _("cambió un servidor de reuniones"))
declare("room.server_removed", _("quitó un servidor de reuniones"))
declare("room.set", _("dijo dónde se reúnen a distancia las sesiones de un evento: {number}"), "number")
declare("room.removed", _("quitó el lugar en que se reúne a distancia una sesión"))
declare("room.opened", _("abrió la sala en línea de una sesión"))
declare("room.hosts_told", _("envió su enlace a quienes intervienen en un evento: {number}"), "number")
