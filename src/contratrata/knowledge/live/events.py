"""The named events of what happens in a session."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.audit.public import declare

declare("live.noted", _("escribió en la relatoría de una mesa"))
declare("live.settled", _("dijo qué queda de dos textos que se escribieron a la vez en una mesa"))
declare("live.agreed", _("anotó un acuerdo de una mesa"))
declare("live.agreement_changed", _("cambió un acuerdo de una mesa"))
declare("live.agreement_removed", _("quitó un acuerdo de una mesa"))
declare("live.wished", _("anotó qué país adoptaría una práctica"))
declare("live.wish_removed", _("quitó lo anotado de qué país adoptaría una práctica"))
declare("live.handed", _("entregó la relatoría de una mesa"))
declare("live.reopened", _("abrió de nuevo la relatoría de una mesa"))
declare("live.turned", _("cambió el enlace de quien relata una mesa"))
declare("live.shared", _("mostró a quienes participan lo que escribió una mesa"))
declare("live.unshared", _("dejó de mostrar a quienes participan lo que escribió una mesa"))
declare(
    "live.proposed", _("propuso a los países lo que las mesas dijeron que adoptarían: {number}"), "number"
)
declare("live.taken", _("llevó a una sistematización los acuerdos de las mesas: {number}"), "number")
declare("live.asked", _("hizo una pregunta en una sesión"))
declare("live.judged", _("decidió qué pasa con una pregunta de la sala"))
declare("live.voted", _("votó por una pregunta de la sala"))
declare("live.poll_prepared", _("preparó un sondeo"))
declare("live.poll_opened", _("abrió un sondeo"))
declare("live.poll_closed", _("cerró un sondeo"))
declare("live.poll_removed", _("quitó un sondeo que no se había abierto"))
declare("live.answered", _("respondió a un sondeo"))
declare("live.word_shown", _("dejó ver una palabra de un sondeo"))
