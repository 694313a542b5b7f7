"""The brought file, sealed piece by piece in `<home>/files/imports/`, and only until its rows are staged.

A piece is bound to its import, its place and whether it is the last: none can be moved, dropped or cut off.
The clear bytes are only ever in memory.
"""

import contextlib
import os
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import tink
from django.conf import settings
from django.utils.translation import gettext as _

from contratrata.ground.sheets.public import FileProblem
from contratrata.ground.vault.public import Ring

_PIECE = 1 << 20
_LENGTH = 4


def folder() -> Path:
    """Where sealed files lie, ours alone."""
    place = Path(settings.HOME) / "files" / "imports"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


def _about(import_id: uuid.UUID, index: int, *, last: bool) -> bytes:
    return f"cases_import|file|{import_id}|{index}|{'last' if last else 'more'}".encode()


def put(import_id: uuid.UUID, content: Iterable[bytes], keys: Ring) -> None:
    """Seal and keep a file; it bears its name only when whole, and on the disk."""
    final = folder() / str(import_id)
    half = final.with_suffix(".half")
    with open(half, "wb", opener=_own_eyes) as out:
        waiting: bytes | None = None
        index = 0
        for piece in _even(content):
            if waiting is not None:
                _write(out, keys.cipher.encrypt(waiting, _about(import_id, index, last=False)))
                index += 1
            waiting = piece
        _write(out, keys.cipher.encrypt(waiting or b"", _about(import_id, index, last=True)))
        out.flush()
        os.fsync(out.fileno())
    half.replace(final)


def get(import_id: uuid.UUID, keys: Ring) -> Iterator[bytes]:
    """The file, opened piece by piece. Raises `FileProblem` when it is gone or was changed."""
    try:
        with (folder() / str(import_id)).open("rb") as source:
            for index, (piece, last) in enumerate(_pieces(source)):
                yield keys.cipher.decrypt(piece, _about(import_id, index, last=last))
    except (FileNotFoundError, tink.TinkError):
        raise FileProblem(_("El archivo ya no está. Tráigalo de nuevo.")) from None


def drop(import_id: uuid.UUID) -> None:
    """The file is not needed any more."""
    whole = folder() / str(import_id)
    for path in (whole, whole.with_suffix(".half")):
        path.unlink(missing_ok=True)


def lying() -> Iterator[tuple[uuid.UUID, float]]:
    """The files that lie here, with the time of their last change."""
    for path in folder().iterdir():
        with contextlib.suppress(ValueError, FileNotFoundError):
            yield uuid.UUID(path.stem), path.stat().st_mtime


def _own_eyes(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _even(content: Iterable[bytes]) -> Iterator[bytes]:
    kept = bytearray()
    for chunk in content:
        kept += chunk
        while len(kept) >= _PIECE:
            yield bytes(kept[:_PIECE])
            del kept[:_PIECE]
    if kept:
        yield bytes(kept)


def _write(out: BinaryIO, sealed: bytes) -> None:
    out.write(len(sealed).to_bytes(_LENGTH, "big"))
    out.write(sealed)


def _pieces(source: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    head = source.read(_LENGTH)
    while head:
        piece = source.read(int.from_bytes(head, "big"))
        head = source.read(_LENGTH)
        yield piece, not head
