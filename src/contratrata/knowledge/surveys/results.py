"""What may be shown of what was answered, so that no look and no two looks show the answer of one.

Results grow in steps (`mixing`): of a question as many steps are shown as add `LEAST` answers to it at least, whatever
else they hold. By group they are shown when the survey is closed – nothing comes after that – and only in groups of
`LEAST` or more; a question only where each group has `LEAST` answers to it, or none: no group comes of the others
subtracted from the whole.
"""

import dataclasses
import json
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from contratrata.ground.base.scope import organisation_id
from contratrata.ground.kinds.public import Fact
from contratrata.ground.vault import public as vault

from . import asking
from .mixing import LEAST
from .models import NAMED, Answer, Box, Coding, NamedAnswer, Survey
from .states import State

#: The group of those whose own groups are too small, together.
OTHERS = "others"


@dataclasses.dataclass(frozen=True, slots=True)
class One:
    """What somebody answered, as it is kept, and in which step it was let out."""

    id: uuid.UUID
    step: int
    texts: Mapping[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Question:
    """A question and the answers to it that may be shown now."""

    fact: Fact
    shown: tuple[One, ...]

    @property
    def number(self) -> int:
        """How many answered it."""
        return len(self.shown)

    def counts(self) -> dict[str, int]:
        """How many chose each option, those that nobody chose too."""
        chosen = Counter(code for one in self.shown for code in asking.codes_of(self.fact, one.texts))
        return {code: chosen[code] for code, _words in asking.options(self.fact)}

    def words(self) -> list[tuple[uuid.UUID, str]]:
        """The answers in words, in the order of the alphabet, which is nobody's."""
        pairs = ((one.id, one.texts[self.fact.name]) for one in self.shown)
        return sorted(pairs, key=lambda pair: (pair[1].casefold(), pair[0]))


@dataclasses.dataclass(frozen=True, slots=True)
class Results:
    """What a survey shows. `received`: how many answered; `number`: of how many something may be shown."""

    survey: Survey
    received: int
    number: int
    questions: tuple[Question, ...]
    #: The groups that may be looked at alone, each with how many people.
    groups: Mapping[str, int] = dataclasses.field(default_factory=dict)

    @property
    def waiting(self) -> int:
        """How many wait until they are enough, while the survey is open."""
        return self.received - self.number if self.survey.state == State.OPEN else 0

    def question(self, name: str) -> Question | None:
        """One question; None where nothing of it may be shown."""
        return next((one for one in self.questions if one.fact.name == name), None)


def results_of(survey: Survey, *, group: str = "") -> Results:
    """What may be shown of a survey in the acting organisation now, of everybody or of one group. Three queries."""
    answers = _named(survey) if _is_named(survey) else _mixed(survey)
    number = len(answers) if len(answers) >= LEAST else 0
    parts = groups_of(answers) if survey.state == State.CLOSED else {}
    questions = []
    for fact in asking.facts_of(survey):
        question = Question(fact, shown_of(fact.name, answers))
        if group in parts:
            question = _of_group(question, parts, group)
        if question.number:
            questions.append(question)
    sizes = {key: len(ids) for key, ids in parts.items()}
    received = len(answers) if _is_named(survey) else received_by([survey]).get(survey.id, 0)
    return Results(survey, received, number, tuple(questions), sizes)


def received_by(surveys: Iterable[Survey]) -> dict[uuid.UUID, int]:
    """How many answered each of these; one query."""
    boxes = Box.objects.filter(organisation_id=organisation_id(), survey_id__in=[one.id for one in surveys])
    return dict(boxes.values_list("survey_id", "received"))


def _is_named(survey: Survey) -> bool:
    values: Any = survey
    return bool(values.who == NAMED)


def _mixed(survey: Survey) -> list[One]:
    """Those that left the box."""
    sealer = vault.ring().drafts()
    rows = Answer.objects.filter(organisation_id=organisation_id(), survey_id=survey.id).order_by("id")
    return [One(row.id, row.step, json.loads(row.open(sealer)["answers"])) for row in rows]


def _named(survey: Survey) -> list[One]:
    """Those by name: who asks may see each, so that they are one step."""
    return [One(row.id, 1, texts) for row, texts in named_of(survey)]


def named_of(survey: Survey) -> list[tuple[NamedAnswer, Mapping[str, str]]]:
    """The answers by name whose people were not erased; two queries."""
    rows = list(
        NamedAnswer.objects.filter(organisation_id=organisation_id(), survey_id=survey.id).order_by("id")
    )
    sealers = vault.open_subjects(row.subject_id for row in rows)
    return [
        (row, json.loads(row.open(sealers[row.subject_id])["answers"]))
        for row in rows
        if row.subject_id in sealers
    ]


def shown_of(name: str, answers: Sequence[One]) -> tuple[One, ...]:
    """The answers to a question that may be shown: whole steps, at least `LEAST` more each time."""
    shown: list[One] = []
    more: list[One] = []
    for step in sorted({one.step for one in answers}):
        more += [one for one in answers if one.step == step and name in one.texts]
        if len(more) >= LEAST:
            shown, more = shown + more, []
    return tuple(shown)


def groups_of(answers: Sequence[One]) -> dict[str, frozenset[uuid.UUID]]:
    """Who may be looked at together: a partition of all answers, each part of `LEAST` at least; else nothing."""
    parts: dict[str, set[uuid.UUID]] = {}
    for one in answers:
        parts.setdefault(one.texts.get(asking.GROUP, ""), set()).add(one.id)
    small = [key for key, ids in parts.items() if len(ids) < LEAST or not key]
    others = {one for key in small for one in parts[key]}
    large = sorted((key for key in parts if key not in small), key=lambda key: (len(parts[key]), key))
    while 0 < len(others) < LEAST and large:
        others |= parts[large.pop(0)]
    result = {key: frozenset(parts[key]) for key in sorted(large)} | (
        {OTHERS: frozenset(others)} if others else {}
    )
    return result if len(result) > 1 else {}


def _of_group(question: Question, parts: Mapping[str, frozenset[uuid.UUID]], group: str) -> Question:
    """The answers of one group to a question; none where that would tell of fewer than `LEAST` in any group."""
    numbers = [sum(one.id in ids for one in question.shown) for ids in parts.values()]
    fine = all(number == 0 or number >= LEAST for number in numbers)
    shown = tuple(one for one in question.shown if one.id in parts[group]) if fine else ()
    return dataclasses.replace(question, shown=shown)


def tags_of(survey: Survey) -> dict[tuple[uuid.UUID, str], Coding]:
    """The tags of each open answer of a survey, by answer and question; one query."""
    rows = Coding.objects.filter(organisation_id=organisation_id(), survey_id=survey.id).order_by("id")
    return {(row.answer_id, row.question): row for row in rows}


def tag_counts(question: Question, codings: Mapping[tuple[uuid.UUID, str], Coding]) -> dict[str, int]:
    """How many of the shown answers to a question have each tag, the most first."""
    counts: Counter[str] = Counter()
    for one in question.shown:
        coding = codings.get((one.id, question.fact.name))
        counts.update(coding.tags if coding else ())
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].casefold())))
