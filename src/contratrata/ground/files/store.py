"""Where content lies, sealed or (`OPEN`) as it is: a folder of this machine, or any S3-compatible place.

Names are ids. Nothing here knows what is inside.
"""

import contextlib
import datetime as dt
import errno
import os
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, default_storage

from contratrata.ground.vault.public import StreamKey

from .problems import AWAY, FULL, GONE, FileRefused, StoreAway

#: The folder of what is not sealed.
OPEN = "open"


class LocalFiles(FileSystemStorage):
    """A folder of this machine, ours alone; what is saved is on the disk for certain."""

    def _save(self, name: str, content: Any) -> str:
        saved: str = super()._save(name, content)  # type: ignore[misc]  # its stubs know no `_save`
        path = Path(self.path(saved))
        for place in (path, path.parent):
            handle = os.open(place, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        return saved


def place_of(organisation_id: uuid.UUID, file_id: uuid.UUID, part: str = "") -> str:
    """The name under which content is kept."""
    return f"{organisation_id}/{file_id}{part}"


def put(place: str, pieces: Iterable[bytes], key: StreamKey) -> int:
    """Seal content and keep it. Returns its clear size. Raises `StoreAway`, and what the pieces raise.

    It is sealed into a temporary file first: a store gets a whole file or none.
    """
    with contextlib.ExitStack() as stack:
        with answering():
            sealed = stack.enter_context(tempfile.TemporaryFile())
        size = key.seal(_through(pieces), cast(BinaryIO, sealed))
        sealed.seek(0)
        _save(place, File(sealed))
    return size


def _save(place: str, content: Any) -> None:
    with answering():
        saved = default_storage.save(place, content)
        if saved != place:  # an id is used once
            default_storage.delete(saved)
            raise FileExistsError(errno.EEXIST, place)


def put_open(place: str, content: bytes) -> None:
    """Keep content as it is. Raises `StoreAway`."""
    _save(place, ContentFile(content))


def read_open(place: str) -> bytes:
    """The same again. Raises `FileRefused` when it is gone, `StoreAway`."""
    try:
        with answering(), default_storage.open(place) as source:
            return bytes(source.read())
    except StoreAway as away:
        if isinstance(away.__cause__, FileNotFoundError):
            raise FileRefused(GONE) from None
        raise


def _through(pieces: Iterable[bytes]) -> Iterator[bytes]:
    yield from pieces


def get(place: str, key: StreamKey) -> Iterator[bytes]:
    """The clear content, piece by piece.

    Raises `FileNotFoundError` when it is not there, `tink.TinkError` when it was changed, `StoreAway`.
    """
    try:
        with answering():
            source = default_storage.open(place)
    except StoreAway as away:
        if isinstance(away.__cause__, FileNotFoundError):
            raise FileNotFoundError(place) from None
        raise
    yield from key.open(cast(BinaryIO, source))


def drop(place: str) -> None:
    """Remove content; one that is gone already is no fault."""
    with answering(), contextlib.suppress(FileNotFoundError):
        default_storage.delete(place)


def lying() -> Iterator[tuple[str, str, dt.datetime]]:
    """All that lies in the store: folder, name, and when it was written."""
    store: Storage = default_storage
    with answering():
        try:
            folders, _files = store.listdir("")
        except FileNotFoundError:
            return
        for folder in folders:
            for name in store.listdir(folder)[1]:
                with contextlib.suppress(FileNotFoundError):
                    yield folder, name, store.get_modified_time(f"{folder}/{name}")


@contextlib.contextmanager
def answering() -> Iterator[None]:
    """Turns what a store away or a full disk raises into words; the library of S3 is not always installed."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise StoreAway(str(FULL if full else AWAY), field="file") from error
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in ("botocore", "boto3", "urllib3"):
            raise
        raise StoreAway(str(AWAY), field="file") from error
