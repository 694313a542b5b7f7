"""An upload that never touches the disk in clear: pieces stay in memory until they are sealed."""

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from contratrata.ground.sheets.public import MOST_BYTES

#: What somebody who has not signed in may send at all.
_STRANGER = 64 * 1024


class InMemoryOnly(FileUploadHandler):
    """Keeps a file in memory, up to what an import takes; more is not read on."""

    chunk_size = 1 << 20

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        user = getattr(self.request, "user", None)
        known = user is not None and user.is_authenticated
        self._most = MOST_BYTES if known else _STRANGER
        self._held = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece. Raises `StopUpload` beyond the most that is taken."""
        if start + len(raw_data) > self._most:
            raise StopUpload(connection_reset=False)
        self._held.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The whole file."""
        self._held.seek(0)
        return InMemoryUploadedFile(
            file=self._held,
            field_name=self.field_name,
            name=self.file_name or "",
            content_type=self.content_type or "",
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
