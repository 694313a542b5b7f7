"""The mails to those who register: the public title of the event, a moment, her own link. Nothing of anybody."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import Organisation, job_scope
from contratrata.ground.outbox import public as outbox
from contratrata.knowledge.events.public import Published

from .models import Registration
from .states import LIVING

_SUBJECT = _("Su inscripción")
_SEE = _("Ver mi inscripción")
_FOOTER = _(
    "Este enlace es solo suyo: quien lo tenga puede cambiar su inscripción. Si no se inscribió, no haga nada."
)


def about(row: Registration) -> dict[str, str]:
    """What a reminder notes, so that it is asked at the moment of sending whether it still helps (`still_wanted`)."""
    return {"house": str(row.organisation_id), "registration": str(row.id)}


def still_wanted(_user_id: Any, about: Mapping[str, str]) -> bool:
    """Whether it still helps: a reminder of what has begun does not, nor one to who left or wants none meanwhile."""
    if "until" in about and dt.datetime.fromisoformat(about["until"]) <= clock.now():
        return False
    return "registration" not in about or _stands(uuid.UUID(about["house"]), uuid.UUID(about["registration"]))


def _stands(house_id: uuid.UUID, row_id: uuid.UUID) -> bool:
    """Whether her registration stands, she wants to be reminded, and the event is to be held."""
    with acting(job_scope(Organisation.objects.get(id=house_id))):
        rows = Registration.objects.filter(
            organisation_id=house_id, id=row_id, erased_at=None, quiet_at=None, state__in=LIVING
        )
        event_id = rows.values_list("event_id", flat=True).first()
    if event_id is None:
        return False
    return Published.objects.filter(row_id=event_id, cancelled_at=None).exists()


def _declare(name: str, subject: Any, sentence: Any, action: Any = _SEE, **options: Any) -> str:
    kind = f"registration.{name}"
    outbox.declare(
        outbox.Kind(kind, subject, sentence, action, _FOOTER, looked_at=False, wanted=still_wanted, **options)
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
TEASER = _declare(
    "teaser", _("Lo que viene en la próxima sesión"),
    _("«{title}» dejó algo pendiente: {pending} La próxima sesión es el {when}."),
)  # fmt: skip
MOVED = _declare("moved", _("Cambió la hora"), _("Cambió la hora de «{title}». Ahora es {when}."))
RESUMED = _declare(
    "resumed", _("El evento se hará"),
    _("«{title}» se había cancelado y sí se hará. Si ya no puede venir, cancele su inscripción."),
)  # fmt: skip
CANCELLED = _declare("cancelled", _("Se canceló el evento"), _("Se canceló «{title}»."))
