"""How somebody checked that it is she who lost her second factor: kept sealed, for who asks later."""

import uuid

from contratrata.ground.vault.public import master


def bound(row_id: uuid.UUID) -> bytes:
    """What the explanation of a request is sealed for."""
    return b"factor help|" + row_id.bytes


def sealed(row_id: uuid.UUID, words: str) -> bytes:
    """The explanation, sealed. Raises `MasterKeyMissing`."""
    created: bytes = master.master().encrypt(words.encode(), bound(row_id))
    return created


def words(row_id: uuid.UUID, explained: bytes) -> str:
    """The explanation again; "" when there is none. Raises `TinkError` when it was moved from another row."""
    return master.master().decrypt(bytes(explained), bound(row_id)).decode() if explained else ""
