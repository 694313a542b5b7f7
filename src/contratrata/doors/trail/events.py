"""The named events of reading the trail."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.audit.public import declare

declare("trail.viewed", _("consultó el rastro"))
declare("trail.verified", _("comprobó que el rastro está entero"))
