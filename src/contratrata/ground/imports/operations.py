"""What a user does with a file: brings it, decides, takes it back. The work itself is a job's."""

import hashlib
import hmac
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.ground.acts import public as acts
from contratrata.ground.audit import public as audit
from contratrata.ground.base import scope
from contratrata.ground.base.errors import DomainError, WrongState
from contratrata.ground.sheets.public import MOST_BYTES
from contratrata.ground.vault import public as vault

from . import keeping, rules
from .importer import Importer, importer_of
from .models import Import, ImportMove
from .moving import locked, move
from .queries import shown, waiting, worked_on
from .states import UNDER_WAY, ImportState

#: Puts the work into the queue, in the transaction of the act; the console does it itself instead.
Defer = Callable[[str, Import], None]
#: What is left to do in each state that a worker works on.
WORK = {
    ImportState.RECEIVED: "stage",
    ImportState.READING: "stage",
    ImportState.APPLYING: "bring",
    ImportState.REVERSING: "reverse",
}


def receive(
    importer: Importer[Any],
    *,
    name: str,
    content: Iterable[bytes],
    responsible_id: uuid.UUID | None = None,
    once: uuid.UUID | None = None,
    defer: Defer | None = None,
) -> Import:
    """Take a file in, sealed, to be read by a job. The same `once` again gives the first.

    Raises `NotAllowed`; `DomainError` on `file` (empty, too big), `responsible_id`.
    """
    acting = scope.required()
    rules.require("receive", acting, importer)
    if responsible_id:
        importer.check_responsible(responsible_id, acting)
    keys = vault.ring()
    one = Import(
        importer=importer.key,
        confidential=importer.confidential,
        responsible_id=responsible_id,
        once=once,
        size=0,
    )
    one.seal(keys.drafts(), file_name=_plain_name(name))
    counter = _Counter(keys.token_key)
    keeping.put(one.id, counter.passing(content))
    one.size, one.digest = counter.size, counter.digest()

    def write() -> Import:
        one.save(force_insert=True)
        ImportMove.objects.create(
            of=one,
            verb="receive",
            to_state=one.state,
            by_organisation_id=one.organisation_id,
            confidential=one.confidential,
        )
        audit.record("import.received", kind="import", subject=one.id, bytes=one.size)
        if defer:
            defer("stage", one)
        return one

    try:
        if not one.size:
            raise DomainError(_("El archivo está vacío."), field="file")
        with transaction.atomic():
            rows = acts.once(once, Import.objects.filter(organisation_id=scope.organisation_id()), write)
    except DomainError:
        keeping.drop(one.id)
        raise
    if rows is not one:
        keeping.drop(one.id)
    return rows


class _Counter:
    """Counts and digests what passes. Raises `DomainError` when it is more than is taken."""

    def __init__(self, secret: bytes) -> None:
        self.size = 0
        self._mac = hmac.new(secret, b"import|file|", hashlib.sha256)

    def passing(self, content: Iterable[bytes]) -> Iterable[bytes]:
        for chunk in content:
            self.size += len(chunk)
            if self.size > MOST_BYTES:
                raise DomainError(
                    _("El archivo pesa más de 100 MB. Divídalo en varios y tráigalos uno por uno."),
                    field="file",
                )
            self._mac.update(chunk)
            yield chunk

    def digest(self) -> str:
        return self._mac.hexdigest()


def _plain_name(name: str) -> str:
    """The name without a folder, no longer than is shown."""
    return name.replace("\\", "/").rsplit("/", 1)[-1][-150:]


def cancel(import_id: uuid.UUID) -> Import:
    """Leave it: nothing of the file stays. Raises `NotAllowed`, `WrongState`."""
    with transaction.atomic():
        one = locked(import_id)
        rules.require("cancel", scope.required(), importer_of(one.importer), one)
        move(one, "cancel", file_name=b"", columns=b"", notes=b"")
        one.rows.all().delete()
        audit.record("import.cancelled", kind="import", subject=one.id)
        keeping.drop(one.id)
    return one


def apply(import_id: uuid.UUID, *, with_asked: bool = False, defer: Defer | None = None) -> Import:
    """Decide that the rows come in. `with_asked`: also those with questions, without what is asked.

    Raises `NotAllowed`, `WrongState`; `DomainError` when no row would come in.
    """
    with transaction.atomic():
        one = locked(import_id)
        rules.require("apply", scope.required(), importer_of(one.importer), one)
        one.with_asked = with_asked
        number = waiting(one).count()
        if one.state == ImportState.STAGED and not number:
            raise DomainError(_("Ninguna fila está lista. Corrija el informe y tráigalo de nuevo."))
        move(one, "apply", with_asked=with_asked, total=number, done=0, problem="")
        audit.record("import.began", kind="import", subject=one.id, with_asked=with_asked)
        if defer:
            defer("bring", one)
    return one


def reverse(import_id: uuid.UUID, *, defer: Defer | None = None) -> Import:
    """Decide to take back what it made.

    Raises `NotAllowed`, `WrongState`; `DomainError` naming what somebody worked on since.
    """
    with transaction.atomic():
        one = locked(import_id)
        rules.require("reverse", scope.required(), importer_of(one.importer), one)
        if one.state == ImportState.APPLIED and (codes := worked_on(one)):
            raise DomainError(
                _("No se puede deshacer: ya se trabajó en %(codes)s.") % {"codes": shown(codes)}
            )
        move(one, "reverse", problem="")
        audit.record("import.undoing", kind="import", subject=one.id)
        if defer:
            defer("reverse", one)
    return one


def go_on(import_id: uuid.UUID, *, defer: Defer) -> Import:
    """Take up work that stopped by a fault of ours, where it stopped. Raises `NotAllowed`, `WrongState`."""
    with transaction.atomic():
        one = locked(import_id)
        rules.require("apply", scope.required(), importer_of(one.importer), one)
        if one.state not in UNDER_WAY or not one.problem:
            raise WrongState(_("El trabajo no está detenido."))
        one.problem = ""
        one.save(update_fields=["problem"])
        audit.record("import.resumed", kind="import", subject=one.id)
        defer(WORK[ImportState(one.state)], one)
    return one
