"""Files sealed as a stream: Tink's AES256-GCM-HKDF in segments of 1 MB, a key for each file.

A segment that was changed, moved, dropped or cut off is not opened; neither is a file shown in another's place.
"""

import io
import os
from collections.abc import Iterable, Iterator
from typing import BinaryIO, cast

import tink
from tink import aead, streaming_aead

streaming_aead.register()
_TEMPLATE = streaming_aead.streaming_aead_key_templates.AES256_GCM_HKDF_1MB
_PIECE = 1 << 20


class StreamKey:
    """Seals and opens one file."""

    def __init__(self, handle: tink.KeysetHandle, about: bytes) -> None:
        self._handle, self._about = handle, about
        self._cipher = handle.primitive(streaming_aead.StreamingAead)

    @classmethod
    def new(cls, about: bytes = b"") -> "StreamKey":
        """A fresh key; `about` binds what it seals to its place."""
        return cls(tink.new_keyset_handle(_TEMPLATE), about)

    @classmethod
    def opened(cls, wrapped: bytes | memoryview, by: aead.Aead, about: bytes) -> "StreamKey":
        """The key that `wrap` wrapped. Raises `tink.TinkError`."""
        return cls(tink.proto_keyset_format.parse_encrypted(bytes(wrapped), by, about), about)

    def wrap(self, by: aead.Aead) -> bytes:
        """The key, sealed to be kept beside the file."""
        wrapped: bytes = tink.proto_keyset_format.serialize_encrypted(self._handle, by, self._about)
        return wrapped

    def seal(self, pieces: Iterable[bytes], into: io.BufferedIOBase | BinaryIO) -> int:
        """Write the sealed content into a file opened for writing, which is left open. Returns the clear size."""
        size = 0
        with self._cipher.new_encrypting_stream(_another(into, "wb"), self._about) as sealed:
            for piece in pieces:
                sealed.write(piece)
                size += len(piece)
        return size

    def sealing(self, into: io.BufferedIOBase | BinaryIO) -> BinaryIO:
        """The same as a stream to write into; closing it finishes the file."""
        return cast(BinaryIO, self._cipher.new_encrypting_stream(_another(into, "wb"), self._about))

    def opening(self, source: BinaryIO) -> BinaryIO:
        """The clear content as a stream; closing it closes the source. Reading raises `tink.TinkError`."""
        return cast(BinaryIO, self._cipher.new_decrypting_stream(source, self._about))

    def open(self, source: BinaryIO) -> Iterator[bytes]:
        """The clear content piece by piece. Raises `tink.TinkError` when it was changed or cut."""
        with self.opening(source) as clear:
            while piece := clear.read(_PIECE):
                yield piece


def _another(file: io.BufferedIOBase | BinaryIO, mode: str) -> BinaryIO:
    """A second handle on an open file, because Tink closes the one it gets."""
    return cast(BinaryIO, os.fdopen(os.dup(file.fileno()), mode))


def again(file: BinaryIO) -> BinaryIO:
    """A second handle for reading a temporary file from its beginning."""
    file.seek(0)
    return _another(file, "rb")
