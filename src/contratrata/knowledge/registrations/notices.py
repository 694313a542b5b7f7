"""The notices of registrations: that something is to be done and where; never whom."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.notices import public as notices

UNRECORDED = "registration.unrecorded"
notices.declare(
    UNRECORDED,
    _("Alguien inscrita retiró su permiso para la grabación de un evento: revise si aparece en ella"),
    "events:row",
)
