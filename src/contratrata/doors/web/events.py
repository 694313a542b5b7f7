"""The named events of the doors' own pages."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.audit.public import declare

declare("day.viewed", _("vio Hoy ({rows} asuntos con nombre)"), "rows")
declare("team.viewed", _("vio el reparto de casos de su equipo"))
