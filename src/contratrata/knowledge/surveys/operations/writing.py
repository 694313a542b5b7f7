"""Preparing a survey, until it is opened."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import edit, once
from contratrata.ground.audit import public as audit
from contratrata.ground.base.errors import DomainError, WrongState
from contratrata.ground.base.scope import organisation_id
from contratrata.ground.kinds.public import Values, check_values
from contratrata.ground.nouns.public import ask_about
from contratrata.ground.things.public import from_row, to_row

from .. import events  # noqa: F401  (declares the events of this package)
from ..models import QUESTIONS, Survey, SurveyMove
from ..queries import sessions_of
from ..states import SURVEY, State
from ._own import check_holds, own

#: So many surveys an event has at most.
MOST = 60


def write(
    event_id: uuid.UUID,
    *,
    values: Values,
    session_id: uuid.UUID | None = None,
    token: uuid.UUID | None = None,
) -> Survey:
    """Prepare a survey of an event, or of one of its sessions. Raises `DomainError`, `Doubt`, `NotAllowed`."""
    with transaction.atomic():
        check_holds(event_id)
        mine = Survey.objects.filter(organisation_id=organisation_id(), event_id=event_id)

        def new() -> Survey:
            if mine.count() >= MOST:
                raise WrongState(_("Este evento ya tiene demasiadas encuestas."))
            row = Survey(event_id=event_id, once=token, state=SURVEY.target("write", ""))
            _put(row, values, session_id)
            row.save(force_insert=True)
            SurveyMove(survey_id=row.id, verb="write", to_state=row.state).save(force_insert=True)
            audit.record("survey.written", kind="survey", subject=row.id)
            return row

        return once(token, mine, new)


def change(
    survey_id: uuid.UUID, *, values: Values, session_id: uuid.UUID | None = None, expected_version: int
) -> Survey:
    """Change one that is not open yet. Raises `Conflict`, `DomainError`, `Doubt`, `NotAllowed`, `WrongState`."""
    with transaction.atomic():
        row = own(survey_id)
        if row.state != State.DRAFT:
            raise WrongState(_("Ya se abrió: sus preguntas no cambian. Puede cambiar el último día."))
        edit(row, expected_version)
        _put(row, values, session_id)
        row.save()
        audit.record("survey.changed", kind="survey", subject=row.id)
    return row


def remove(survey_id: uuid.UUID) -> None:
    """Remove one that was never opened. Raises `NotAllowed`, `WrongState`."""
    with transaction.atomic():
        row = own(survey_id)
        if row.state != State.DRAFT:
            raise WrongState(_("Ya se abrió: no se quita, se cierra."))
        audit.record("survey.removed", kind="survey", subject=row.id)
        row.delete()


def _put(row: Survey, values: Values, session_id: uuid.UUID | None) -> None:
    """Put what was said into a survey (unsaved). Raises `DomainError`, `Doubt`."""
    before = from_row(QUESTIONS.facts, row)
    checked = check_values(QUESTIONS.facts, before | dict(values), before=before)
    is_of_session = checked["timing"] == "session"
    if is_of_session and session_id not in {one.id for one in sessions_of(row.event_id)}:
        raise DomainError(_("Elija la sesión."), field="session")
    ask_about(QUESTIONS.facts, checked, before)
    to_row(QUESTIONS.facts, row, checked)
    row.session_id = session_id if is_of_session else None
