"""Keysets of several keys: one more, which of them is primary, and by which key something was sealed.

Tink for Python has no keyset manager, so the Keyset protobuf is changed. The first five bytes of a ciphertext (its
mark) name the key that sealed it, so what an older key of a keyset sealed goes on opening while that key is in it.
"""

import tink
from tink import secret_key_access
from tink.proto import tink_pb2

#: The first byte of a mark: Tink's own output prefix, version 1.
_TINK = b"\x01"
MARK_BYTES = 5


def mark_of(handle: tink.KeysetHandle) -> bytes:
    """The first bytes of whatever this keyset seals from now on."""
    number: int = handle.keyset_info().primary_key_id
    return _TINK + number.to_bytes(4, "big")


def marks_of(handle: tink.KeysetHandle) -> list[bytes]:
    """The mark of each of its keys, the oldest first."""
    return [_TINK + info.key_id.to_bytes(4, "big") for info in handle.keyset_info().key_info]


def count(handle: tink.KeysetHandle) -> int:
    """How many keys it holds."""
    return len(handle.keyset_info().key_info)


def with_another(handle: tink.KeysetHandle, other: tink.KeysetHandle) -> tink.KeysetHandle:
    """The keys of both; the first one's primary stays. Raises `ValueError` when two have the same number."""
    keyset, fresh = _proto(handle), _proto(other)
    if {key.key_id for key in keyset.key} & {key.key_id for key in fresh.key}:
        raise ValueError("Two keys of one number")
    keyset.key.extend(fresh.key)
    return _handle(keyset)


def with_new(handle: tink.KeysetHandle, template: tink_pb2.KeyTemplate) -> tink.KeysetHandle:
    """One more key, the last; it opens already and does not seal yet (`promoted`)."""
    while True:
        try:
            return with_another(handle, tink.new_keyset_handle(template))
        except ValueError:
            continue


def promoted(handle: tink.KeysetHandle) -> tink.KeysetHandle:
    """The last key seals from now on. Safe to repeat."""
    keyset = _proto(handle)
    keyset.primary_key_id = keyset.key[-1].key_id
    return _handle(keyset)


def only_primary(handle: tink.KeysetHandle) -> tink.KeysetHandle:
    """Without every key but the primary: what the others sealed does not open any more."""
    keyset = _proto(handle)
    primary = [key for key in keyset.key if key.key_id == keyset.primary_key_id]
    return _handle(tink_pb2.Keyset(primary_key_id=keyset.primary_key_id, key=primary))


def only_primary_public(handle: tink.KeysetHandle) -> tink.KeysetHandle:
    """The same for a public keyset."""
    proto = tink_pb2.Keyset.FromString(tink.proto_keyset_format.serialize_without_secret(handle))
    primary = [key for key in proto.key if key.key_id == proto.primary_key_id]
    public = tink_pb2.Keyset(primary_key_id=proto.primary_key_id, key=primary)
    return tink.proto_keyset_format.parse_without_secret(public.SerializeToString())


def keys_of(handle: tink.KeysetHandle) -> list[tink_pb2.Keyset.Key]:
    """Its keys in the clear, the oldest first."""
    return list(_proto(handle).key)


def singles(handle: tink.KeysetHandle) -> list[tink.KeysetHandle]:
    """Each of its keys as a keyset of its own."""
    return [_handle(tink_pb2.Keyset(primary_key_id=key.key_id, key=[key])) for key in keys_of(handle)]


def _proto(handle: tink.KeysetHandle) -> tink_pb2.Keyset:
    return tink_pb2.Keyset.FromString(tink.proto_keyset_format.serialize(handle, secret_key_access.TOKEN))


def _handle(keyset: tink_pb2.Keyset) -> tink.KeysetHandle:
    return tink.proto_keyset_format.parse(keyset.SerializeToString(), secret_key_access.TOKEN)
