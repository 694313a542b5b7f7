"""Proving the chain of an organisation when somebody asks for it: by the worker, which holds the seal key."""

import uuid

from django.db import connection, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from contratrata.ground.audit import public as audit
from contratrata.ground.base import scope
from contratrata.ground.base.scope import Realm
from contratrata.ground.network.public import Organisation

from . import events  # noqa: F401  (declares the events of this package)

TASK = "trail.verify"
_RETRY = RetryStrategy(max_attempts=3, exponential_wait=4)


@app.task(name=TASK, queue="default", retry=_RETRY)
def verify(organisation_id: str) -> None:
    """Prove the chain of one organisation and keep what was found."""
    organisation = Organisation.objects.get(id=organisation_id)
    audit.checking.check_one(organisation.id, Realm(organisation.realm))


def under_way(organisation_id: uuid.UUID) -> bool:
    """Whether a proof was asked for and is not done."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM procrastinate_jobs WHERE lock = %s AND status IN ('todo', 'doing'))",
            [_lock(organisation_id)],
        )
        return bool(cursor.fetchone()[0])


@transaction.atomic
def ask() -> None:
    """Have the chain of the acting organisation proved; asked twice, it is proved once."""
    organisation_id = scope.organisation_id()
    audit.record("trail.verified", kind="trail")
    if not under_way(organisation_id):
        verify.configure(lock=_lock(organisation_id)).defer(organisation_id=str(organisation_id))


def _lock(organisation_id: uuid.UUID) -> str:
    return f"verify-{organisation_id}"
