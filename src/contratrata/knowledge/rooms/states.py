"""Where a session may be held at a distance."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """A link that was pasted, or a room that is signed for on a server of the organisation's own."""

    LINK = "link", _("Enlace pegado")
    JITSI = "jitsi", _("Jitsi")
    BIGBLUEBUTTON = "bbb", _("BigBlueButton")


#: What runs on a server of the organisation.
SERVED = ((Kind.JITSI, Kind.JITSI.label), (Kind.BIGBLUEBUTTON, Kind.BIGBLUEBUTTON.label))
