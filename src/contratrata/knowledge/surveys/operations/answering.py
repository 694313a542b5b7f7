"""Answering a survey: without an account, once a ticket; by name only where the survey says so."""

import json
from typing import Any

from django.utils.translation import gettext as _

from contratrata.ground.audit import public as audit
from contratrata.ground.base.errors import DomainError, WrongState
from contratrata.ground.base.scope import acting, organisation_id
from contratrata.ground.kinds.public import Values, check_values
from contratrata.ground.vault import public as vault
from contratrata.knowledge.registrations.public import LIVING, Registration

from .. import (
    asking,
    events,  # noqa: F401  (declares the events of this package)
    mixing,
)
from ..models import NAMED, Box, NamedAnswer, Survey
from ..queries import Sheet, is_over
from ..states import State

#: So many answers a survey takes: all marks are one sealed text, written anew with each.
MOST = 3000


def answer(sheet: Sheet, *, values: Values) -> bool:
    """Take an answer. False: the ticket was spent before, and nothing was changed. Raises `DomainError`, `WrongState`.

    An anonymous answer leaves no line in the trail: that answers came is told when some leave the box together.
    """
    with acting(sheet.scope):
        box = Box.objects.select_for_update().get(
            organisation_id=organisation_id(), survey_id=sheet.survey.id
        )
        survey = Survey.objects.get(organisation_id=organisation_id(), id=sheet.survey.id)
        if survey.state != State.OPEN or is_over(survey, sheet.happening):
            raise WrongState(_("Esta encuesta ya cerró. Gracias por querer responder."))
        facts = asking.facts_of(survey)
        checked = check_values(facts, {fact.name: fact.kind.empty for fact in facts} | dict(values))
        texts = asking.as_texts(facts, checked)
        if not texts:
            raise DomainError(_("Responda al menos una pregunta."))
        if box.received >= MOST:
            raise WrongState(_("Ya hay demasiadas respuestas. Gracias: no hacen falta más."))
        whose: Any = survey
        if whose.who == NAMED:
            return _by_name(sheet, box, texts)
        if sheet.mark is None:
            raise WrongState(_("Esta encuesta se contesta con el enlace que recibió cada persona inscrita."))
        return mixing.put_in(box, texts, sheet.mark)


def _by_name(sheet: Sheet, box: Box, texts: dict[str, str]) -> bool:
    """Keep what she says by her name, in place of what she said before."""
    registrations = Registration.objects.filter(organisation_id=organisation_id(), erased_at=None)
    of_event = registrations.filter(event_id=sheet.happening.id, state__in=LIVING)
    her = of_event.filter(id=sheet.registration_id).first() if sheet.registration_id else None
    if her is None:
        raise WrongState(_("Esta encuesta se contesta con el enlace que recibió cada persona inscrita."))
    mine = NamedAnswer.objects.filter(organisation_id=organisation_id(), survey_id=sheet.survey.id)
    former = mine.filter(registration_id=her.id).first()
    row = former or NamedAnswer(survey_id=sheet.survey.id, registration_id=her.id, subject_id=her.subject_id)
    row.seal(
        vault.open_subject(her.subject_id), answers=json.dumps(texts, ensure_ascii=False, sort_keys=True)
    )
    row.save()
    if former is None:
        box.received += 1
        box.save(update_fields=["received"])
    audit.record("survey.answered", kind="survey", subject=sheet.survey.id)
    return True
