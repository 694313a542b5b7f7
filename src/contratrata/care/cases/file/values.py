"""The answers of a file: read from where they are kept, written there, and what they said before."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from contratrata.ground.base import clock, scope
from contratrata.ground.base.partial import Age, PartialDate, age_range
from contratrata.ground.base.statements import objects_of
from contratrata.ground.kinds.public import Fact, Values
from contratrata.ground.questions.public import values_in
from contratrata.ground.things.public import columns_of, from_row, lines, to_row
from contratrata.ground.vault.public import Sealer

from ..models import Case, CaseAnswer, Identity, Person, SealedVersion
from .questions import CASE, FILE, IDENTITY, PERSON, QUESTION_PARTS, ROWS

Changed = dict[str, tuple[Any, Any]]


def read_values(case: Case, sealer: Sealer | None, texts: Mapping[str, str]) -> dict[str, Any]:
    """Every answer of a file, with one query. `case.person` must be loaded; `texts`: the opened identity, or {}."""
    return _values(case, objects_of(CaseAnswer, "question", case_id=case.id), sealer, texts)


def _values(
    case: Case, rows: Iterable[CaseAnswer], sealer: Sealer | None, texts: Mapping[str, str]
) -> dict[str, Any]:
    values = {fact.name: fact.kind.from_text(texts.get(fact.name, "")) for fact in IDENTITY}
    values |= from_row(PERSON, case.person) | from_row(CASE, case)
    values |= values_in(rows, ROWS, sealer)
    if values["birth_date"]:  # the date tells the age: what was counted from it is no answer of its own
        values |= {"age_years": None, "age_estimated": None}
    return values


def read_many(
    cases: Iterable[Case], opened: Mapping[uuid.UUID, tuple[Sealer | None, Mapping[str, str]]]
) -> dict[uuid.UUID, dict[str, Any]]:
    """Every answer of many files, by case, with one query. `opened`: the sealer and the opened identity, by person."""
    entries = list(cases)
    rows: dict[uuid.UUID, list[CaseAnswer]] = {case.id: [] for case in entries}
    for row in CaseAnswer.objects.filter(case__in=list(rows)).order_by("question"):
        rows[row.case_id].append(row)
    return {
        case.id: _values(case, rows[case.id], *opened.get(case.person_id, (None, {}))) for case in entries
    }


def rows_of(case: Case, values: Values, sealer: Sealer, *, at: dt.datetime | None = None) -> list[CaseAnswer]:
    """The unsaved rows of the answers that have rows of their own."""
    return [
        CaseAnswer(case=case, question=fact.name, version=FILE.version, at=at or clock.now()).put(
            fact, values[fact.name], sealer
        )
        for fact in ROWS
        if not fact.kind.is_empty(values.get(fact.name))
    ]


def write_identity(row: Identity, sealer: Sealer, before: Values, values: Values) -> Changed:
    """Put answers into the sealed columns of an identity (saved). Returns what changed."""
    changed = {
        fact.name: (before[fact.name], values[fact.name])
        for fact in IDENTITY
        if fact.name in values and values[fact.name] != before[fact.name]
    }
    if changed:
        kinds = {fact.name: fact.kind for fact in IDENTITY}
        row.seal(sealer, **{name: kinds[name].to_text(now) for name, (_before, now) in changed.items()})
        row.save(update_fields=list(changed))
    return changed


def write_plain(row: Person | Case, facts: tuple[Fact, ...], values: Values) -> Changed:
    """Put answers into the columns of a person or a case (saved). Returns what changed."""
    changed = to_row(facts, row, values)
    if changed:
        row.save(update_fields=columns_of(tuple(fact for fact in facts if fact.name in changed)))
    return changed


def write_rows(case: Case, sealer: Sealer, before: Values, values: Values) -> Changed:
    """Write the answers that have rows of their own. Returns what changed; what became unknown has no row."""
    changed = {
        fact.name: (before[fact.name], values[fact.name])
        for fact in ROWS
        if fact.name in values and values[fact.name] != before[fact.name]
    }
    if not changed:
        return {}
    now = {name: value for name, (_before, value) in changed.items()}
    CaseAnswer.objects.filter(case=case, question__in=list(now)).delete()
    CaseAnswer.objects.bulk_create(rows_of(case, now, sealer))
    return changed


def keep_history(case: Case, sealer: Sealer, changed: Changed) -> None:
    """Keep what answers said before, sealed under the person's key: with her key it is gone."""
    rows = [
        SealedVersion(
            subject_id=sealer.subject_id,
            table=CaseAnswer._meta.db_table,
            column=name,
            row=case.id,
            by_id=scope.user_id(),
        ).seal(sealer, text=FILE.fact(name).kind.to_text(before))
        for name, (before, _now) in changed.items()
        if not FILE.fact(name).kind.is_empty(before)
    ]
    SealedVersion.objects.bulk_create(rows)


@dataclasses.dataclass(frozen=True, slots=True)
class Past:
    """What an answer said until somebody changed it."""

    title: str
    words: str
    until: dt.datetime
    by_id: uuid.UUID | None


def history(case: Case, sealer: Sealer | None, facts: Iterable[Fact]) -> list[Past]:
    """What these answers said before, the newest first; nothing when her data were erased. One query."""
    if sealer is None:
        return []
    known = {fact.name: fact for fact in facts}
    # rows kept before the questions were data stand under the identity's id
    identity = Identity.objects.filter(person_id=case.person_id).values("id")
    rows = SealedVersion.objects.filter(
        Q(row=case.id) | Q(row__in=identity),
        organisation_id=case.organisation_id,
        column__in=list(known),
    ).order_by("-at", "id")
    past = []
    for row in rows:
        fact = known[row.column]
        sentence = fact.words(fact.kind.from_text(row.open(sealer, "text")["text"]))
        past.append(Past(fact.title, sentence, row.at, row.by_id))
    return past


def age_of(values: Values, person: Person, day: dt.date | PartialDate | None = None) -> Age | None:
    """The age on a day (today): from the birth date if there is one, else from the age told on a day."""
    on = day or clock.today()
    if values.get("birth_date"):
        return age_range(values["birth_date"], on)
    if person.age_years is None:
        return None
    data = Age(person.age_years, person.age_years, person.age_estimated)
    return data.at(person.age_on or clock.today(), on)


def part_lines(part: str, values: Values, person: Person) -> list[tuple[str, str]]:
    """Title and words of everything known in one part of a file; the age is counted for today."""
    data = lines(FILE.of_part(part), values)
    age = age_of(values, person) if part == "profile" else None
    return [(_("Edad"), age.words()), *data] if age else data


__all__ = [
    "QUESTION_PARTS",
    "Past",
    "age_of",
    "history",
    "keep_history",
    "part_lines",
    "read_values",
    "rows_of",
    "write_identity",
    "write_plain",
    "write_rows",
]
