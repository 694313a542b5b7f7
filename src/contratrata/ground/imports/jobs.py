"""The jobs of imports: ids only; each asks the rule again and goes on where a killed one stopped."""

import contextlib
import logging
import uuid
from collections.abc import Callable, Iterator

from django.db import InterfaceError, OperationalError
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from contratrata.ground.accounts.public import User
from contratrata.ground.base.scope import Scope, acting
from contratrata.ground.network.public import Organisation, job_scope

from . import working
from .models import Import
from .moving import locked
from .states import UNDER_WAY

QUEUE = "imports"
_log = logging.getLogger(__name__)
#: A database that is away is waited for; what else goes wrong is told, and whoever brought the file decides.
_RETRY = RetryStrategy(
    max_attempts=8, exponential_wait=3, retry_exceptions={OperationalError, InterfaceError}
)


def defer(work: str, one: Import) -> None:
    """Put the work on an import into the queue; one job at a time for each import."""
    task = {"stage": stage, "bring": bring, "reverse": reverse}[work]
    task.configure(lock=f"import-{one.id}").defer(
        organisation_id=str(one.organisation_id),
        user_id=str(one.by_id) if one.by_id else None,
        import_id=str(one.id),
    )


@app.task(name="imports.stage", queue=QUEUE, retry=_RETRY)
def stage(organisation_id: str, user_id: str | None, import_id: str) -> None:
    """Read a file into rows."""
    _work(working.stage, organisation_id, user_id, import_id)


@app.task(name="imports.bring", queue=QUEUE, retry=_RETRY)
def bring(organisation_id: str, user_id: str | None, import_id: str) -> None:
    """Make things of the rows."""
    _work(working.bring, organisation_id, user_id, import_id)


@app.task(name="imports.reverse", queue=QUEUE, retry=_RETRY)
def reverse(organisation_id: str, user_id: str | None, import_id: str) -> None:
    """Take them back."""
    _work(working.reverse, organisation_id, user_id, import_id)


def _work(
    work: Callable[[Scope, uuid.UUID], object], organisation_id: str, user_id: str | None, import_id: str
) -> None:
    organisation = Organisation.objects.get(id=organisation_id)
    user = User.objects.filter(id=user_id).first() if user_id else None
    scope = job_scope(organisation, user_id=user.pk if user else None)
    with _place_of(user, organisation):
        try:
            work(scope, uuid.UUID(import_id))
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:  # noqa: BLE001 - whatever it was, the page says so
            # The words of an error may quote a row: only its kind is told.
            _log.error("Import %s: %s", import_id, type(error).__name__)
            _tell_of_fault(scope, uuid.UUID(import_id))


@contextlib.contextmanager
def _place_of(user: User | None, organisation: Organisation) -> Iterator[None]:
    """Work in the language and the time zone of whoever brought the file."""
    zone = user.time_zone if user else organisation.time_zone
    with translation.override(user.language if user else "es"), timezone.override(zone):
        yield


def _tell_of_fault(scope: Scope, import_id: uuid.UUID) -> None:
    with acting(scope):
        one = locked(import_id)
        if one.state in UNDER_WAY:
            one.problem = _("El trabajo se detuvo por un fallo nuestro. Puede seguir desde donde quedó.")
            one.save(update_fields=["problem"])
