"""Offering to be asked, taking it back, writing and answering."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import edit, once
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock, texts
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.locks import one_at_a_time
from contratrata.ground.base.scope import organisation_id, required, user_id
from contratrata.ground.kinds.public import Values, check_values
from contratrata.ground.notices import public as notices
from contratrata.ground.things.public import from_row, to_row

from . import events  # noqa: F401  (declares the events of this package)
from .models import QUESTIONS, Expert, Letter, answered_by
from .notices import ANSWERED, WRITTEN
from .queries import listed, own

#: A letter of more is asked to be shorter.
MOST = 4000


def consent(*, values: Values, agreed: bool) -> Expert:
    """Be listed, by one's own yes to the words of today. Raises `DomainError`, `WrongState` when one is listed."""
    if not agreed:
        raise DomainError(_("Para que la vean hace falta que usted lo acepte."), field="agreed")
    checked = check_values(QUESTIONS.facts, {f.name: f.kind.empty for f in QUESTIONS.facts} | dict(values))
    with transaction.atomic():
        one_at_a_time(f"roster:{organisation_id()}:{user_id()}")
        if own(required()) is not None:
            raise WrongState(_("Usted ya está en el directorio."))
        row = Expert(consent_version=QUESTIONS.version)
        to_row(QUESTIONS.facts, row, checked)
        row.save(force_insert=True)
        audit.record("roster.consented", kind="roster", subject=row.id, version=row.consent_version)
    return row


def change(*, values: Values, expected_version: int) -> Expert:
    """Change what one says of oneself. Raises `DomainError`, `Conflict`, `NotAllowed` when one is not listed."""
    with transaction.atomic():
        row = _mine()
        edit(row, expected_version)
        now = from_row(QUESTIONS.facts, row)
        to_row(QUESTIONS.facts, row, check_values(QUESTIONS.facts, now | dict(values), before=now))
        row.save()
        audit.record("roster.changed", kind="roster", subject=row.id)
    return row


def withdraw() -> None:
    """Be listed no more, at once; what one said of oneself is removed. Raises `NotAllowed` when one is not listed."""
    with transaction.atomic():
        row = _mine()
        to_row(QUESTIONS.facts, row, {fact.name: fact.kind.empty for fact in QUESTIONS.facts})
        row.withdrawn_at = clock.now()
        row.save()
        audit.record("roster.withdrawn", kind="roster", subject=row.id)


def write(expert_id: uuid.UUID, *, words: str, token: uuid.UUID | None = None) -> Letter:
    """Write to somebody who is listed now. Raises `DomainError`, `NotAllowed`."""
    expert = listed(required()).filter(id=expert_id).first()
    if expert is None or expert.user_id == user_id():
        raise NotAllowed(_("Esta persona ya no está en el directorio."))
    row = Letter(to_id=expert.user_id, to_organisation_id=expert.organisation_id, once=token)
    row.thread_id = row.id
    return _send(row, words, WRITTEN, "roster.written")


def answer(letter_id: uuid.UUID, *, words: str, token: uuid.UUID | None = None) -> Letter:
    """Answer a letter that one reads. Raises `DomainError`, `NotAllowed`."""
    letter = Letter.objects.filter(id=letter_id).first()
    if letter is None:
        raise NotAllowed(_("Responde quien recibió el mensaje."))
    to_id, to_organisation_id = answered_by(letter, user_id())
    row = Letter(thread_id=letter.thread_id, to_id=to_id, to_organisation_id=to_organisation_id, once=token)
    return _send(row, words, ANSWERED, "roster.answered")


def _send(row: Letter, words: str, notice: str, event: str) -> Letter:
    row.words = texts.required(words, field="words", message=_("Escriba su mensaje."))
    if len(row.words) > MOST:
        raise DomainError(_("Escriba menos de %s letras.") % MOST, field="words")
    with transaction.atomic():

        def new() -> Letter:
            row.save(force_insert=True)
            notices.notify(
                notice, organisation_id=row.to_organisation_id, subject_id=row.thread_id, user_id=row.to_id
            )
            audit.record(event, kind="roster", subject=row.thread_id)
            return row

        return once(row.once, Letter.objects.filter(organisation_id=organisation_id()), new)


def _mine() -> Expert:
    mine = own(required())
    row = Expert.objects.select_for_update().filter(id=mine.id, withdrawn_at=None).first() if mine else None
    if row is None:
        raise NotAllowed(_("Usted no está en el directorio."))
    return row
