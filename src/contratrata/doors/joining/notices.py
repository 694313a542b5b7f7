"""The notice to the coordination."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.notices import public as notices

ASKED = "joining.asked"
notices.declare(ASKED, _("Una organización pide unirse a la red"), "joining:request")
