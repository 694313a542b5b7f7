"""What the demonstration shows of surveys: before and after a cycle that was held, and one with too few answers.

Written by the acts of the product; whoever answers is invented, and says so.
"""

import functools
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from contratrata.ground.base.scope import Scope, organisation_id
from contratrata.ground.kinds.public import Choices
from contratrata.ground.network.public import Organisation
from contratrata.ground.nouns.public import invented
from contratrata.knowledge.events.public import EVENTS
from contratrata.knowledge.registrations.public import by_id

from . import asking, operations, tickets
from .models import Survey
from .queries import Sheet, secret_of, sessions_of
from .results import results_of
from .states import State


@invented()
def demonstrate(_scope: Scope) -> int:
    """Prepare, open, answer and close them; once. Returns how many there are."""
    number = 0
    house = Organisation.objects.get(id=organisation_id())
    events = {EVENTS.title(row): row for row in EVENTS.rows().filter(organisation_id=house.id)}
    for n, entry in enumerate(_entries()):
        event = next((row for name, row in events.items() if name.startswith(entry["event"])), None)
        if event is not None and by_id(event.id, house) is not None:
            _write(house, event.id, entry, uuid.uuid5(event.id, f"demo:survey:{n}"))
            number += 1
    return number


@functools.cache
def _entries() -> list[dict[str, Any]]:
    text = Path(__file__).with_name("demonstration.yaml").read_text(encoding="utf-8")
    entries: list[dict[str, Any]] = yaml.safe_load(text)["surveys"]
    return entries


def _write(house: Organisation, event_id: uuid.UUID, entry: Mapping[str, Any], token: uuid.UUID) -> None:
    values: dict[str, Any] = {"timing": entry["timing"], "who": "anybody", "shares": True}
    sessions = sessions_of(event_id)
    session_id = sessions[0].id if entry["timing"] == "session" and sessions else None
    survey = operations.write(event_id, values=values, session_id=session_id, token=token)
    if survey.state != State.DRAFT:
        return
    survey = operations.open_survey(survey.id)
    _answer(house, survey, entry)
    if entry["closed"]:
        survey = operations.close(survey.id)
        _tag(survey, entry.get("tags", {}))


def _answer(house: Organisation, survey: Survey, entry: Mapping[str, Any]) -> None:
    """The n-th person answers the n-th code of each question."""
    happening, secret = by_id(survey.event_id, house), secret_of(survey)
    if happening is None:
        return
    facts = asking.facts_of(survey)
    for n in range(entry["people"]):
        values = {
            fact.name: _value(fact.kind, answer)
            for fact in facts
            if (answer := _nth(entry["answers"].get(fact.name, []), n)) is not None
        }
        ticket = tickets.of_chance(secret)
        operations.answer(
            Sheet(happening, survey, ticket, mark=tickets.mark_of(secret, ticket)), values=values
        )


def _nth(answers: Any, n: int) -> Any:
    return answers[n] if n < len(answers) else None


def _value(kind: Any, answer: Any) -> Any:
    return tuple(answer) if isinstance(kind, Choices) else answer


def _tag(survey: Survey, tags: Mapping[str, Mapping[str, list[str]]]) -> None:
    """Tag each answer that begins as is said."""
    results = results_of(survey)
    for name, by_beginning in tags.items():
        question = results.question(name)
        for answer_id, text in question.words() if question else ():
            wanted = next(
                (several for start, several in by_beginning.items() if text.startswith(start)), None
            )
            if wanted:
                operations.tag(
                    survey.id, name, answer_id, tags=wanted, shown=frozenset({answer_id}), expected_version=1
                )
