"""The log of erasures outside the database, and its replay: an erased person stays erased after a restore.

A back-up made before an erasure still holds the key (for 35 days at most). So the worker also writes each erasure,
by a job of its transaction, to `<anchors folder>/shred.jsonl`, and every restore destroys again what that log names.
"""

import json
import os
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from django.conf import settings

FILE = "shred.jsonl"


class Shred(NamedTuple):
    """One erasure; `at` is ISO 8601 with its offset, `reason` a code."""

    organisation_id: uuid.UUID
    realm: int
    subject_id: uuid.UUID
    at: str
    reason: str


class Executes(Protocol):
    """A keeper's connection or cursor."""

    def execute(self, query: Any, params: Any = None) -> Any: ...


def path() -> Path:
    """Where the log is."""
    return Path(settings.ANCHORS_FOLDER) / FILE


def append(shreds: Iterable[Shred]) -> None:
    """Add erasures to the log, on the disk for certain."""
    lines = "".join(
        json.dumps(
            {
                "organisation": str(one.organisation_id),
                "realm": one.realm,
                "subject": str(one.subject_id),
                "at": one.at,
                "reason": one.reason,
            },
            separators=(",", ":"),
        )
        + "\n"
        for one in shreds
    )
    if not lines:
        return
    path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, lines.encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def read(file: Path | None = None) -> Iterator[Shred]:
    """The logged erasures. A broken last line (a crash while writing) is passed over."""
    file = file or path()
    if not file.exists():
        return
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            try:
                values = json.loads(line)
                yield Shred(
                    uuid.UUID(values["organisation"]),
                    int(values["realm"]),
                    uuid.UUID(values["subject"]),
                    str(values["at"]),
                    str(values["reason"]),
                )
            except (ValueError, KeyError):
                continue


#: The erasures the database itself remembers: those of the acting organisation, or (the keeper's) all.
REMEMBERED = "SELECT organisation_id, realm, subject_id, at, reason FROM vault_shredding ORDER BY at, id"


def of_rows(rows: Iterable[tuple[Any, ...]]) -> list[Shred]:
    """What `REMEMBERED` finds."""
    return [Shred(one, realm, subject, at.isoformat(), reason) for one, realm, subject, at, reason in rows]


def in_database(keeper: Executes) -> list[Shred]:
    """The erasures the database itself remembers."""
    return of_rows(keeper.execute(REMEMBERED).fetchall())


def add_missing(shreds: Iterable[Shred]) -> int:
    """Add to the log those of these that it does not hold yet; returns how many."""
    known = {(one.organisation_id, one.subject_id) for one in read()}
    missing = [one for one in shreds if (one.organisation_id, one.subject_id) not in known]
    append(missing)
    return len(missing)


def catch_up(keeper: Executes) -> int:
    """Add to the log what only the database knows; returns how many."""
    return add_missing(in_database(keeper))


def replay(keeper: Executes, shreds: Iterable[Shred]) -> int:
    """Destroy again the keys of these subjects and of what was shared of them; returns how many were back.

    Also writes the erasure into the database's own log where it is missing (the organisation must be there).
    """
    again = 0
    for one in shreds:
        gone = keeper.execute(
            "UPDATE vault_subjectkey SET wrapped = NULL, destroyed_at = %s "
            "WHERE id = %s AND organisation_id = %s AND wrapped IS NOT NULL",
            [one.at, one.subject_id, one.organisation_id],
        )
        again += gone.rowcount
        keeper.execute(
            "UPDATE vault_sharedkey SET for_receiver = NULL, closed_at = COALESCE(closed_at, %s) "
            "WHERE subject_id = %s AND organisation_id = %s AND for_receiver IS NOT NULL",
            [one.at, one.subject_id, one.organisation_id],
        )
        keeper.execute(
            "INSERT INTO vault_shredding (id, organisation_id, realm, subject_id, at, reason) "
            "SELECT gen_random_uuid(), o.id, o.realm, %(subject)s, %(at)s, %(reason)s "
            "FROM network_organisation o "
            "WHERE o.id = %(organisation)s AND o.realm = %(realm)s AND NOT EXISTS "
            "(SELECT 1 FROM vault_shredding v WHERE v.organisation_id = o.id AND v.subject_id = %(subject)s)",
            {
                "subject": one.subject_id,
                "at": one.at,
                "reason": one.reason,
                "organisation": one.organisation_id,
                "realm": one.realm,
            },
        )
    return again
