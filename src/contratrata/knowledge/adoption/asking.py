"""To ask an organisation how it does a practice, and to answer: with a deadline, read by both and the coordination."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import once
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock, texts
from contratrata.ground.base.errors import NotAllowed, WrongState
from contratrata.ground.base.locks import one_at_a_time
from contratrata.ground.base.scope import organisation_id, required
from contratrata.ground.network.public import Organisation
from contratrata.ground.notices import public as notices
from contratrata.knowledge.practices.public import standing

from . import events  # noqa: F401  (declares the events of this package)
from .models import ANSWER_DAYS, Adoption, Answer, Request
from .notices import ANSWERED, ASKED, INTERESTED, tell
from .rules import may_speak
from .states import DOING


def may_be_asked(practice_id: uuid.UUID, asked_id: uuid.UUID) -> bool:
    """Whether this organisation may be asked of a practice: it wrote it, or does it; and it is not one's own."""
    practice = standing(required()).filter(id=practice_id).first()
    if practice is None or asked_id == organisation_id():
        return False
    if not Organisation.objects.filter(id=asked_id, left_at=None).exists():
        return False
    doing = Adoption.objects.filter(practice_id=practice_id, organisation_id=asked_id, state__in=DOING)
    return practice.organisation_id == asked_id or doing.exists()


def ask(
    practice_id: uuid.UUID, asked_id: uuid.UUID, *, words: str, token: uuid.UUID | None = None
) -> Request:
    """Ask an organisation that does a practice. Raises `DomainError`, `NotAllowed`."""
    with transaction.atomic():
        if not may_speak(required()) or not may_be_asked(practice_id, asked_id):
            raise NotAllowed(_("Pregunta quien representa a su organización, a otra que la aplica."))
        sentence = texts.required(words, field="words", message=_("Escriba su pregunta."))

        def new() -> Request:
            row = new_request(practice_id, asked_id, sentence, kind=ASKED, token=token)
            audit.record("adoption.asked", kind="practices", subject=practice_id)
            return row

        return once(token, Request.objects.filter(organisation_id=organisation_id()), new)


def new_request(
    practice_id: uuid.UUID,
    asked_id: uuid.UUID,
    words: str,
    *,
    kind: str,
    adoption_id: uuid.UUID | None = None,
    country: str = "",
    origin_id: uuid.UUID | None = None,
    token: uuid.UUID | None = None,
) -> Request:
    """Write a request and tell who is asked; the act of which it is a part traces it."""
    row = Request(
        practice_id=practice_id,
        asked_id=asked_id,
        adoption_id=adoption_id,
        country=country,
        origin_id=origin_id,
        words=words,
        due_at=clock.now() + dt.timedelta(days=ANSWER_DAYS),
        once=token,
    )
    row.save(force_insert=True)
    tell(kind, asked_id, row.id)
    return row


def answer(request_id: uuid.UUID, *, words: str, token: uuid.UUID | None = None) -> Answer:
    """Answer what one's organisation was asked, also after the deadline.

    Raises `DomainError`, `NotAllowed`, `WrongState` (it was answered).
    """
    with transaction.atomic():
        match = Request.objects.filter(id=request_id, asked_id=organisation_id()).first()
        if match is None or match.country or not may_speak(required()):
            raise NotAllowed(_("Responde quien representa a la organización a la que se preguntó."))
        sentence = texts.required(words, field="words", message=_("Escriba su respuesta."))
        one_at_a_time(str(request_id))

        def new() -> Answer:
            if Answer.objects.filter(request_id=request_id).exists():
                raise WrongState(_("Su organización ya respondió."))
            row = Answer(request_id=request_id, asker_id=match.organisation_id, words=sentence, once=token)
            row.save(force_insert=True)
            audit.record("adoption.answered", kind="practices", subject=match.practice_id)
            notices.settle(subject_id=request_id, kinds=(ASKED, INTERESTED))
            tell(ANSWERED, match.organisation_id, request_id)
            return row

        return once(token, Answer.objects.filter(organisation_id=organisation_id()), new)
