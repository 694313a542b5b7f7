"""The roles that somebody has in a session, in the order in which they are named."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _l
from django.utils.translation import npgettext, pgettext_lazy

#: Column of `Session` → what those who stand in it do.
ROLES = {
    "speakers": pgettext_lazy("in a session", "Exponen"),
    "moderators": pgettext_lazy("in a session", "Moderan"),
    "rapporteurs": pgettext_lazy("in a session", "Relatan"),
    "companions": _l("Acompañan en la sala"),
}


def role_words(role: str, names: Sequence[str], *, between: str = ", ") -> str:
    """«Modera: Lidia Chub (ficticia)», «Moderan: …»."""
    number = len(names)
    words = {
        "speakers": npgettext("in a session", "Expone", "Exponen", number),
        "moderators": npgettext("in a session", "Modera", "Moderan", number),
        "rapporteurs": npgettext("in a session", "Relata", "Relatan", number),
        "companions": npgettext("in a session", "Acompaña en la sala", "Acompañan en la sala", number),
    }[role]
    return f"{words}: {between.join(names)}"
