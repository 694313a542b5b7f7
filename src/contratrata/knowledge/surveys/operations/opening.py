"""Opening a survey, moving its last day, closing it by hand or by the clock."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import edit
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError, WrongState
from contratrata.ground.base.scope import acting, organisation_id
from contratrata.ground.network.public import Organisation, job_scope
from contratrata.ground.vault import public as vault
from contratrata.ground.workflow.public import move as make_move
from contratrata.knowledge.registrations.public import Happening, by_id

from .. import (
    events,  # noqa: F401  (declares the events of this package)
    mixing,
    tickets,
)
from ..models import SETS, Box, Survey, SurveyMove
from ..queries import is_over, today_in
from ..states import SURVEY, State
from ._own import own


def open_survey(survey_id: uuid.UUID) -> Survey:
    """Open it to those who answer. What it asks and promises stays as it is from now on.

    Raises `NotAllowed`, `WrongState`.
    """
    with transaction.atomic():
        row = own(survey_id)
        happening = _happening(row)
        if is_over(row, happening):
            raise WrongState(_("Su último día ya pasó, o el evento se canceló. Cambie el día primero."))
        row.seal(vault.ring().drafts(), secret=tickets.new_secret())
        make_move(
            row, SURVEY, "open", SurveyMove(survey_id=row.id), opened_at=clock.now(), secret=row.secret,
            set_version=SETS[vars(row)["timing"]].version,
        )  # fmt: skip
        Box(survey_id=row.id).save(force_insert=True)
        audit.record("survey.opened", kind="survey", subject=row.id)
    return row


def _happening(row: Survey) -> Happening:
    house = Organisation.objects.get(id=row.organisation_id)
    happening = by_id(row.event_id, house)
    if happening is None:
        raise WrongState(_("Publique primero el evento: a la encuesta se llega desde fuera."))
    return happening


def move_last_day(survey_id: uuid.UUID, *, day: dt.date | None, expected_version: int) -> Survey:
    """Change until when an open one is answered. Raises `Conflict`, `DomainError`, `NotAllowed`, `WrongState`."""
    with transaction.atomic():
        row = own(survey_id)
        if row.state != State.OPEN:
            raise WrongState(_("No está abierta."))
        edit(row, expected_version)
        if day is not None and day < today_in(_happening(row).facts.zone):
            raise DomainError(_("Ese día ya pasó. Para terminar ahora, ciérrela."), field="closes_on")
        vars(row)["closes_on"] = day
        row.save(update_fields=["closes_on", "version", "edited_by_id"])
        audit.record("survey.moved", kind="survey", subject=row.id)
    return row


def close(survey_id: uuid.UUID) -> Survey:
    """Close it for good: what waits is let out or, where it is too little, deleted; secret and marks are destroyed.

    Raises `NotAllowed`, `WrongState`.
    """
    with transaction.atomic():
        row = own(survey_id)
        box = Box.objects.filter(organisation_id=organisation_id(), survey_id=row.id).first()
        dropped = mixing.empty(box) if box is not None and row.state == State.OPEN else 0
        make_move(
            row,
            SURVEY,
            "close",
            SurveyMove(survey_id=row.id),
            closed_at=clock.now(),
            secret=b"",
            dropped=dropped,
        )
        audit.record("survey.closed", kind="survey", subject=row.id, dropped=dropped)
    return row


def close_what_is_over() -> int:
    """Close every survey whose last day passed. Safe to run twice. Returns how many were closed."""
    number = 0
    for house in Organisation.objects.filter(left_at=None).order_by("id"):
        with acting(job_scope(house)):
            rows = Survey.objects.filter(organisation_id=house.id, state=State.OPEN).order_by("id")
            for row in rows:
                happening = by_id(row.event_id, house)
                if happening is not None and is_over(row, happening):
                    close(row.id)
                    number += 1
    return number
