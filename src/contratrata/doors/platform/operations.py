"""The one act of the platform's administration."""

from django.db import transaction

from contratrata.ground.audit.public import record

from . import events  # noqa: F401  (declares the events of this package)
from .queries import rows


@transaction.atomic
def retry(*, job_id: int) -> bool:
    """Put a job that was given up in the queue again; tells whether there was such a one."""
    result = rows(
        "SELECT task_name FROM procrastinate_jobs WHERE id = %s AND status = 'failed' FOR UPDATE", [job_id]
    )
    if not result:
        return False
    rows("SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)", [job_id])
    record("job.retried", task=str(result[0][0]))
    return True
