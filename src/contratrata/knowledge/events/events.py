"""The named events of events, besides those of every noun."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.audit.public import declare

declare("event.part_added", _("agregó a un evento: {part}"), "part")
declare("event.part_changed", _("cambió en un evento: {part}"), "part")
declare("event.part_removed", _("quitó de un evento: {part}"), "part")
declare("event.session_moved", _("cambió el orden de las sesiones de un evento"))
declare("event.consent_withdrawn", _("anotó que una persona retiró su permiso: se quitó de lo publicado"))
declare("event.cancelled", _("canceló un evento"))
declare("event.resumed", _("retomó un evento que se había cancelado"))
