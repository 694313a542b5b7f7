"""The notice that somebody wrote: it says no name, and leads to the page where the letter stands."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.notices import public as notices

WRITTEN, ANSWERED = "roster.written", "roster.answered"
notices.declare(
    WRITTEN, _("Alguien de la red le escribió por el directorio de personas expertas"), "roster:letter"
)
notices.declare(ANSWERED, _("Le respondieron por el directorio de personas expertas"), "roster:letter")
