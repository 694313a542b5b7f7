"""The named events of the curriculum, besides those of every noun."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.audit.public import declare

declare("training_editions.closed", _("cerró la versión {number} del currículo"), "number")
