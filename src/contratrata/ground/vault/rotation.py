"""A new master key: what is sealed from now on uses it, what was sealed before still opens.

Tink for Python has no keyset manager: the new key is appended to the Keyset protobuf and made primary (the
first five bytes of a ciphertext carry the id of its key, so the old ones go on opening).
"""

import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import tink
from django.conf import settings
from tink import aead, secret_key_access
from tink.proto import tink_pb2

from . import master


class WrappedKeys(NamedTuple):
    """The three wrapped keys of an organisation, as `vault_organisationkey` holds them."""

    organisation_id: uuid.UUID
    wrapped: bytes
    private: bytes
    tokens: bytes


def add_master_key(folder: Path | None = None) -> int:
    """Append a new primary key to the master keyset; returns how many keys it holds now.

    The file is replaced as a whole: a process reads the old keyset or the new one, which opens both.
    Raises `MasterKeyMissing`.
    """
    path = (folder or Path(settings.KEYS_FOLDER)) / master.MASTER
    if not path.exists():
        raise master.MasterKeyMissing(f"No hay llave maestra: falta {master.MASTER}")
    token = secret_key_access.TOKEN
    kept = _proto(tink.json_proto_keyset_format.parse(path.read_text(), token))
    used = {key.key_id for key in kept.key}
    while True:
        fresh = _proto(tink.new_keyset_handle(aead.aead_key_templates.AES256_GCM))
        if fresh.primary_key_id not in used:
            break
    kept.key.extend(fresh.key)
    kept.primary_key_id = fresh.primary_key_id
    merged = tink.proto_keyset_format.parse(kept.SerializeToString(), token)
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    master.write_private(new, tink.json_proto_keyset_format.serialize(merged, token))
    new.replace(path)
    return len(kept.key)


def rewrap(rows: Iterable[WrappedKeys]) -> Iterator[WrappedKeys]:
    """The same organisation keys, wrapped by the primary master key."""
    top = master.master()
    for row in rows:
        about = row.organisation_id.bytes
        yield WrappedKeys(
            row.organisation_id,
            _again(row.wrapped, top, about + b"|subjects"),
            _again(row.private, top, about + b"|private"),
            top.encrypt(top.decrypt(row.tokens, about + b"|tokens"), about + b"|tokens"),
        )


def _again(wrapped: bytes, top: aead.Aead, about: bytes) -> bytes:
    handle = tink.proto_keyset_format.parse_encrypted(wrapped, top, about)
    found: bytes = tink.proto_keyset_format.serialize_encrypted(handle, top, about)
    return found


def _proto(handle: tink.KeysetHandle) -> tink_pb2.Keyset:
    return tink_pb2.Keyset.FromString(tink.proto_keyset_format.serialize(handle, secret_key_access.TOKEN))
