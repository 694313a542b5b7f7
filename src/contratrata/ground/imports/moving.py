"""An import locked for an act, and moved along its table of moves."""

import uuid

from django.utils.translation import gettext as _

from contratrata.ground.base import clock, locks, scope
from contratrata.ground.workflow import public as workflow

from .models import Import, ImportMove
from .rules import visible_to
from .states import IMPORT


def locked(import_id: uuid.UUID) -> Import:
    """The visible import, its row locked. Raises `NotAllowed`."""
    refusal = _("Esta importación no existe o no está a su alcance.")
    return locks.locked(visible_to(scope.required()), import_id, refusal)


def move(one: Import, verb: str, **values: object) -> None:
    """Move a locked import and keep the move. Raises `WrongState`."""
    row = ImportMove(of=one, by_organisation_id=one.organisation_id, confidential=one.confidential)
    workflow.move(one, IMPORT, verb, row, moved_at=clock.now(), **values)
