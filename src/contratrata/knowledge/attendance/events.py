"""The named events of attendance."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.audit.public import declare

declare("attendance.brought", _("trajo un informe de asistencia: {lines} filas"), "lines")
declare("attendance.explained", _("respondió qué dice un informe de asistencia"))
declare("attendance.taken_back", _("quitó un informe de asistencia"))
declare("attendance.clarified", _("dijo quién es alguien de un informe de asistencia"))
declare("attendance.read", _("leyó quién asistió a un evento"))
declare("attendance.signed_in", _("anotó en la lista quién asistió a una sesión: {number}"), "number")
declare("attendance.entered", _("entró a una sesión con su código"))
declare("attendance.written_to", _("escribió a quienes dejaron de venir a un evento: {number}"), "number")
declare("attendance.certified", _("emitió certificados de asistencia: {number}"), "number")
declare("attendance.link_asked", _("envió de nuevo el enlace de un certificado a quien lo pidió"))
declare(
    "attendance.forgotten",
    _("borró los nombres de quienes asistieron a eventos que terminaron: {number}"),
    "number",
)
