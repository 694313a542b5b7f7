"""What the worker does for the vault where the web has no place: erasures are logged, spent slots overwritten."""

import contextlib
import uuid
from typing import Any

from django.db import connection, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from contratrata.ground.base.scope import Realm, Scope, acting

from . import shredding, slots

_RETRY = RetryStrategy(max_attempts=20, exponential_wait=2)


@app.task(name="vault.log_erasures", queue="default", retry=_RETRY)
def log_erasures(organisation_id: str, realm: int) -> None:
    """Add to the log what the database knows of this organisation's erasures that the log does not; overwrite."""
    scope = Scope(organisation_id=uuid.UUID(organisation_id), realm=Realm(realm))
    with acting(scope), connection.cursor() as cursor:
        cursor.execute(shredding.REMEMBERED)
        shredding.add_missing(shredding.of_rows(cursor.fetchall()))
    tend_slots()


def tend_slots() -> int:
    """Overwrite the slots of what was deleted, keep some ready. Returns how many were overwritten.

    Must not run within a transaction: what it strikes from the list must have been committed.
    """
    with connection.cursor() as cursor:

        def execute(query: str, params: Any = None) -> Any:
            cursor.execute(query, params)
            return cursor

        return slots.tend(execute)


def log_after_commit(organisation_id: uuid.UUID, realm: int) -> None:
    """Have the erasures of an organisation logged once they have really happened; many at once are one job.

    A crash in between is made good by the next erasure, the daily check or the next back-up.
    """

    def tell() -> None:
        waiting = log_erasures.configure(queueing_lock=f"erasures-{organisation_id}")
        with contextlib.suppress(AlreadyEnqueued):
            waiting.defer(organisation_id=str(organisation_id), realm=realm)

    transaction.on_commit(tell)
