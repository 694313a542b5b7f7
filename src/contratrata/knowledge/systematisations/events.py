"""The named events of systematisations, besides those of every noun."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.audit.public import declare

declare("systematisation.part_added", _("añadió a una sistematización: {part}"), "part")
declare("systematisation.part_changed", _("cambió en una sistematización: {part}"), "part")
declare(
    "systematisation.part_forgotten", _("borró lo que decía antes en una sistematización: {part}"), "part"
)
declare("systematisation.part_restored", _("retomó un texto anterior en una sistematización: {part}"), "part")
declare("systematisation.part_raised", _("cambió el orden de las partes de una sistematización"))
declare("systematisation.part_removed", _("quitó de una sistematización: {part}"), "part")
# as it was recorded before writing together was of every noun
declare("systematisation.editor_invited", _("invitó a otra organización a escribir una sistematización"))
declare("systematisation.editor_ended", _("terminó la coedición de una sistematización"))
declare("systematisation.sent", _("envió una sistematización a {readers} participantes"), "readers")
declare("systematisation.validated", _("validó por enlace una sistematización"))
declare("systematisation.commented", _("comentó por enlace una sistematización"))
declare("systematisation.answered", _("respondió a lo que se dijo de una sistematización"))
declare("systematisation.passed_on", _("pasó de una sistematización publicada: {part}"), "part")
declare("systematisation.asked", _("preguntó cómo va una recomendación publicada"))
