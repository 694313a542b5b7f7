"""The link of an open survey, mailed once to those who have a place, when it is time."""

import functools
import uuid

from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import Organisation, job_scope
from contratrata.knowledge.registrations.public import by_id, tell_placed

from ..mails import ASKED
from ..models import Survey
from ..queries import is_over, is_time, path_for
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

        link = functools.partial(path_for, survey, happening)
        return tell_placed(happening, f"survey {survey.id}", ASKED, link)
