"""What a case of before took up from its referral, found by comparing: so that taking the consent back reaches it.

A case that was opened before `Case.copied` was kept names nothing of what came. Whatever it says as the referral said
it counts as having come that way: had somebody here typed the very same, it is the same of her.
"""

import dataclasses
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable

from django.db import transaction
from django.db.models import QuerySet

from contratrata.ground.base import scope
from contratrata.ground.vault import public as vault
from contratrata.ground.vault.public import Sealer

from .file.questions import FILE
from .file.values import read_values
from .models import Case, Identity, Note, SealedVersion, StatusAssertion
from .operations import _common
from .sections import Section, taken_up


@dataclasses.dataclass(frozen=True, slots=True)
class Came:
    """What sections that were shared said, in any of their versions: answers as text by question, statuses, notes."""

    answers: dict[str, set[str]]
    statuses: frozenset[str]
    notes: frozenset[str]


def came_with(sections: Iterable[Section]) -> Came:
    """All that these sections would have put into a case."""
    answers: dict[str, set[str]] = defaultdict(set)
    statuses, notes = set(), set()
    for section in sections:
        data = taken_up([section])
        for name, value in data.values.items():
            if name in data.copied:
                answers[name].add(FILE.fact(name).kind.to_text(value))
        statuses |= {data.assertion.status} if data.assertion else set()
        notes |= {data.note.strip()} if data.note else set()
    return Came(dict(answers), frozenset(statuses), frozenset(notes))


def unnamed() -> QuerySet[Case]:
    """The cases of the acting organisation that say nothing of what they took up, and of whom something is left."""
    rows = Case.objects.filter(organisation_id=scope.organisation_id(), copied=[])
    return rows.filter(person__erased_at__isnull=True)


def note_copied(case_id: uuid.UUID, came: Came, *, mark: Callable[[list[uuid.UUID]], object]) -> bool:
    """Write down what such a case holds of what came, in one transaction. Whether it holds something.

    `mark` gives the notes that came their kind, which no login that acts for people may change; it comes first, so
    that a run that is cut off finds them again. Nothing is done when the case says so already, or she was erased.
    """
    with transaction.atomic():
        case = unnamed().select_for_update(of=("self",)).select_related("person").filter(id=case_id).first()
        if case is None:
            return False
        sealer = vault.open_subject(case.person.subject_id)
        result, notes = _held(case, sealer, came), _notes(case, sealer, came)
        if notes:
            mark(notes)
            result.append(Case.STORY)
        if result:
            case.copied = result
            case.save(update_fields=["copied"])
            _common.record("case.copied_noted", case, answers=len(result))
        return bool(result)


def _held(case: Case, sealer: Sealer, came: Came) -> list[str]:
    """Its answers that are as the referral said them, and whether its first status is."""
    identity = Identity.objects.get(person_id=case.person_id)
    now = read_values(case, sealer, identity.open(sealer))
    words: dict[str, set[str]] = defaultdict(set)
    for name in came.answers:
        words[name].add(FILE.fact(name).kind.to_text(now[name]))
    before = SealedVersion.objects.filter(organisation_id=case.organisation_id, column__in=list(came.answers))
    for row in before.filter(row__in=[case.id, identity.id]):  # what was corrected here came all the same
        words[row.column].add(row.open(sealer)["text"])
    result = [name for name, texts in sorted(came.answers.items()) if texts & words[name]]
    first = StatusAssertion.objects.filter(case=case, at=case.registered_at).first()
    return [*result, Case.STATUS] if first is not None and first.status in came.statuses else result


def _notes(case: Case, sealer: Sealer, came: Came) -> list[uuid.UUID]:
    """The note that was opened with it, where it says what came, with its corrections."""
    notes = list(Note.objects.filter(case=case).order_by("at", "id"))
    first = [one for one in notes if one.at == case.registered_at and one.amends_id is None]
    result = {one.id for one in first if one.open(sealer)["text"].strip() in came.notes}
    for one in notes:
        if one.amends_id in result:
            result.add(one.id)
    return sorted(result)
