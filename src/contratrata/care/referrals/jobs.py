"""What the clock does to referrals: told of when late, expired when nobody answers. Period: every minute."""

import dataclasses
import uuid

from contratrata.ground.base import clock
from contratrata.ground.base.scope import Realm, acting
from contratrata.ground.network.public import (
    Organisation,
    coordinating_organisations,
    job_scope,
    network_scope,
)

from . import deadlines, operations
from .models import Deadline

BATCH = 500


@dataclasses.dataclass(slots=True)
class Done:
    """How much one pass did."""

    notified: int = 0
    expired: int = 0


def expire_and_escalate(realm: Realm) -> Done:
    """One pass over the late, unanswered referrals of a realm, found on their content-free rows.

    Each referral is its own transaction: what one pass leaves, the next takes up. Expiry acts in the scope
    of the organisation that sent it, telling in a network scope that sees no file.
    """
    done = Done()
    coordinating: list[uuid.UUID] | None = None
    for row in _late(realm):
        if row.due_at is not None and clock.now() >= deadlines.expires_at(row.due_at, row.urgency):
            sender = Organisation.objects.get(pk=row.organisation_id)
            with acting(job_scope(sender)):
                done.expired += operations.expire(row.referral_id)
        elif deadlines.step_due(row.due_at, row.urgency) > row.escalated:
            if coordinating is None:
                coordinating = coordinating_organisations(realm)
            with acting(network_scope(realm)):
                done.notified += operations.escalate(row.id, coordinating=coordinating)
    return done


def expire_and_escalate_all() -> Done:
    """The same for every realm: what the worker calls."""
    done = Done()
    for realm in Realm:
        created = expire_and_escalate(realm)
        done.notified, done.expired = done.notified + created.notified, done.expired + created.expired
    return done


def _late(realm: Realm) -> list[Deadline]:
    with acting(network_scope(realm)):
        rows = Deadline.objects.filter(realm=realm, answered_at__isnull=True, due_at__lte=clock.now())
        return list(rows.order_by("due_at", "id")[: BATCH * 20])
