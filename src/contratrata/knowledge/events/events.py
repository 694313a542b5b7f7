"""The named events of events, besides those of every noun."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.audit.public import declare

declare("event.session_added", _("agregó una sesión a un evento"))
declare("event.session_changed", _("cambió una sesión de un evento"))
declare("event.session_removed", _("quitó una sesión de un evento"))
declare("event.room_added", _("agregó una sala a un evento"))
declare("event.room_changed", _("cambió una sala de un evento"))
declare("event.room_removed", _("quitó una sala de un evento"))
declare("event.speaker_added", _("agregó a una persona con un papel en un evento"))
declare("event.speaker_changed", _("cambió los datos de una persona con un papel en un evento"))
declare("event.speaker_removed", _("quitó a una persona con un papel en un evento"))
declare("event.material_added", _("agregó un material a un evento"))
declare("event.material_changed", _("cambió un material de un evento"))
declare("event.material_removed", _("quitó un material de un evento"))
declare("event.consent_withdrawn", _("anotó que una persona retiró su permiso: se quitó de lo publicado"))
declare("event.cancelled", _("canceló un evento"))
