"""Surveys of an event for the organisation that holds it, and one survey by its public address."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.urls import reverse

from contratrata.ground.base import clock
from contratrata.ground.base.scope import Scope, acting
from contratrata.ground.network.public import job_scope
from contratrata.ground.vault import public as vault
from contratrata.knowledge.events.public import ORGANISERS, SESSIONS, Event, rows_of
from contratrata.knowledge.registrations.public import Happening, Registration, by_code

from . import tickets
from .models import ANYBODY, NAMED, SETS, Survey
from .states import State


def visible_to(scope: Scope) -> QuerySet[Survey]:
    """The surveys of the acting organisation, for who organises; none for anybody else."""
    if scope.organisation_id is None or not scope.has(*ORGANISERS):
        return Survey.objects.none()
    return Survey.objects.filter(organisation_id=scope.organisation_id)


def sessions_of(event_id: uuid.UUID) -> list[Any]:
    """The sessions of an event that may have a survey, in their order."""
    return [row for row in rows_of(SESSIONS, event_id) if vars(row)["sort"] != "break"]


def title_of(survey: Survey, sessions: Iterable[Any] | None = None) -> str:
    """«Después de la sesión: Atender a distancia»; one query where it is of a session and those are not known yet."""
    values: Any = survey
    if sessions is None:
        sessions = sessions_of(survey.event_id) if survey.session_id else ()
    names = (str(vars(one)["title"]) for one in sessions if one.id == survey.session_id)
    return ": ".join([str(SETS[values.timing].title), *names])


def today_in(zone: str) -> dt.date:
    """The day it is where the event is."""
    return clock.now().astimezone(ZoneInfo(zone)).date()


@dataclasses.dataclass(frozen=True, slots=True)
class Sheet:
    """A survey as its address opens it to who answers.

    `mark`: of the ticket. `registration_id`: of whose link it is, where the survey says who answers.
    `ticket`: what the sheet carries; "" where the survey is answered by a ticket and the address had none.
    """

    happening: Happening
    survey: Survey
    ticket: str
    mark: uuid.UUID | None = None
    registration_id: uuid.UUID | None = None

    @property
    def scope(self) -> Scope:
        """Within which the answer is written."""
        return job_scope(self.happening.organisation)

    @property
    def is_open(self) -> bool:
        """Whether it is answered now."""
        return self.survey.state == State.OPEN and not is_over(self.survey, self.happening)


def is_over(survey: Survey, happening: Happening) -> bool:
    """Whether its last day passed, or the event was cancelled."""
    values: Any = survey
    last = values.closes_on
    return happening.copy.cancelled_at is not None or (
        last is not None and today_in(happening.facts.zone) > last
    )


def sheet_by(event_code: str, code: str, ticket: str = "") -> Sheet | None:
    """The survey of a public address; None where there is none that was opened, or a ticket is none of it."""
    happening = by_code(event_code)
    if happening is None:
        return None
    with acting(job_scope(happening.organisation)):
        rows = Survey.objects.filter(organisation_id=happening.organisation.id, event_id=happening.id)
        survey = rows.filter(code=code).exclude(state=State.DRAFT).first()
        if survey is None:
            return None
        return _with_ticket(happening, survey, ticket)


def _with_ticket(happening: Happening, survey: Survey, ticket: str) -> Sheet | None:
    """What the ticket opens. Once the survey is closed no ticket can be told from any other: none opens anything."""
    values: Any = survey
    secret = secret_of(survey)
    if not secret:
        return Sheet(happening, survey, "")
    if values.who == NAMED:
        registration_id = tickets.registration_of(secret, ticket) if ticket else None
        sheet = Sheet(happening, survey, ticket, registration_id=registration_id)
        return sheet if registration_id or not ticket else None
    if not ticket:
        if values.who != ANYBODY:
            return Sheet(happening, survey, "")
        ticket = tickets.of_chance(secret)
    mark = tickets.mark_of(secret, ticket)
    return Sheet(happening, survey, ticket, mark=mark) if mark else None


def secret_of(survey: Survey) -> str:
    """What the tickets of an open survey are made with; "" for any other."""
    return survey.open(vault.ring().drafts(), "secret")["secret"]


def ticket_for(survey: Survey, registration_id: uuid.UUID) -> str:
    """The ticket of a registered person for an open survey; "" where anybody answers."""
    values: Any = survey
    if values.who == ANYBODY:
        return ""
    make = tickets.named if values.who == NAMED else tickets.of_registration
    return make(secret_of(survey), registration_id)


def is_time(survey: Survey, happening: Happening, sessions: Iterable[Any] | None = None) -> bool:
    """Whether it is time: at once before the event, after the session, after the end."""
    timing = vars(survey)["timing"]
    if timing == "before":
        return happening.copy.begins > clock.now()
    until: dt.datetime | None = happening.copy.ends
    if timing == "session":
        rows = sessions_of(survey.event_id) if sessions is None else sessions
        until = next((one.until for one in rows if one.id == survey.session_id), None)
    return until is not None and until <= clock.now()


def path_for(survey: Survey, happening: Happening, row: Registration) -> str:
    """Where a registered person answers, in her language."""
    parts = [row.language, happening.facts.code, survey.code]
    ticket = ticket_for(survey, row.id)
    return (
        reverse("surveys:answer_by", args=[*parts, ticket])
        if ticket
        else reverse("surveys:answer", args=parts)
    )


def event_of(survey: Survey) -> Event:
    """The event of a survey of the acting organisation."""
    return Event.objects.get(id=survey.event_id)
