"""Surveys in tests: of a published event of Casa Refugio, and people who answer. Invented."""

import uuid
from typing import Any

from cast import Cast
from contratrata.ground.base.scope import acting
from contratrata.knowledge.events.models import Event
from contratrata.knowledge.registrations.happenings import Happening
from contratrata.knowledge.surveys import operations, tickets
from contratrata.knowledge.surveys.models import Survey
from contratrata.knowledge.surveys.queries import Sheet, secret_of, sheet_by
from contratrata.knowledge.surveys.results import Results, results_of


def a_survey(cast: Cast, event: Event, *, session_id: uuid.UUID | None = None, **more: Any) -> Survey:
    """An open survey of the event."""
    values: dict[str, Any] = {"timing": "before", "who": "anybody"}
    with acting(cast.flor.scope):
        row = operations.write(event.id, values=values | more, session_id=session_id)
        return operations.open_survey(row.id)


def ticket_of(cast: Cast, survey: Survey) -> str:
    """A ticket of chance, as a sheet has it."""
    with acting(cast.flor.scope):
        return tickets.of_chance(secret_of(Survey.objects.get(id=survey.id)))


def sheet_of(happening: Happening, survey: Survey, ticket: str = "") -> Sheet:
    """The sheet that an address opens."""
    sheet = sheet_by(happening.facts.code, survey.code, ticket)
    assert sheet is not None
    return sheet


def answered(happening: Happening, survey: Survey, *answers: dict[str, Any]) -> None:
    """Let somebody answer for each of these, each by a sheet of her own."""
    for values in answers:
        assert operations.answer(sheet_of(happening, survey), values=values)


def people(number: int, **values: Any) -> list[dict[str, Any]]:
    """As many who answer alike."""
    return [{"knows": "little"} | values for _n in range(number)]


def results(cast: Cast, survey: Survey, **more: Any) -> Results:
    """What may be shown of it now."""
    with acting(cast.flor.scope):
        return results_of(Survey.objects.get(id=survey.id), **more)


def closed(cast: Cast, survey: Survey) -> Survey:
    """The survey, closed."""
    with acting(cast.flor.scope):
        return operations.close(survey.id)
