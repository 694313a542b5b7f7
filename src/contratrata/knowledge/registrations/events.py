"""The named events of registering. None holds a name, an address or an answer."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.audit.public import declare
from contratrata.ground.lists.public import EXPORTED

declare("registration.signed_up", _("recibió una inscripción a un evento"))
declare("registration.returned", _("recibió otra vez la inscripción de quien la había cancelado"))
declare("registration.confirmed", _("recibió la confirmación del correo de una inscripción"))
declare("registration.accepted", _("recibió la aceptación de un lugar ofrecido"))
declare("registration.changed", _("recibió un cambio en los datos de una inscripción"))
declare("registration.withdrawn", _("recibió la cancelación de una inscripción"))
declare("registration.quieted", _("recibió el cambio de avisos de una inscripción ({quiet})"), "quiet")
declare("registration.terms", _("cambió cómo se inscribe a un evento"))
declare("registration.link", _("cambió el enlace que invita a un evento"))
declare("registration.invited", _("invitó a inscribirse a un evento ({number})"), "number")
declare("registration.nominates", _("propuso personas para un evento ({number})"), "number")
declare("registration.approved", _("aceptó una inscripción"))
declare("registration.placed", _("dio un lugar en un evento"))
declare("registration.queued", _("pasó una inscripción a la lista de espera"))
declare("registration.declined", _("no aceptó una inscripción: {reason}"), "reason")
declare("registration.offered", _("ofreció lugares a la lista de espera ({number})"), "number")
declare(
    "registration.prolonged", _("dio más plazo a quienes tienen un lugar por confirmar ({number})"), "number"
)
declare("registration.lapsed", _("liberó lugares que nadie confirmó ({number})"), "number")
declare("registration.reminded", _("avisó a quienes se inscribieron en un evento ({number})"), "number")
declare(
    "registration.demonstrated", _("trajo inscripciones inventadas para la demostración ({number})"), "number"
)
declare("registration.unrecorded", _("retiró su permiso para la grabación"))
declare("registration.erased", _("borró los datos de quien se inscribió"), "reason")
declare("registration.listed", _("vio quién se inscribió en un evento"), "rows")
declare("registration.read", _("leyó los datos de una inscripción"))
declare("registration.printed", _("imprimió la hoja de entrada de un evento ({number})"), "number")
declare("registration.exported", _("exportó {rows} inscripciones"), *EXPORTED)
