"""How many came to an event, for what is read by others: no number says of fewer than five who they are."""

import dataclasses
import uuid
from collections.abc import Sequence

from contratrata.ground.base.scope import acting, required
from contratrata.ground.network.public import Organisation, job_scope
from contratrata.knowledge.events import public as events

from . import people
from .figures import staying
from .presence import at_once
from .protecting import LIMIT
from .queries import attended


@dataclasses.dataclass(frozen=True, slots=True)
class Numbers:
    """People: registered, who came at all, who came first and of these to the end, and to each session by its id.

    None is what is not said: a number under five, or one that would tell it.
    """

    registered: int | None
    came: int | None
    stayed: tuple[int, int] | None
    sessions: Sequence[tuple[str, str, int | None]]


def numbers_of(event_id: uuid.UUID) -> Numbers | None:
    """What is known of an event; None where nobody brought who came.

    Whoever writes of an event that was announced is told, of whatever organisation: these numbers end up before
    everybody. Of one that was not, its own organisation alone is.
    """
    event = events.Event.objects.filter(id=event_id).first()
    scope = required()
    if event is None or event.realm != scope.realm:
        return None
    if event.organisation_id == scope.organisation_id:
        return _numbers(event_id)
    if not events.Published.objects.filter(row_id=event_id).exists():
        return None
    with acting(job_scope(Organisation.objects.get(id=event.organisation_id))):
        return _numbers(event_id)


def _numbers(event_id: uuid.UUID) -> Numbers | None:
    held = attended(event_id).sessions
    if not held:
        return None
    moments = at_once(held)
    curve = staying(moments)
    is_shown = len(moments) > 1 and all(
        _shown(number) for number in (curve[0], curve[-1], curve[0] - curve[-1])
    )
    return Numbers(
        registered=_shown(len(people.traits_of(event_id))),
        came=_shown(len(frozenset().union(*(one.came() for one in held)))),
        stayed=(curve[0], curve[-1]) if is_shown else None,
        sessions=[(one.key, one.name, _shown(len(one.came()))) for one in held],
    )


def _shown(number: int) -> int | None:
    return number if not number or number >= LIMIT else None
