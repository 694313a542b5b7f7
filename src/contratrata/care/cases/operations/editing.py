"""Editing what a file says: each edit names the version it saw, keeps what was said, corrects the figures."""

import dataclasses
import uuid

from django.utils.translation import gettext as _

from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError
from contratrata.ground.kinds.public import Fact, Values, check_values
from contratrata.ground.vault import public as vault
from contratrata.ground.vault.public import Sealer

from .. import checks, counting, names_index
from ..file.questions import CASE, FILE, PERSON
from ..file.rules import counted_age, rules_for
from ..file.values import (
    Changed,
    keep_history,
    read_values,
    write_identity,
    write_plain,
    write_rows,
)
from ..inputs import NewAssertion
from ..models import Case, Identity, StatusAssertion
from . import _common

#: Facts of a person that are counted together, from the birth date or from what was told.
_AGE = ("age_years", "age_estimated")


def edit_file(case_id: uuid.UUID, *, section: str, values: Values, expected_version: int) -> Case:
    """Change answers of one section (`file/trata.yaml`); a question that is not named keeps its answer.

    Raises `DomainError` (with the question), `Conflict`, `WrongState`, `NotAllowed`.
    """
    part = FILE.section(section)
    with _common.acting_on(case_id, "edit", expected_version=expected_version) as case:
        keys = vault.ring()
        sealer = _common.sealer_of(case, keys)
        identity = Identity.objects.select_for_update().get(person_id=case.person_id)
        before = read_values(case, sealer, identity.open(sealer))
        rules = rules_for(clock.day_of(case.registered_at))
        checked = check_values(part.facts, values, rules, before=before)
        changed = _write(case, identity, sealer, before, checked)
        if changed:
            keep_history(case, sealer, changed)
            if set(changed) & names_index.QUESTIONS:
                names_index.replace(keys, case.person_id, identity.open(sealer), sealer)
            _common.touch(case)
            _common.record(part.event, case, fields=" ".join(changed))
            counting.correct(keys, case)
    return case


def _write(case: Case, identity: Identity, sealer: Sealer, before: Values, checked: Values) -> Changed:
    plain: tuple[Fact, ...] = tuple(fact for fact in PERSON if fact.name not in _AGE)
    changed = write_identity(identity, sealer, before, checked)
    changed |= write_plain(case.person, plain, checked)
    changed |= write_plain(case, CASE, checked)
    changed |= write_rows(case, sealer, before, checked)
    if {"birth_date", *_AGE} & set(checked):
        changed |= _write_age(case, before, {**before, **checked})
    return changed


def _write_age(case: Case, before: Values, now: Values) -> Changed:
    """Count the age anew. An age that was not changed goes on holding for the day it was told."""
    person = case.person
    same = now["age_years"] == before["age_years"] and person.age_on is not None
    known_on = person.age_on if same and now["birth_date"] is None else None
    values = dict(now) if now["birth_date"] is None else {**now, "age_years": None, "age_estimated": None}
    day = clock.day_of(case.registered_at)
    since = known_on or (clock.today() if values["age_years"] is not None else None)
    years, on, estimated = counted_age(values, day, known_on=since)
    if (years, on, estimated) != (person.age_years, person.age_on, person.age_estimated):
        person.age_years, person.age_on, person.age_estimated = years, on, estimated
        person.save(update_fields=["age_years", "age_on", "age_estimated"])
    return {
        name: (before[name], values[name])
        for name in _AGE
        if (before[name] or None) != (values[name] or None)
    }


def assert_status(case_id: uuid.UUID, *, assertion: NewAssertion, expected_version: int) -> StatusAssertion:
    """Record who says what she is, since when, on what basis; earlier assertions stay. Closed cases too."""
    with _common.acting_on(
        case_id, "assert_status", expected_version=expected_version, closed_too=True
    ) as case:
        checked = dataclasses.asdict(checks.assertion(assertion))
        basis, authority = checked.pop("basis"), checked.pop("decided_by")
        if not basis:
            raise DomainError(_("Escriba en qué se basa."), field="basis")
        keys = vault.ring()
        sealer = _common.sealer_of(case, keys)
        row = StatusAssertion(case=case, **checked).seal(sealer, basis=basis, authority=authority)
        row.save(force_insert=True)
        _common.touch(case)
        _common.record("case.status_asserted", case, status=row.status, by_kind=row.decided_by_kind)
        counting.correct(keys, case)
    return row
