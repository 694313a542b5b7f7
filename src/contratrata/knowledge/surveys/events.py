"""The named events of surveys. None says who answered, nor when one answer came."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.audit.public import declare

declare("survey.written", _("preparó una encuesta"))
declare("survey.changed", _("cambió una encuesta"))
declare("survey.moved", _("cambió el último día de una encuesta"))
declare("survey.removed", _("quitó una encuesta que no se abrió"))
declare("survey.opened", _("abrió una encuesta"))
declare(
    "survey.closed", _("cerró una encuesta ({dropped} respuestas no alcanzaron para mostrarse)"), "dropped"
)
declare("survey.mixed", _("recibió respuestas anónimas de una encuesta ({number})"), "number")
declare("survey.answered", _("recibió las respuestas con nombre de una persona inscrita"))
declare("survey.read", _("leyó las respuestas abiertas de una encuesta"))
declare("survey.names_read", _("leyó respuestas con nombre de una encuesta"))
declare("survey.tagged", _("puso etiquetas a una respuesta abierta"))
declare("survey.exported", _("exportó los resultados de una encuesta ({form})"), "form")
declare("survey.printed", _("imprimió los resultados de una encuesta"))
