"""What the acts of who organises have in common: one's own survey, under its lock."""

import uuid

from django.utils.translation import gettext as _

from contratrata.ground.base.errors import NotAllowed
from contratrata.ground.base.locks import locked
from contratrata.ground.base.scope import organisation_id, required
from contratrata.knowledge.events.public import EVENTS

from ..models import Box, Survey


def check_holds(event_id: uuid.UUID) -> None:
    """Raise `NotAllowed` for anybody but who organises an event of the acting organisation."""
    scope = required()
    row = EVENTS.rows().filter(id=event_id, organisation_id=organisation_id()).first()
    if row is None or not (scope.is_job or EVENTS.owns(scope, row)):
        raise NotAllowed(_("La encuesta es de la organización que lleva el evento."))


def own(survey_id: uuid.UUID) -> Survey:
    """A survey of the acting organisation, locked after its box, as who answers locks them. Raises `NotAllowed`."""
    mine = Survey.objects.filter(organisation_id=organisation_id())
    list(Box.objects.select_for_update().filter(organisation_id=organisation_id(), survey_id=survey_id))
    row = locked(mine, survey_id, _("Esta encuesta ya no está."))
    check_holds(row.event_id)
    return row
