"""First contact (two minutes, no case), and a registration that is left and taken up again."""

import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import once as once_of
from contratrata.ground.acts.public import unchanged
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock, scope
from contratrata.ground.base.errors import Conflict, DomainError, NotAllowed, WrongState
from contratrata.ground.codes.public import country
from contratrata.ground.kinds.public import Values, check_values
from contratrata.ground.network.public import Organisation
from contratrata.ground.things.public import to_row
from contratrata.ground.vault import public as vault

from .. import rules
from ..file.contact import CONTACT, PLAIN, SEALED, something_said
from ..inputs import NewCase
from ..models import Case, FirstContact, Registration, new_code
from ..queries import contacts_visible_to, registrations_visible_to
from .registering import check_responsible, register_case

#: A registration under way may hold so much (a pasted story, not a library).
MOST_ANSWERS = 200_000


def record_first_contact(*, contact: Values, once: uuid.UUID | None = None) -> FirstContact:
    """Record a first contact without a case, as `contact.yaml` asks; something must have been said or asked.

    The same `once` gives the first one, also when both were sent at the same moment.
    """
    rules.require("record_contact", scope.required())
    values = check_values(CONTACT.facts, contact, (something_said,))
    rows = FirstContact.objects.filter(organisation_id=scope.organisation_id())
    with transaction.atomic():
        return once_of(once, rows, lambda: _write_contact(values, once))


def _write_contact(values: Values, once: uuid.UUID | None) -> FirstContact:
    home = Organisation.objects.values_list("country", flat=True).get(id=scope.organisation_id())
    sealer = vault.create_subject()
    row = FirstContact(subject_id=sealer.subject_id, code=new_code(country(home).alpha2), once=once)
    to_row(PLAIN, row, values)
    row.seal(sealer, **{fact.name: values.get(fact.name, "") for fact in SEALED}).save(force_insert=True)
    audit.record("contact.recorded", kind="first_contact", subject=row.id, code=row.code)
    return row


def first_contact_to_case(contact_id: uuid.UUID, *, new: NewCase, once: uuid.UUID | None = None) -> Case:
    """The first contact becomes a case; both stay, linked. Raises `WrongState` when it is one already."""
    with transaction.atomic():
        row = contacts_visible_to(scope.required()).select_for_update().filter(id=contact_id).first()
        if row is None:
            raise NotAllowed(_("Este contacto no existe o no está a su alcance."))
        if row.case_id is not None:
            if once is not None and row.case is not None and row.case.once == once:
                return row.case
            raise WrongState(_("Este contacto ya es un caso."))
        case = register_case(new, once=once)
        row.case = case
        row.save(update_fields=["case"])
        audit.record("contact.made_case", kind="first_contact", subject=row.id, code=row.code, case=case.code)
    return case


def save_registration(
    registration_id: uuid.UUID | None = None,
    *,
    step: str,
    answers: dict[str, Any],
    expected_version: str | None = None,
    first_contact_id: uuid.UUID | None = None,
    referral_id: uuid.UUID | None = None,
    once: uuid.UUID | None = None,
) -> Registration:
    """Keep one step of a registration under way, sealed; `answers` are those of this step.

    Without an id a registration begins; the same `once` begins one. Raises `NotAllowed` when it is not the user's,
    `Conflict` when it became a case meanwhile (the back button after the last step) or the step is not what
    `expected_version` says any more.
    """
    acting = scope.required()
    rules.require("register", acting)
    with transaction.atomic():
        if registration_id is not None:
            row = _own(registration_id)
            stored = registration_answers(row)
            if expected_version is not None and step in stored:
                unchanged(stored.get(step), expected_version)
            row.user_id = acting.user_id or row.user_id  # who goes on with what was left to supervision
            return _keep(row, step, {**stored, step: answers})
        begun = Registration(
            first_contact_id=_own_contact(first_contact_id), referral_id=referral_id, once=once
        )
        return once_of(
            once,
            registrations_visible_to(acting),
            lambda: _keep(begun, step, {step: answers} if answers else {}),
        )


def _keep(row: Registration, step: str, answers: dict[str, Any]) -> Registration:
    text = json.dumps(answers, ensure_ascii=False)
    if len(text) > MOST_ANSWERS:
        raise DomainError(_("Lo escrito es demasiado largo para un registro. Acórtelo o use notas."))
    row.step, row.touched_at = step[:30], clock.now()
    row.seal(vault.ring().drafts(), answers=text).save()
    return row


def registration_answers(row: Registration, keys: vault.Ring | None = None) -> dict[str, Any]:
    """What was answered so far: `{step: {field: value}}`."""
    text = row.open((keys or vault.ring()).drafts(), "answers")["answers"]
    result: dict[str, Any] = json.loads(text) if text else {}
    return result


def finish_registration(registration_id: uuid.UUID, *, new: NewCase) -> Case:
    """The last step: the case is opened and the registration removed, once however often it is sent."""

    def write() -> Case:
        row = _own(registration_id)
        if row.first_contact_id is not None:
            case = first_contact_to_case(row.first_contact_id, new=new, once=row.id)
        else:
            case = register_case(new, once=row.id)
        Registration.objects.filter(id=row.id).delete()
        return case

    with transaction.atomic():
        return once_of(registration_id, Case.objects.filter(organisation_id=scope.organisation_id()), write)


def discard_registration(registration_id: uuid.UUID) -> None:
    """Throw a registration under way away."""
    with transaction.atomic():
        row = _own(registration_id)
        Registration.objects.filter(id=row.id).delete()
        audit.record("registration.discarded", kind="registration", subject=row.id)


def pass_registrations_on(former_id: uuid.UUID, *, to: Mapping[uuid.UUID, uuid.UUID | None]) -> int:
    """Give the registrations that somebody leaves unfinished to others; None: supervision finds them by itself.

    Returns how many there still were.
    """
    with transaction.atomic():
        acting = scope.required()
        rules.require("hand_over", acting)
        check_responsible({one for one in to.values() if one}, acting)
        rows = Registration.objects.select_for_update().filter(
            organisation_id=acting.organisation_id or "", user_id=former_id, id__in=list(to)
        )
        entries = list(rows.order_by("id"))
        for row in entries:
            row.user_id = to[row.id] or row.user_id
            row.save(update_fields=["user_id"])
        audit.record_many(
            audit.entry("registration.passed_on", kind="registration", subject=row.id) for row in entries
        )
    return len(entries)


def _own(registration_id: uuid.UUID) -> Registration:
    acting = scope.required()
    row = registrations_visible_to(acting).select_for_update().filter(id=registration_id).first()
    if row is None:
        if Case.objects.filter(organisation_id=acting.organisation_id or "", once=registration_id).exists():
            raise Conflict(_("Este registro ya es un caso. Lo que quiera cambiar, cámbielo en el caso."))
        raise NotAllowed(_("Este registro no existe o no está a su alcance."))
    return row


def _own_contact(contact_id: uuid.UUID | None) -> uuid.UUID | None:
    if contact_id and not contacts_visible_to(scope.required()).filter(id=contact_id).exists():
        raise NotAllowed(_("Este contacto no existe o no está a su alcance."))
    return contact_id
