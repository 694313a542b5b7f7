"""What is done with stored files: kept and removed. Who may do so is asked by the package of the thing."""

import uuid
from collections.abc import Iterable

from contratrata.ground.audit import public as audit

from . import events, kinds  # noqa: F401  (declares the events)
from .content import SMALL, About, begun, forget, write
from .models import StoredFile
from .problems import TOO_BIG, FileRefused

MOST_BYTES = 25 << 20


def keep(
    *, name: str, content: Iterable[bytes], about: About, subject_id: uuid.UUID | None = None
) -> StoredFile:
    """Check a file by its content and keep it, sealed, for a thing. `subject_id`: whose file it is.

    Raises `FileRefused` and `StoreAway` in words (field `file`), `Shredded` when the person was erased. Nothing
    half-done stays: content without a row is swept up by a job (`sweeping`).
    """
    checked = kinds.checked(whole(content, MOST_BYTES))
    one, sealer = begun(about, subject_id, checked.kind)
    one.seal(sealer, name=kinds.shown_name(name, checked.kind))
    write(one, sealer, {"": [checked.content], SMALL: [checked.thumbnail] if checked.thumbnail else []})
    audit.record("file.kept", kind="file", subject=one.id, file_kind=one.kind, bytes=one.size)
    return one


def whole(content: Iterable[bytes], most: int) -> bytes:
    """All of it in memory. Raises `FileRefused` when it is more than is taken."""
    pieces = bytearray()
    for piece in content:
        pieces += piece
        if len(pieces) > most:
            raise FileRefused(TOO_BIG % {"most": most >> 20})
    return bytes(pieces)


def remove(one: StoredFile) -> None:
    """Remove a file: the row now, the content when that is certain."""
    audit.record("file.removed", kind="file", subject=one.id, file_kind=one.kind)
    forget(one)
