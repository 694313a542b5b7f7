"""Leaving a trace."""

import contextlib
import uuid
from collections.abc import Iterable, Iterator
from contextvars import ContextVar

from contratrata.ground.base import scope

from .events import event as declared_event
from .models import PLATFORM, Entry

Plain = str | int | bool | None

#: Refused attempts of this request, written after its transaction was rolled back.
_refusals: ContextVar[list[Entry] | None] = ContextVar("refusals", default=None)


def entry(
    name: str,
    *,
    kind: str = "",
    subject: uuid.UUID | None = None,
    **details: Plain,
) -> Entry:
    """An unsaved entry of the acting organisation (of the platform when none acts), for batches."""
    result = declared_event(name)
    strange = set(details) - result.details
    if strange:
        raise ValueError(f"{name} may not carry {sorted(strange)}")
    organisation_id, realm = PLATFORM, 1
    now = scope.current()
    if now is not None and now.organisation_id is not None and now.realm is not None:
        organisation_id, realm = now.organisation_id, int(now.realm)
    return Entry(
        organisation_id=organisation_id,
        realm=realm,
        actor_id=scope.user_id(),
        event=name,
        subject_kind=kind,
        subject_id=subject,
        details=details,
    )


def record(name: str, *, kind: str = "", subject: uuid.UUID | None = None, **details: Plain) -> None:
    """Record a declared event in the transaction of the act. Raises `UnknownEvent`, `ValueError`."""
    Entry._base_manager.bulk_create([entry(name, kind=kind, subject=subject, **details)])


def record_many(entries: Iterable[Entry]) -> None:
    """Record the entries of a batch with one statement."""
    Entry._base_manager.bulk_create(list(entries))


def record_refused(name: str, *, kind: str = "", subject: uuid.UUID | None = None, **details: Plain) -> None:
    """Remember a refused attempt; the scope middleware writes it even though the request rolls back."""
    waiting = _refusals.get()
    row = entry(name, kind=kind, subject=subject, **details)
    row.refused = True
    if waiting is None:
        Entry._base_manager.bulk_create([row])
    else:
        waiting.append(row)


def collect_refusals() -> list[Entry]:
    """Begin to collect refusals for one request; returns the list that will fill."""
    waiting: list[Entry] = []
    _refusals.set(waiting)
    return waiting


def write_refusals(waiting: list[Entry]) -> None:
    """Write what was collected (in a new transaction with the scope that acted) and stop collecting.

    What the house itself noticed meanwhile was recorded in nobody's name, and is written in nobody's: an entry is
    added by whoever it names.
    """
    _refusals.set(None)
    own = [row for row in waiting if row.actor_id == scope.user_id()]
    if own:
        Entry._base_manager.bulk_create(own)
    for row in waiting:
        if row.actor_id != scope.user_id():
            with scope.acting(_scope_of(row)):
                Entry._base_manager.bulk_create([row])


def _scope_of(row: Entry) -> scope.Scope:
    """A scope that may add this entry and do nothing else."""
    if row.organisation_id == PLATFORM:
        return scope.Scope(user_id=row.actor_id)
    return scope.Scope(
        user_id=row.actor_id, organisation_id=row.organisation_id, realm=scope.Realm(row.realm)
    )


@contextlib.contextmanager
def nobodys_attempt() -> Iterator[None]:
    """What is refused inside was tried by nobody: the house itself asks what a user could see."""
    token = _refusals.set([])
    try:
        yield
    finally:
        _refusals.reset(token)
