"""The named events of reading the trail."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.audit.public import declare
from contratrata.ground.lists.public import EXPORTED

declare("trail.viewed", _("consultó el rastro"), "rows")
declare("trail.exported", _("exportó {rows} registros del rastro ({filters})"), *EXPORTED)
declare("trail.verified", _("hizo comprobar que el rastro está entero"))
