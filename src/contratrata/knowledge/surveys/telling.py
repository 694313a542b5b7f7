"""What surveys tell other packages: on the own page of a registered person, and to the systematisation."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import Organisation, job_scope
from contratrata.ground.nouns.public import Piece
from contratrata.knowledge.events.public import EVENTS
from contratrata.knowledge.registrations.public import LIVING, Happening, Registration
from contratrata.knowledge.systematisations.public import gathering

from . import asking, figures
from .models import Survey
from .queries import is_over, is_time, path_for, sessions_of, title_of
from .results import results_of
from .states import State


def own_pieces(event: Happening, row: Registration, _language: str) -> Iterable[Piece]:
    """On her page: the surveys that wait for her answer, whether she gave it or not (nobody knows)."""
    if row.state not in LIVING or row.confirmed_at is None:
        return []
    rows = Survey.objects.filter(
        organisation_id=event.organisation.id, event_id=event.id, state=State.OPEN
    ).order_by("written_at", "id")
    surveys = [one for one in rows if not is_over(one, event)]
    sessions = sessions_of(event.id) if surveys else []
    lines = [
        (title_of(one, sessions), path_for(one, event, row))
        for one in surveys
        if is_time(one, event, sessions)
    ]
    return [Piece("surveys/own.html", {"lines": lines}, "main")] if lines else []


def known(event_id: uuid.UUID) -> gathering.Known | None:
    """What the closed surveys of an event show, where who organises said that it may stand in the systematisation."""
    event = EVENTS.rows().filter(id=event_id).first()
    house = Organisation.objects.filter(id=event.organisation_id).first() if event is not None else None
    if house is None:
        return None
    numbers: list[tuple[str, str]] = []
    sentences: list[str] = []
    with acting(job_scope(house)):
        rows = Survey.objects.filter(organisation_id=house.id, event_id=event_id, state=State.CLOSED)
        closed: list[Any] = list(rows.filter(shares=True).order_by("written_at", "id"))
        for survey in closed:
            results = results_of(survey)
            if results.number:
                words = _("respuestas: %s") % title_of(survey)
                numbers.append((str(results.number), words))
                sentences += _sentences(survey, results)
    return gathering.Known(figures=tuple(numbers), sentences=tuple(sentences)) if numbers else None


def _sentences(survey: Survey, results: Any) -> list[str]:
    """What each scale says, with how many; words that people wrote stay with who organises."""
    title = title_of(survey)
    return [
        _("%(title)s. %(question)s %(high)s de cada 100 respondieron «bastante» o «mucho» (%(people)s).")
        % {
            "title": title,
            "question": one.fact.label,
            "high": figures.high(one),
            "people": figures.people(one.number),
        }
        for one in results.questions
        if asking.is_scale(one.fact)
    ]


gathering.provide("survey", known)
