"""The link of an open survey, mailed once to those who have a place, when it is time."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import Organisation, job_scope
from contratrata.knowledge.registrations.public import Happening, Registration, by_id, tell_placed

from ..mails import ASKED
from ..models import Survey
from ..queries import is_over, sessions_of, ticket_for
from ..states import State


def mail_links() -> int:
    """One pass over every open survey that is mailed, a transaction a batch; safe twice. Returns how many mails."""
    number = 0
    for house in Organisation.objects.filter(left_at=None).order_by("id"):
        with acting(job_scope(house)):
            ids = Survey.objects.filter(organisation_id=house.id, state=State.OPEN, writes=True)
            waiting = list(ids.order_by("id").values_list("id", flat=True))
        for survey_id in waiting:
            while done := _batch(house, survey_id):
                number += done
    return number


def _batch(house: Organisation, survey_id: uuid.UUID) -> int:
    """Mail a batch of those who were not mailed yet; 0 when nobody is left, or it is not time."""
    with acting(job_scope(house)):
        survey = Survey.objects.filter(organisation_id=house.id, id=survey_id, state=State.OPEN).first()
        happening = by_id(survey.event_id, house) if survey else None
        if (
            survey is None
            or happening is None
            or is_over(survey, happening)
            or not is_time(survey, happening)
        ):
            return 0

        def link(row: Registration) -> str:
            return path_for(survey, happening, row)

        return tell_placed(happening, f"survey {survey.id}", ASKED, link)


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
