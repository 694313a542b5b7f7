"""The named events of the conversation."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.audit.public import declare

declare("conversation.posted", _("escribió en la conversación de una práctica"))
declare("conversation.edited", _("cambió lo que había escrito en la conversación de una práctica"))
declare("conversation.reported", _("avisó a la moderación de un mensaje: {reason}"), "reason")
declare("conversation.hidden", _("ocultó un mensaje de la conversación de una práctica: {reason}"), "reason")
declare("conversation.shown", _("dejó a la vista un mensaje de la conversación de una práctica"))
