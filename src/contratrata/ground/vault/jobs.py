"""What the worker does for the vault: erasures are logged outside the database, where the web has no place."""

import contextlib
import uuid

from django.db import connection, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from contratrata.ground.base.scope import Realm, Scope, acting

from . import shredding

_RETRY = RetryStrategy(max_attempts=20, exponential_wait=2)


@app.task(name="vault.log_erasures", queue="default", retry=_RETRY)
def log_erasures(organisation_id: str, realm: int) -> None:
    """Add to the log what the database knows of this organisation's erasures and the log does not."""
    scope = Scope(organisation_id=uuid.UUID(organisation_id), realm=Realm(realm))
    with acting(scope), connection.cursor() as cursor:
        cursor.execute(shredding.REMEMBERED)
        shredding.add_missing(shredding.of_rows(cursor.fetchall()))


def log_after_commit(organisation_id: uuid.UUID, realm: int) -> None:
    """Have the erasures of an organisation logged once they have really happened; many at once are one job.

    A crash in between is made good by the next erasure, the daily check or the next back-up.
    """

    def tell() -> None:
        waiting = log_erasures.configure(queueing_lock=f"erasures-{organisation_id}")
        with contextlib.suppress(AlreadyEnqueued):
            waiting.defer(organisation_id=str(organisation_id), realm=realm)

    transaction.on_commit(tell)
