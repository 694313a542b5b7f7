"""An import locked for an act, and moved along its table of moves."""

import uuid

from django.utils.translation import gettext as _

from contratrata.ground.base import clock, scope
from contratrata.ground.base.errors import NotAllowed

from ..models import Import, ImportMove
from .rules import visible_to
from .states import IMPORT


def locked(import_id: uuid.UUID) -> Import:
    """The visible import, its row locked. Raises `NotAllowed`."""
    one = visible_to(scope.required()).select_for_update().filter(id=import_id).first()
    if one is None:
        raise NotAllowed(_("Esta importación no existe o no está a su alcance."))
    return one


def move(one: Import, verb: str, **values: object) -> None:
    """Move a locked import and keep the move. Raises `WrongState`."""
    before, one.state = one.state, IMPORT.target(verb, one.state)
    one.moved_at = clock.now()
    for name, value in values.items():
        setattr(one, name, value)
    one.save(update_fields=["state", "moved_at", *values])
    keep_move(one, verb, before)


def keep_move(one: Import, verb: str, before: str) -> None:
    """The row that stays."""
    ImportMove.objects.create(
        of=one, verb=verb, from_state=before, to_state=one.state, by_organisation_id=one.organisation_id
    )
