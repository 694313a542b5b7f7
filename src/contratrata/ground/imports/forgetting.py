"""Rows that never became a case are not kept: after a month what stood in them goes."""

import datetime as dt

from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import Organisation, job_scope

from . import operations
from .models import Import, ImportRow
from .states import UNDER_WAY, ImportState

KEPT_FOR = dt.timedelta(days=30)


def forget_old_rows() -> int:
    """Empty the rows of imports that rest for a month; those nobody decided on end. Returns how many."""
    before, number = clock.now() - KEPT_FOR, 0
    for organisation in Organisation.objects.order_by("id"):
        with acting(job_scope(organisation)):
            resting = Import.objects.filter(moved_at__lt=before).exclude(state__in=UNDER_WAY)
            for one in resting.filter(state=ImportState.STAGED).values_list("id", flat=True):
                operations.cancel(one)
                number += 1
            number += ImportRow.objects.filter(of__in=resting).exclude(raw=b"").update(raw=b"")
    return number
