"""The one act of the platform's administration."""

from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.ground.audit.public import record
from contratrata.ground.base.errors import WrongState

from . import events  # noqa: F401  (declares the events of this package)
from .queries import rows


@transaction.atomic
def retry(*, job_id: int) -> None:
    """Put a job that was given up in the queue again. Raises `WrongState` where it was not, or not any longer."""
    result = rows(
        "SELECT task_name FROM procrastinate_jobs WHERE id = %s AND status = 'failed' FOR UPDATE", [job_id]
    )
    if not result:
        raise WrongState(_("Ese trabajo ya no está entre los que fallaron."))
    rows("SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)", [job_id])
    record("job.retried", task=str(result[0][0]))
