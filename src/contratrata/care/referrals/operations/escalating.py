"""The clock tells of what is late: supervisors of both sides first, then the coordination of the network."""

import uuid
from collections.abc import Collection

from django.db import transaction

from contratrata.ground.audit import public as audit
from contratrata.ground.network.public import Role
from contratrata.ground.notices import public as board

from .. import deadlines, notices
from ..models import Deadline


def escalate(deadline_id: uuid.UUID, *, coordinating: Collection[uuid.UUID]) -> int:
    """Tell of one late referral, on its content-free row and in a network scope. Returns the steps made.

    `coordinating`: the organisations whose coordination is told in the second step. A row that another worker
    holds, or that was answered meanwhile, is left alone.
    """
    with transaction.atomic():
        rows = Deadline.objects.select_for_update(skip_locked=True).filter(id=deadline_id)
        row = rows.first()
        if row is None:
            return 0
        before = row.escalated
        now = 0 if row.answered_at else deadlines.step_due(row.due_at, row.urgency)
        for step in range(before + 1, now + 1):
            _tell(row, step, coordinating)
            audit.record(
                "referral.escalated", kind="referral", subject=row.referral_id, code=row.code, step=step
            )
        if now > before:
            row.escalated = now
            row.save(update_fields=["escalated"])
    return max(0, now - before)


def _tell(row: Deadline, step: int, coordinating: Collection[uuid.UUID]) -> None:
    if step == deadlines.TOLD_NETWORK:
        for organisation_id in coordinating:
            board.notify(
                notices.LATE_NETWORK,
                organisation_id=organisation_id,
                code=row.code,
                roles=[Role.COORDINATION],
            )
        return
    for organisation_id in (row.organisation_id, row.receiver_id):
        board.notify(
            notices.LATE,
            organisation_id=organisation_id,
            subject_id=row.referral_id,
            code=row.code,
            roles=[Role.SUPERVISOR, Role.FOCAL_POINT, Role.NATIONAL_FOCAL_POINT],
        )
