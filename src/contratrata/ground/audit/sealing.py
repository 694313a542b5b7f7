"""The sealer: orders what was appended and chains it, organisation by organisation.

Requests only append (one chain head under lock would let some thirty of them through a second); this runs
apart, every few seconds, in batches, with the worker's login.
"""

import uuid
from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Any

from django.db import connection

from contratrata.ground.base import clock, ids
from contratrata.ground.base.scope import Realm, Scope, acting

from . import anchors
from .chain import COLUMNS, Link, seal
from .models import PLATFORM

BATCH = 5000
#: Heads that could not be anchored (the disk was full): they go with the next ones.
_owed: list[anchors.Head] = []


def _rows(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def waiting(realm: Realm) -> dict[uuid.UUID, int]:
    """How many entries wait for a seal, by organisation."""
    with acting(Scope(realm=realm, network=True, audit=True)):
        return dict(
            _rows("SELECT organisation_id, count(*) FROM audit_unsealed GROUP BY organisation_id", [])
        )


def seal_waiting() -> int:
    """Seal all that waits in both realms and anchor the new heads; returns how many entries were sealed.

    Safe beside another sealer (a lock an organisation) and when killed anywhere: a batch is one transaction.
    """
    total = 0
    for realm in Realm:
        for organisation_id in waiting(realm):
            while True:
                sealed, head = _seal_batch(organisation_id, realm)
                total += sealed
                if head is not None:
                    _owed.append(head)
                if sealed < BATCH:
                    break
    _pay()
    return total


def _pay() -> None:
    anchors.append(_owed)
    _owed.clear()


def anchor_last(places: Iterable[tuple[uuid.UUID, Realm]]) -> int:
    """Anchor the last seals of these chains that no anchor has (a worker died in between); returns how many."""
    reached = anchors.read().reached
    for organisation_id, realm in places:
        with _acting(organisation_id, realm):
            head = _last(organisation_id)
        if head is not None and head.sequence > reached.get(organisation_id, 0):
            _owed.append(head)
    owed = len(_owed)
    _pay()
    return owed


def _acting(organisation_id: uuid.UUID, realm: Realm) -> AbstractContextManager[Scope]:
    # The platform's chain has no organisation: its rows are reached by the network scope.
    own = None if organisation_id == PLATFORM else organisation_id
    return acting(Scope(organisation_id=own, realm=realm, network=True, audit=True))


def _last(organisation_id: uuid.UUID) -> anchors.Head | None:
    result = _rows(
        "SELECT sequence, mac FROM audit_seal WHERE organisation_id = %s ORDER BY sequence DESC LIMIT 1",
        [organisation_id],
    )
    return anchors.Head(organisation_id, int(result[0][0]), bytes(result[0][1])) if result else None


def _seal_batch(organisation_id: uuid.UUID, realm: Realm) -> tuple[int, anchors.Head | None]:
    with _acting(organisation_id, realm):
        _rows(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))::text", [f"audit-seal-{organisation_id}"]
        )
        links = [
            Link(*row)
            for row in _rows(
                f"SELECT {COLUMNS} FROM audit_unsealed u JOIN audit_entry e ON e.id = u.entry_id "  # noqa: S608
                "WHERE u.organisation_id = %s ORDER BY u.at, u.entry_id LIMIT %s",
                [organisation_id, BATCH],
            )
        ]
        if not links:
            return 0, None
        former = _last(organisation_id)
        return len(links), _write(realm, links, former or anchors.Head(organisation_id, 0, b""))


def _write(realm: Realm, links: list[Link], former: anchors.Head) -> anchors.Head:
    organisation_id, sequence, mac = former
    sealed_at = clock.now()
    macs: list[bytes] = []
    for link in links:
        sequence += 1
        mac = seal(mac, link, sequence=sequence, sealed_at=sealed_at)
        macs.append(mac)
    numbers = list(range(sequence - len(links) + 1, sequence + 1))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_seal (id, organisation_id, realm, sequence, entry_id, mac, sealed_at) "
            "SELECT made.id, %s, %s, made.sequence, made.entry_id, made.mac, %s FROM "
            "unnest(%s::uuid[], %s::bigint[], %s::uuid[], %s::bytea[]) AS made (id, sequence, entry_id, mac)",
            [
                organisation_id,
                int(realm),
                sealed_at,
                [ids.new_id() for _ in links],
                numbers,
                [link.id for link in links],
                macs,
            ],
        )
        cursor.execute("DELETE FROM audit_unsealed WHERE entry_id = ANY(%s)", [[link.id for link in links]])
    return anchors.Head(organisation_id, sequence, mac)
