"""Erasure: her key is destroyed, and with it all that was ever sealed under it, here and at receivers."""

import uuid

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from contratrata.ground.base import clock, scope
from contratrata.ground.base.errors import DomainError, WrongState
from contratrata.ground.facts import public as facts
from contratrata.ground.vault import public as vault

from .. import counting, hooks, names_index
from ..models import Case, FirstContact, Identity, Person, Registration
from ..states import STILL_OPEN
from . import _common
from .moving import move
from .planning import NO_STEP, end_open_step

#: Why data are erased; the code is all that is kept of the reason.
REASONS = ("asked_by_person", "retention_over", "registered_by_mistake", "court_order")


def erase_person(case_id: uuid.UUID, *, reason: str) -> Person:
    """Destroy the person's key: names, contacts, narratives and what was shared can never be read again.

    Supervision only. Her cases are closed, the tokens of her name removed; the figures stay, without her.
    What packages above hold is closed by their hooks first. Raises `WrongState` when that was done already.
    """
    if reason not in REASONS:
        raise DomainError(_("Elija por qué se borran los datos."), field="reason")
    with _common.acting_on(case_id, "erase", closed_too=True) as case:
        person = Person.objects.select_for_update().get(id=case.person_id)
        if person.erased_at is not None:
            raise WrongState(_("Los datos de esta persona ya se habían borrado."))
        cases = list(Case.objects.select_for_update().filter(person=person).order_by("id"))
        hooks.person_erased(person.subject_id, [one.id for one in cases])
        for one in cases:
            _end(one)
            _common.forget_typed(reverse("cases:detail", args=[one.id]))
        contacts = FirstContact.objects.filter(case__in=cases)
        for contact in contacts:
            vault.shred(contact.subject_id, reason=reason)
        Registration.objects.filter(first_contact__in=contacts).delete()
        names_index.clear(person.id)
        Identity.objects.filter(person=person).update(**dict.fromkeys(Identity.sealed_columns(), b""))
        vault.shred(person.subject_id, reason=reason)
        person.erased_at = clock.now()
        person.save(update_fields=["erased_at"])
        _common.record("person.erased", case, reason=reason)
    return person


def _end(case: Case) -> None:
    end_open_step(case)
    if case.state in STILL_OPEN:
        move(case, "close", code="other", closed_at=clock.now(), closure_reason="other", **NO_STEP)
    else:
        _common.touch(case)


def remove_cases(case_ids: list[uuid.UUID]) -> int:
    """Take back cases that an import made and nobody edited since (a job as `worker` may, the web may not).

    All of them goes, keys and figures too. Raises `WrongState` when one was edited. Returns how many.
    """
    if not scope.required().is_job:
        raise WrongState(_("Un caso no se quita: se cierra, o se borran los datos de la persona."))
    with transaction.atomic():
        cases = list(Case.objects.select_for_update().filter(id__in=case_ids).select_related("person"))
        worked_on = any(
            case.version > 1 or case.touched_at != case.registered_at or not case.source for case in cases
        )
        if worked_on or hooks.held_cases([case.id for case in cases]):
            raise WrongState(_("Alguien ya trabajó en uno de estos casos."))
        keys = vault.ring()
        facts.remove(counting.pseudonym(keys, case.id) for case in cases)
        for case in cases:
            _common.record("case.removed", case)
            vault.shred(case.person.subject_id, reason="import_reversed")
        people = [case.person_id for case in cases]
        Case.objects.filter(id__in=[case.id for case in cases]).delete()
        Person.objects.filter(id__in=people).delete()
    return len(cases)
