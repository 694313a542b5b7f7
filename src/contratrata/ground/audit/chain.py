"""What a seal is: a keyed hash over the former seal and the entry, so that no link can be taken or bent."""

import datetime as dt
import json
import uuid
from typing import NamedTuple

import tink

from contratrata.ground.vault.public import master


class Link(NamedTuple):
    """An entry as it is sealed. `details` is the JSON text as the database holds it."""

    id: uuid.UUID
    organisation_id: uuid.UUID
    realm: int
    at: dt.datetime
    actor_id: uuid.UUID | None
    event: str
    subject_kind: str
    subject_id: uuid.UUID | None
    details: str
    refused: bool


#: The columns of `Link`, of `audit_entry e`, in its order.
COLUMNS = (
    "e.id, e.organisation_id, e.realm, e.at, e.actor_id, e.event, e.subject_kind, e.subject_id, "
    "e.details::text, e.refused"
)


def _moment(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")


def canonical(link: Link, *, sequence: int, sealed_at: dt.datetime) -> bytes:
    """The one text of an entry in its place: sorted keys, no spaces, UTC to the microsecond."""
    values = {
        "actor": str(link.actor_id) if link.actor_id else None,
        "at": _moment(link.at),
        "details": json.loads(link.details),
        "event": link.event,
        "id": str(link.id),
        "kind": link.subject_kind,
        "organisation": str(link.organisation_id),
        "realm": link.realm,
        "refused": link.refused,
        "sealed_at": _moment(sealed_at),
        "sequence": sequence,
        "subject": str(link.subject_id) if link.subject_id else None,
    }
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def seal(former: bytes, link: Link, *, sequence: int, sealed_at: dt.datetime) -> bytes:
    """mac(former mac ‖ canonical entry) with the seal keyset. Raises `MasterKeyMissing`."""
    result: bytes = master.seal_mac().compute_mac(
        former + canonical(link, sequence=sequence, sealed_at=sealed_at)
    )
    return result


def holds(mac: bytes, former: bytes, link: Link, *, sequence: int, sealed_at: dt.datetime) -> bool:
    """Whether the seal is that of this entry in this place after that seal."""
    try:
        master.seal_mac().verify_mac(mac, former + canonical(link, sequence=sequence, sealed_at=sealed_at))
    except tink.TinkError:
        return False
    return True
