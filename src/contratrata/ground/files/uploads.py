"""An upload on its way: sealed with a key that only this request has, so that no clear byte touches the disk."""

import io
import tempfile
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from contratrata.ground.vault.public import StreamKey, again


class SealedTemporary(io.RawIOBase):
    """A temporary file on disk that is sealed: written once, then read from its beginning as often as is wished."""

    def __init__(self) -> None:
        super().__init__()
        self._key = StreamKey.new()
        self._sealed = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 - closed with this file
        self._writing: BinaryIO | None = self._key.sealing(self._sealed)
        self._reading: BinaryIO | None = None

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """To its beginning only."""
        return True

    def write(self, data: Any, /) -> int:
        """Seal a piece."""
        if self._writing is None:
            raise io.UnsupportedOperation("It was finished")
        return self._writing.write(data)

    def finish(self) -> None:
        """All is written."""
        if self._writing is not None:
            self._writing.close()
            self._writing = None

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Back to the beginning. Raises `io.UnsupportedOperation` for any other place."""
        if offset or whence:
            raise io.UnsupportedOperation("Only to the beginning")
        if self._reading is not None:
            self._reading.close()
            self._reading = None
        return 0

    def readinto(self, buffer: Any, /) -> int:
        """Open the next piece."""
        if self._reading is None:
            self.finish()
            self._reading = self._key.opening(again(self._sealed))
        data = self._reading.read(len(buffer)) or b""
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Gone, with its key."""
        for stream in (self._writing, self._reading, self._sealed):
            if stream is not None and not self.closed:
                stream.close()
        super().close()


class SealedUploads(FileUploadHandler):
    """Takes the files of one request, sealed, up to a limit for all of them together.

    What is beyond is read and forgotten, so that the fields behind it arrive, and the request says so
    (`upload_too_big`).
    """

    chunk_size = 1 << 20

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._taken = 0
        self._held: SealedTemporary | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        user = getattr(self.request, "user", None)
        known = user is not None and user.is_authenticated
        self._most = settings.UPLOAD_MOST_BYTES if known else settings.UPLOAD_MOST_OF_STRANGERS
        self._held = self._guarded(SealedTemporary) if self._taken <= self._most else None

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Seal a piece. Raises `StopUpload` when the disk is full."""
        self._taken += len(raw_data)
        held = self._held
        if held is not None and self._taken > self._most:
            held.close()
            self._held = held = None
            vars(self.request)["upload_too_big"] = True
        if held is not None:
            self._guarded(lambda: held.write(raw_data))

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        """The whole file."""
        held = self._held
        if held is None:
            return None
        self._guarded(held.finish)
        self._held = None
        return UploadedFile(
            file=cast(BinaryIO, held),
            name=self.file_name or "",
            content_type=self.content_type or "",
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        """What was taken goes."""
        if self._held is not None:
            self._held.close()

    def _guarded(self, act: Any) -> Any:
        try:
            return act()
        except OSError:  # no room for it: the form says that no file arrived
            raise StopUpload(connection_reset=False) from None
