"""What the clock does: places lapse, the list moves up, people are told. Period: a minute; safe to run twice."""

import datetime as dt
from collections.abc import Callable

from contratrata.ground.base.scope import Realm, acting
from contratrata.ground.network.public import job_scope

from . import operations
from .happenings import Happening, lively


def tend() -> int:
    """One pass over every event that is not over, a transaction a batch. Returns how many mails and moves it made."""
    number = 0
    for realm in Realm:
        for event in lively(realm, dt.timedelta(days=1)):
            for act in (operations.free_lapsed, operations.tell_all):
                while done := _acted(act, event):
                    number += done
    return number


def _acted(act: Callable[[Happening], int], event: Happening) -> int:
    with acting(job_scope(event.organisation)):
        return act(event)
