"""Editing what a file says: each edit names the version it saw, keeps what was said, corrects the figures."""

import dataclasses
import uuid
from collections.abc import Mapping

from django.utils.translation import gettext as _

from contratrata.ground.base import clock
from contratrata.ground.base.answers import Answer
from contratrata.ground.base.errors import DomainError
from contratrata.ground.vault import public as vault
from contratrata.ground.vault.public import Ring, Sealer

from .. import checks, counting, names_index
from ..given import Arrival, ContactTexts, IdentityTexts, NewAssertion, PersonFacts, TraffickingFacts
from ..models import Answered, Case, Identity, StatusAssertion, Trafficking
from . import _common


def edit_identity(
    case_id: uuid.UUID, *, identity: IdentityTexts, person: PersonFacts | None = None, expected_version: int
) -> Case:
    """Change who she is: names and documents (sealed, found anew), and with `person` the general facts.

    Raises `DomainError`, `Conflict`, `WrongState`, `NotAllowed`.
    """
    with _common.acting_on(case_id, "edit", expected_version=expected_version) as case:
        keys = vault.ring()
        sealer = _common.sealer_of(case, keys)
        checked = checks.identity(identity)
        row = Identity.objects.select_for_update().get(person_id=case.person_id)
        changed = _common.reseal(row, sealer, dataclasses.asdict(checked))
        if changed:
            row.save(update_fields=changed)
            names_index.replace(keys.token_key, case.person_id, row.open(sealer))
        plain = _edit_person(case, person, checked.birth_date)
        _finish(case, keys, "case.identity_edited", (*changed, *plain))
    return case


def edit_person(case_id: uuid.UUID, *, person: PersonFacts, expected_version: int) -> Case:
    """Change the general facts: sex, gender, nationality, languages, age, schooling."""
    with _common.acting_on(case_id, "edit", expected_version=expected_version) as case:
        keys = vault.ring()
        changed = _edit_person(case, person, _birth_date(case, _common.sealer_of(case, keys)))
        _finish(case, keys, "case.person_edited", changed)
    return case


def edit_contact(case_id: uuid.UUID, *, contact: ContactTexts, expected_version: int) -> Case:
    """Change how to reach her without danger."""
    with _common.acting_on(case_id, "edit", expected_version=expected_version) as case:
        row = Identity.objects.select_for_update().get(person_id=case.person_id)
        told = dataclasses.asdict(checks.contact(contact))
        keys = vault.ring()
        sealer = _common.sealer_of(case, keys)
        changed = _common.reseal(row, sealer, told)
        if changed:
            row.save(update_fields=changed)
            if "contact_detail" in changed:
                names_index.replace(keys.token_key, case.person_id, row.open(sealer))
            _common.touch(case)
            _common.record("case.contact_edited", case, fields=" ".join(changed))
    return case


def edit_arrival(case_id: uuid.UUID, *, arrival: Arrival, expected_version: int) -> Case:
    """Change how, when and where she came."""
    with _common.acting_on(case_id, "edit", expected_version=expected_version) as case:
        told = dataclasses.asdict(checks.arrival(arrival))
        changed = {name: value for name, value in told.items() if getattr(case, name) != value}
        if changed:
            _common.touch(case, **changed)
            _common.record("case.arrival_edited", case, fields=" ".join(changed))
    return case


def edit_trafficking(case_id: uuid.UUID, *, trafficking: TraffickingFacts, expected_version: int) -> Case:
    """Change where and when it happened."""
    with _common.acting_on(case_id, "edit", expected_version=expected_version) as case:
        told = dataclasses.asdict(checks.trafficking(trafficking, clock.day_of(case.registered_at)))
        told |= {name: list(told[name]) for name in ("industries", "transit_countries")}
        row = Trafficking.objects.select_for_update().filter(case=case).first() or Trafficking(case=case)
        changed = tuple(name for name, value in told.items() if getattr(row, name) != value)
        for name in changed:
            setattr(row, name, told[name])
        if changed:
            row.save()
        _finish(case, vault.ring(), "case.trafficking_edited", changed)
    return case


