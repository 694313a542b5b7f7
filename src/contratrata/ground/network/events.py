"""The named events of the network."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.audit.public import declare
from contratrata.ground.lists.public import EXPORTED

declare("organisation.joined", _("incorporó la organización a la red"))
declare("organisation.settings_changed", _("cambió los ajustes de la organización"), "fields")
declare("organisation.invited", _("invitó a una organización a la red"), "reason")
declare("organisation.invited_again", _("envió otra vez la invitación a una organización"), "reason")
declare("agreement.signed", _("firmó el acuerdo de intercambio de datos, versión {version}"), "version")
declare("member.added", _("dio funciones a una persona de la organización"))
declare(
    "member.changed",
    _("cambió las funciones de una persona: {before} → {after}"),
    "before",
    "after",
    "reason",
)
declare("member.ended", _("terminó las funciones de una persona de la organización"), "before", "reason")
declare("staff.listed", _("vio la lista del personal"), "rows", "count")
declare("organisation.exported", _("exportó la lista de {rows} organizaciones ({filters})"), *EXPORTED)
declare("invitation.sent", _("invitó a una persona a la organización"), "roles", "reason")
declare("invitation.revoked", _("retiró una invitación"))
declare("invitation.accepted", _("aceptó la invitación a la organización"))
declare("organisation.chosen", _("eligió actuar en esta organización"))
declare("factor.help_asked", _("pidió ayuda por un segundo factor perdido"))
declare("factor.help_given", _("confirmó que el segundo factor se perdió y lo quitó"), "reason")
declare("factor.freed_by_owner", _("se quitó desde el servidor un segundo factor perdido"), "reason")
declare("factor.help_refused", _("rechazó una petición por un segundo factor perdido"), "reason")
