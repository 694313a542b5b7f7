"""The named events of the platform's administration."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.audit.public import declare

declare("job.retried", _("pidió hacer otra vez un trabajo ({task})"), "task")