def answer_elements(
    case_id: uuid.UUID,
    *,
    answers: Mapping[str, Mapping[str, Answer | bool | None]],
    expected_version: int,
) -> Case:
    """Answer codes with yes, no or not known; a code that is not named keeps its answer.

    `answers`: vocabulary → code → answer; not known (or None) takes an answer away.
    """
    with _common.acting_on(case_id, "answer", expected_version=expected_version) as case:
        told = {
            key: {
                code: said.as_bool() if isinstance(said, Answer) else said for code, said in by_code.items()
            }
            for key, by_code in answers.items()
        }
        checks.answers({key: dict.fromkeys(by_code, True) for key, by_code in told.items()})
        now = {
            (row.vocabulary, row.code): row
            for row in Answered.objects.select_for_update().filter(case=case, vocabulary__in=list(told))
        }
        flat = {(key, code): said for key, by_code in told.items() for code, said in by_code.items()}
        gone = [now[place].id for place, said in flat.items() if said is None and place in now]
        said_now = {
            place: said
            for place, said in flat.items()
            if said is not None and (place not in now or now[place].yes != said)
        }
        Answered.objects.filter(id__in=gone).delete()
        Answered.objects.bulk_create(
            [
                Answered(case=case, vocabulary=key, code=code, yes=yes)
                for (key, code), yes in said_now.items()
            ],
            update_conflicts=True,
            unique_fields=["organisation_id", "case", "vocabulary", "code"],
            update_fields=["yes"],
        )
        if said_now or gone:
            _common.touch(case)
            _common.record("case.answered", case, answers=len(said_now), cleared=len(gone))
            counting.correct(vault.ring(), case)
    return case


def assert_status(case_id: uuid.UUID, *, assertion: NewAssertion, expected_version: int) -> StatusAssertion:
    """Record who says what she is, since when, on what basis; earlier assertions stay. Closed cases too."""
    with _common.acting_on(
        case_id, "assert_status", expected_version=expected_version, closed_too=True
    ) as case:
        checked = dataclasses.asdict(checks.assertion(assertion))
        basis = checked.pop("basis")
        if not basis:
            raise DomainError(_("Escriba en qué se basa."), field="basis")
        keys = vault.ring()
        row = StatusAssertion(case=case, **checked).seal(_common.sealer_of(case, keys), basis=basis)
        row.save(force_insert=True)
        _common.touch(case)
        _common.record("case.status_asserted", case, status=row.status, by_kind=row.decided_by_kind)
        counting.correct(keys, case)
    return row


def _finish(case: Case, keys: Ring, event: str, changed: tuple[str, ...]) -> None:
    """Count the edit, trace it and correct the figures; nothing when nothing changed."""
    if changed:
        _common.touch(case)
        _common.record(event, case, fields=" ".join(changed))
        counting.correct(keys, case)


def _birth_date(case: Case, sealer: Sealer) -> str:
    return Identity.objects.get(person_id=case.person_id).open(sealer, "birth_date")["birth_date"]


def _edit_person(case: Case, told: PersonFacts | None, birth_date: str) -> tuple[str, ...]:
    """The plain facts (those there are, when none are told) with the age counted anew."""
    row = case.person
    if told is None:
        if not birth_date:
            return ()
        told = PersonFacts(
            sex=row.sex,
            gender=row.gender,
            citizenships=tuple(row.citizenships),
            languages=tuple(row.languages),
            marital_status=row.marital_status,
            education=row.education,
        )
    checked = checks.person(told)
    years, known_on, estimated = checks.counted(checked, birth_date, clock.day_of(case.registered_at))
    plain = dataclasses.asdict(checked) | {"age_years": years, "age_on": known_on, "age_estimated": estimated}
    plain |= {name: list(plain[name]) for name in ("citizenships", "languages")}
    changed = tuple(name for name, value in plain.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, plain[name])
    if changed:
        row.save(update_fields=changed)
    return changed
