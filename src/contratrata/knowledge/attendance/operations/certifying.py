"""Certificates of attendance: those who reached what the event asks for get one each, however often it is pressed.

Who was certified is written with the credentials, in one transaction; a job of `ground.credentials` signs them and goes
on where it was stopped. Whoever reaches it later – a late report, another threshold – is certified by the next press.
"""

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.errors import NotAllowed, WrongState
from contratrata.ground.base.ids import new_id
from contratrata.ground.base.locks import one_at_a_time
from contratrata.ground.base.scope import required
from contratrata.ground.credentials import public as credentials
from contratrata.knowledge.registrations.public import Registration

from .. import people
from ..certificates import ABOUT, standing, what_of
from ..models import Certified
from ..presence import Attendance
from ..queries import sessions_of
from ._common import own_event


def certify(
    event_id: uuid.UUID,
    *,
    token: uuid.UUID | None = None,
    again: bool = False,
    signers: Sequence[tuple[str, str]] = (),
) -> credentials.Award:
    """Certify those who reached it and have none; `again`: also those whose wrong one was taken back.

    The same `token` gives the award that is there. Raises `NotAllowed`, also in training; `WrongState` for nobody.
    """
    event = own_event(event_id)
    if not credentials.may_issue(required()):
        raise NotAllowed(_("Aquí no puede emitir certificados."))
    with transaction.atomic():
        one_at_a_time(f"attendance certified {event_id}")
        former = credentials.awards_of(ABOUT, event_id).filter(once=token).first() if token else None
        if former is not None:
            return former
        now = standing(event)
        whom = [*now.waiting, *(now.again if again else ())]
        if not whom:
            raise WrongState(_("No hay a quién emitir: quienes cumplen ya tienen su certificado."))
        held, ids = len(sessions_of(event_id)), {one.id: new_id() for one in whom}
        holders = [_holder(one, now.earned[one.id], held, ids[one.id]) for one in whom]
        Certified.objects.bulk_create(
            Certified(event_id=event_id, registration_id=one.id, credential_id=ids[one.id])
            for one in now.waiting
        )
        for one in whom[len(now.waiting) :]:
            former_row = Certified.objects.filter(event_id=event_id, registration_id=one.id)
            former_row.update(credential_id=ids[one.id], at=clock.now())
        award = credentials.award(holders, once=token, signers=list(signers), **what_of(event))
        audit.record("attendance.certified", kind="events", subject=event_id, number=len(whom))
    return award


def _holder(
    one: people.Person, attendance: Attendance, held: int, credential_id: uuid.UUID
) -> credentials.Holder:
    """To whom, with what she attended of so many sessions, in her own language."""
    with override(one.language):
        evidence = ngettext(
            "Asistió a %(n)s de %(of)s sesiones, %(minutes)s minutos en total.",
            "Asistió a %(n)s de %(of)s sesiones, %(minutes)s minutos en total.",
            attendance.sessions,
        ) % {"n": attendance.sessions, "of": held, "minutes": attendance.minutes}
    return credentials.Holder(one.name, one.email, one.language, evidence, credential_id)


def forget_certified(row: Registration, reason: str) -> None:
    """With somebody who asked to be erased her certificate goes; one that was kept long enough stays hers."""
    if reason != "asked_by_person":
        return
    for one in Certified.objects.filter(event_id=row.event_id, registration_id=row.id):
        credentials.forget(credential_id=one.credential_id)
        one.delete()
