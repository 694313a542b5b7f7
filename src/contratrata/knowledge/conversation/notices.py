"""The notices of the conversation: that something was said and where; never what, never by whom."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.network.public import Role
from contratrata.ground.notices import public as notices

POSTED, REPORTED, HIDDEN = "conversation.posted", "conversation.reported", "conversation.hidden"
AUTHORS = (Role.FOCAL_POINT, Role.NATIONAL_FOCAL_POINT, Role.ORG_ADMIN, Role.SUPERVISOR, Role.COORDINATION)
notices.declare(
    POSTED, _("Escribieron en la conversación de una práctica de su organización"), "conversation:thread"
)
notices.declare(REPORTED, _("Un mensaje de una conversación espera a la moderación"), "conversation:thread")
notices.declare(HIDDEN, _("La moderación ocultó un mensaje de su organización"), "conversation:thread")
