"""What the clock does to cases: what came by a referral goes when nobody permits it any more. Period: every minute."""

import uuid
from collections.abc import Callable, Iterable

from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import Organisation, job_scope

from .operations import revoking


def remove_overdue() -> int:
    """Mark what stands on no consent any more; remove from every case whose term is over what came by its referral.

    Each case is a transaction of its own: what one pass leaves, the next takes up, and a case that fails keeps nothing
    of the others waiting. Organisations that left are asked too: what they hold of her goes all the same. Returns from
    how many it was removed. Raises `ExceptionGroup` at the end with what failed.
    """
    removed, failed = 0, list[Exception]()
    for organisation in Organisation.objects.order_by("id"):
        with acting(job_scope(organisation)):
            lapsed, over = revoking.lapsed(), revoking.overdue()
        _each(organisation, lapsed, revoking.mark_lapsed, failed)
        removed += _each(organisation, over, revoking.remove_copied, failed)
    if failed:
        raise ExceptionGroup("cases from which nothing was removed", failed)
    return removed


def _each(
    organisation: Organisation,
    rows: Iterable[uuid.UUID],
    act: Callable[[uuid.UUID], bool],
    failed: list[Exception],
) -> int:
    done = 0
    for case_id in rows:
        try:
            with acting(job_scope(organisation)):
                done += act(case_id)
        except Exception as error:  # noqa: BLE001  (told together at the end)
            failed.append(error)
    return done
