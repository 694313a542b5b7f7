"""The roles that somebody has in a session, in the order in which they are named."""

from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

#: Column of `Session` → what those who stand in it do.
ROLES = {
    "speakers": pgettext_lazy("in a session", "Exponen"),
    "moderators": pgettext_lazy("in a session", "Moderan"),
    "rapporteurs": pgettext_lazy("in a session", "Relatan"),
    "companions": _l("Acompañan en la sala"),
}
