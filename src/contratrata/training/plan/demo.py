"""The invented plan of the demonstration: four courses in a row in one host country, and a copy of it to compare."""

import datetime as dt
import uuid
from typing import Any

from contratrata.ground.base.scope import Scope, organisation_id
from contratrata.ground.nouns.public import Noun, invented, operations

from .loading import load
from .models import CONTRIBUTIONS, FACILITATIONS, OFFERINGS, PLANS
from .operations import copy_plan

_NOUNS: tuple[Noun[Any, Any], ...] = (PLANS, OFFERINGS, FACILITATIONS, CONTRIBUTIONS)
_COPY = uuid.uuid5(uuid.NAMESPACE_URL, "demo:training_plans:copy")


def demonstrate(scope: Scope) -> int:
    """Write it, as the office of the programme; the same once. Returns how many rows there are.

    None where another organisation planned already: a network has one programme.
    """
    if PLANS.rows().exclude(organisation_id=organisation_id()).exists():
        return 0
    number = sum(operations.demonstrate(noun) for noun in _NOUNS)
    original = (
        PLANS.visible_to(scope)
        .filter(copied_from=None, organisation_id=organisation_id())
        .order_by("id")
        .first()
    )
    if original is None or PLANS.rows().filter(once=_COPY).exists():
        return number + 1
    copy = copy_plan(original.id, name="2027 con el curso de albergues en junio (ficticio)", token=_COPY)
    (loaded,) = load(scope, [copy])
    with invented():
        last = loaded.offerings[-1]
        days = {"starts_on": dt.date(2027, 6, 14), "ends_on": dt.date(2027, 6, 25)}
        operations.change(OFFERINGS, last.id, values=days, expected_version=last.version)
    return number + 1
