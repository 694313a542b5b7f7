"""The mails to those who register: the public title of the event, a moment, her own link. Nothing of anybody."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from contratrata.ground.base import clock
from contratrata.ground.outbox import public as outbox

_SUBJECT = _("Su inscripción")
_SEE = _("Ver mi inscripción")
_FOOTER = _(
    "Este enlace es solo suyo: quien lo tenga puede cambiar su inscripción. Si no se inscribió, no haga nada."
)


def _still(_user_id: Any, about: Mapping[str, str]) -> bool:
    """Whether it still helps: a reminder of what has begun does not."""
    return "until" not in about or dt.datetime.fromisoformat(about["until"]) > clock.now()


def _declare(name: str, subject: Any, sentence: Any, action: Any = _SEE, **options: Any) -> str:
    kind = f"registration.{name}"
    outbox.declare(
        outbox.Kind(kind, subject, sentence, action, _FOOTER, looked_at=False, wanted=_still, **options)
    )
    return kind


CONFIRM = _declare(
    "confirm", _("Confirme su correo"), _("Se inscribió en «{title}». Confirme que este correo es suyo."),
    _("Confirmar"), urgent=True,
)  # fmt: skip
KNOWN = _declare(
    "known",
    _SUBJECT,
    _("Alguien escribió este correo para «{title}», y ya tiene una inscripción."),
    urgent=True,
)
NOMINATED = _declare(
    "nominated", _("La propusieron para un evento"),
    _("{organisation} la propuso para «{title}». Confirme que quiere participar."), _("Responder"),
)  # fmt: skip
PLACED = _declare("placed", _SUBJECT, _("Tiene un lugar en «{title}»."))
QUEUED = _declare("queued", _SUBJECT, _("Está en la lista de espera de «{title}»."))
DECLINED = _declare("declined", _SUBJECT, _("Quien organiza «{title}» no pudo aceptar su inscripción."))
OFFERED = _declare(
    "offered", _("Hay un lugar para usted"),
    _("Quedó un lugar en «{title}». Es suyo si lo acepta antes del {when}."), _("Aceptar el lugar"), urgent=True,
)  # fmt: skip
LAPSED = _declare(
    "lapsed", _SUBJECT, _("Su lugar en «{title}» no se confirmó a tiempo y pasó a otra persona.")
)
INVITED = _declare(
    "invited", _("La invitan a un evento"), _("{organisation} la invita a «{title}»."), _("Ver e inscribirse")
)
REMINDER = _declare("reminder", _("Recordatorio"), _("«{title}»: {when}."))
SOON = _declare("soon", _("Empieza pronto"), _("«{title}»: {when}."), urgent=True)
MOVED = _declare("moved", _("Cambió la hora"), _("Cambió la hora de «{title}». Ahora es {when}."))
RESUMED = _declare(
    "resumed", _("El evento se hará"),
    _("«{title}» se había cancelado y sí se hará. Si ya no puede venir, cancele su inscripción."),
)  # fmt: skip
CANCELLED = _declare("cancelled", _("Se canceló el evento"), _("Se canceló «{title}»."))
