"""What adopters learned: they say it; who wrote the practice, or the coordination, publishes it."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import edit, once
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.errors import NotAllowed, WrongState
from contratrata.ground.base.locks import locked, one_at_a_time
from contratrata.ground.base.publishing import publishing
from contratrata.ground.base.scope import organisation_id, required
from contratrata.ground.kinds.public import Values, check_values
from contratrata.ground.network.public import organisation_names
from contratrata.ground.things.public import from_row, to_row
from contratrata.knowledge.practices.public import PRACTICES, Practice, Published

from . import events  # noqa: F401  (declares the events of this package)
from .models import LEARNED, Adoption, Learned, PublishedLearned
from .notices import ACCEPTED, tell
from .notices import LEARNED as TOLD
from .rules import may_accept, may_move, may_speak


def learn(adoption_id: uuid.UUID, *, values: Values, token: uuid.UUID | None = None) -> Learned:
    """Say what one's organisation learned with a practice. Raises `DomainError`, `NotAllowed`."""
    checked = check_values(LEARNED.facts, {f.name: f.kind.empty for f in LEARNED.facts} | dict(values))
    with transaction.atomic():
        adoption = Adoption.objects.filter(id=adoption_id, organisation_id=organisation_id()).first()
        if adoption is None or not may_move(required(), adoption):
            raise NotAllowed(_("Lo cuenta quien representa a la organización que la adapta."))

        def new() -> Learned:
            row = Learned(
                adoption_id=adoption.id,
                practice_id=adoption.practice_id,
                country=adoption.country,
                once=token,
            )
            to_row(LEARNED.facts, row, checked)
            row.save(force_insert=True)
            audit.record("adoption.learned", kind="practices", subject=row.practice_id)
            practice = PRACTICES.visible_to(required()).filter(id=row.practice_id).first()
            if practice is not None:
                tell(TOLD, practice.organisation_id, practice.id)
            return row

        return once(token, Learned.objects.filter(organisation_id=organisation_id()), new)


def change_learned(learned_id: uuid.UUID, *, values: Values, expected_version: int) -> Learned:
    """Change what one's organisation said; what is published stays as it was accepted.

    Raises `Conflict`, `DomainError`, `NotAllowed`.
    """
    with transaction.atomic():
        row = _own(learned_id)
        edit(row, expected_version)
        now = from_row(LEARNED.facts, row)
        checked = check_values(LEARNED.facts, now | dict(values), before=now)
        if to_row(LEARNED.facts, row, checked):
            row.changed_at = clock.now()
            row.save()
            audit.record("adoption.learned_changed", kind="practices", subject=row.practice_id)
    return row


def remove_learned(learned_id: uuid.UUID, *, expected_version: int) -> None:
    """Take out what one's organisation said, from before everybody too. Raises `Conflict`, `NotAllowed`."""
    with publishing(PublishedLearned):
        row = _own(learned_id)
        edit(row, expected_version)
        PublishedLearned.objects.filter(learned_id=row.id).delete()
        audit.record("adoption.learned_removed", kind="practices", subject=row.practice_id)
        row.delete()


def accept(learned_id: uuid.UUID, *, expected_version: int) -> PublishedLearned:
    """Put what another organisation learned before everybody, as it was read.

    Raises `Conflict`, `NotAllowed`, `WrongState` (the practice is not published).
    """
    with publishing(PublishedLearned):
        row, practice = _judged(learned_id)
        edit(row, expected_version)  # unsaved: who read another text is told
        one_at_a_time(f"adopted:{practice.id}")  # with its withdrawal
        if not Published.objects.filter(row_id=practice.id).exists():
            raise WrongState(_("La práctica no está a la vista de todos: publíquela primero."))
        PublishedLearned.objects.filter(learned_id=row.id).delete()
        copy = PublishedLearned(
            learned_id=row.id, practice_id=row.practice_id, country=row.country, version=expected_version,
            by=_name_of(row),
        )  # fmt: skip
        to_row(LEARNED.facts, copy, from_row(LEARNED.facts, row))
        copy.save(force_insert=True)
        audit.record("adoption.accepted", kind="practices", subject=row.practice_id)
        tell(ACCEPTED, row.organisation_id, row.practice_id)
    return copy


def refuse(learned_id: uuid.UUID) -> None:
    """Nobody outside reads any more what another organisation learned. Raises `NotAllowed`, `WrongState`."""
    with publishing(PublishedLearned):
        row, practice = _judged(learned_id)
        if not PublishedLearned.objects.filter(learned_id=row.id).delete()[0]:
            raise WrongState(_("Esto no estaba publicado."))
        audit.record("adoption.refused", kind="practices", subject=practice.id)


def _name_of(row: Learned) -> str:
    """The name of who learned it, where it agrees that it stands before everybody."""
    named = Adoption.objects.filter(id=row.adoption_id, is_named=True).exists()
    return organisation_names([row.organisation_id]).get(row.organisation_id, "") if named else ""


def _own(learned_id: uuid.UUID) -> Learned:
    one_at_a_time(str(learned_id))  # with its publishing by others
    own = Learned.objects.filter(organisation_id=organisation_id())
    row: Learned = locked(own, learned_id, _("Esto lo cambia la organización que lo contó."))
    if not may_speak(required()):
        raise NotAllowed(_("Lo cambia quien representa a su organización."))
    return row


def _judged(learned_id: uuid.UUID) -> tuple[Learned, Practice]:
    one_at_a_time(str(learned_id))  # the row of another organisation cannot be locked
    row = Learned.objects.filter(id=learned_id).first()
    practice = PRACTICES.visible_to(required()).filter(id=row.practice_id).first() if row else None
    if row is None or practice is None or not may_accept(required(), practice, row):
        raise NotAllowed(_("Lo publica la organización que escribió la práctica, o la coordinación."))
    return row, practice
