"""The jobs of credentials: ids only; each goes on where a killed one stopped."""

import logging
import uuid

from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from contratrata.ground.base.scope import acting, organisation_id
from contratrata.ground.network.public import Organisation, job_scope

from .models import Award

QUEUE = "credentials"
_log = logging.getLogger(__name__)
_RETRY = RetryStrategy(
    max_attempts=8, exponential_wait=3, retry_exceptions={OperationalError, InterfaceError}
)


def defer_signing(row: Award) -> None:
    """Put the signing of an award into the queue, in the transaction of the act."""
    task = sign.configure(lock=f"credentials-{row.organisation_id}")
    task.defer(organisation_id=str(row.organisation_id), award_id=str(row.id))


def defer_again(public: str) -> None:
    """The same for whatever a stolen key of the acting organisation signed."""
    task = sign_again.configure(lock=f"credentials-{organisation_id()}")
    task.defer(organisation_id=str(organisation_id()), public=public)


@app.task(name="credentials.sign", queue=QUEUE, retry=_RETRY)
def sign(organisation_id: str, award_id: str) -> None:
    """Sign what waits of an award; what goes wrong stands on its page."""
    from . import signing  # it puts jobs into the queue itself

    scope = job_scope(Organisation.objects.get(id=organisation_id))
    try:
        signing.sign(scope, uuid.UUID(award_id))
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001 - whatever it was, the page says so
        _log.error("Award %s: %s", award_id, type(error).__name__)
        with acting(scope):
            words = _("La firma se detuvo por un fallo nuestro. Puede seguir desde donde quedó.")
            Award.objects.filter(organisation_id=organisation_id, id=award_id).update(problem=words)


@app.task(name="credentials.sign_again", queue=QUEUE, retry=_RETRY)
def sign_again(organisation_id: str, public: str) -> None:
    """Sign anew what a stolen key signed."""
    from . import signing

    signing.sign_again(job_scope(Organisation.objects.get(id=organisation_id)), public)
