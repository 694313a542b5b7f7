"""The named events of the roster. What two persons write to each other stands in none."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.audit.public import declare

declare(
    "roster.consented", _("aceptó que la vean en el directorio de personas expertas ({version})"), "version"
)
declare("roster.changed", _("cambió lo que dice de sí en el directorio de personas expertas"))
declare("roster.withdrawn", _("se retiró del directorio de personas expertas"))
declare("roster.written", _("escribió a una persona experta"))
declare("roster.answered", _("respondió a quien le escribió por el directorio de personas expertas"))
declare("roster.listed", _("vio el directorio de personas expertas ({rows})"), "rows")
