"""The keys of what is shared, when keys are turned: closed for the receiver's new public key, and given one key more.

Both sides' copies are written together. Who had the former key of a sharing (by an old dump and old keys) reads what
was shared until then; what is sealed from now on, a later part or a message, is by the new one.
"""

import uuid
from collections.abc import Mapping
from typing import Any, NamedTuple

import tink
from psycopg import sql
from tink import aead, hybrid, secret_key_access

from . import keysets, master, public_keys, slots
from .keys import SUBJECT, Ring
from .models import SharedKey
from .resealing import BATCH, Pass, Sealing, write

_OPEN = sql.SQL(
    "SELECT {} FROM vault_sharedkey s WHERE s.receiver_id = %s AND s.for_receiver IS NOT NULL AND {}"
)
_COLUMNS = sql.SQL("s.id, s.organisation_id, s.subject_id, s.for_sender, s.for_receiver, k.wrapped")
_BATCH = sql.SQL(
    "SELECT {} FROM vault_sharedkey s LEFT JOIN vault_subjectkey k ON k.id = s.subject_id "
    "WHERE s.receiver_id = %s AND s.for_receiver IS NOT NULL AND {} AND s.id > %s "
    "ORDER BY s.id LIMIT %s FOR NO KEY UPDATE OF s SKIP LOCKED"
)


class _Open(NamedTuple):
    """An open sharing and the wrapped key of the person it is about."""

    id: uuid.UUID
    sender_id: uuid.UUID
    subject_id: uuid.UUID
    for_sender: bytes
    for_receiver: bytes
    wrapped: bytes | None


def left(keeper: Any, sealing: Sealing) -> int:
    """How many open sharings are closed for a former key of this receiver (`sealing.keys`), or have no slot."""
    undone, params = sealing.undone("for_receiver")
    query = _OPEN.format(sql.SQL("count(*)"), undone)
    (number,) = keeper.execute(query, [_receiver(sealing).organisation_id, *params]).fetchone()
    return int(number)


def _receiver(sealing: Sealing) -> Ring:
    assert sealing.keys is not None  # noqa: S101  (the caller gives them)
    return sealing.keys


def again(keeper: Any, sealing: Sealing, senders: Mapping[uuid.UUID, Ring]) -> Pass:
    """One pass over the open sharings with a receiver. `sealing.mark`: of its key pair in use.

    Each batch is a transaction.
    """
    receiver = _receiver(sealing)
    undone, params = sealing.undone("for_receiver")
    opens = receiver.private
    seals = public_keys.of_keyset(receiver.private_wrapped, receiver.organisation_id, master.master())
    done, last = Pass(0, 0), uuid.UUID(int=0)
    while True:
        with keeper.transaction():
            query = _BATCH.format(_COLUMNS, undone)
            asked = [receiver.organisation_id, *params, last, BATCH]
            rows = [_Open(*row) for row in keeper.execute(query, asked)]
            if not rows:
                return done
            fresh: dict[str, dict[uuid.UUID, bytes]] = {"for_sender": {}, "for_receiver": {}}
            for row in rows:
                both = _again(row, opens, seals, senders.get(row.sender_id))
                if both is not None:
                    fresh["for_sender"][row.id], fresh["for_receiver"][row.id] = both
            write(keeper, SharedKey._meta.db_table, "id", fresh)
        number = len(fresh["for_sender"])
        done, last = done.plus(Pass(number, len(rows) - number)), rows[-1].id


def _again(
    row: _Open, opens: hybrid.HybridDecrypt, seals: hybrid.HybridEncrypt, sender: Ring | None
) -> tuple[bytes, bytes] | None:
    about = row.id.bytes
    try:
        clear = slots.opened(opens.decrypt, row.for_receiver, about)
        number = slots.number_of(row.for_receiver)
        if sender is None or row.wrapped is None:
            return bytes(row.for_sender), slots.seal(seals.encrypt, clear, about, number)
        person: aead.Aead = sender.opened(row.subject_id, row.wrapped).cipher
        handle = tink.proto_keyset_format.parse(clear, secret_key_access.TOKEN)
        more = keysets.promoted(keysets.with_new(handle, SUBJECT))
        clear = tink.proto_keyset_format.serialize(more, secret_key_access.TOKEN)
        return person.encrypt(clear, about), slots.seal(seals.encrypt, clear, about, number)
    except tink.TinkError:
        return None
