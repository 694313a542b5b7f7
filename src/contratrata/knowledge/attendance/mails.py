"""The one message to who stopped coming: the public title, what was left pending, the next moment, her own link."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from contratrata.ground.outbox import public as outbox
from contratrata.knowledge.registrations.public import still_wanted

_FOOTER = _("Se le escribe una sola vez por esto. Si ya no va a venir, no haga nada.")


def _declare(name: str, sentence: Any) -> str:
    outbox.declare(
        outbox.Kind(
            name, _("La esperamos en la próxima sesión"), sentence, _("Ver qué viene"), _FOOTER, wanted=still_wanted
        )
    )  # fmt: skip
    return name


MISSED = _declare("attendance.missed", _("«{title}» sigue, y la próxima sesión es el {when}."))
MISSED_PENDING = _declare(
    "attendance.missed_pending",
    _("«{title}» sigue. La última sesión dejó algo pendiente: {pending} La próxima es el {when}."),
)
