"""Sealed files of any size, written and read as streams: no clear text ever touches the disk.

A file is a mark, the length of its header, the header (a streaming keyset sealed by HPKE to the recovery key)
and the stream (AES-256-GCM-HKDF in segments of 1 MiB). Its name is part of what is authenticated: a part of
one back-up cannot stand in for that of another, and a stream that was cut does not open.
"""

import contextlib
import hashlib
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO, Protocol

import tink
from tink import hybrid, secret_key_access, streaming_aead

streaming_aead.register()
MARK = b"CTCOPIA1"
CHUNK = 1 << 20
_LONGEST_HEADER = 1 << 16


class NotOurs(Exception):
    """The file is no sealed part of a back-up, was changed or cut, or was sealed to another key."""


class Opens(Protocol):
    """Whatever finds the stream's key from a header: the recovery key, or the memory of who just sealed."""

    def cipher(self, name: str, header: bytes) -> streaming_aead.StreamingAead: ...


class Sealer:
    """Seals to the recovery key, and remembers its keys so that what was just written can be proved."""

    def __init__(self, public: hybrid.HybridEncrypt) -> None:
        self._public = public
        self._ciphers: dict[str, streaming_aead.StreamingAead] = {}

    @contextlib.contextmanager
    def writing(self, path: Path, name: str) -> Iterator[BinaryIO]:
        """A stream into a new file; on the disk for certain when the block has ended well."""
        handle = tink.new_keyset_handle(streaming_aead.streaming_aead_key_templates.AES256_GCM_HKDF_1MB)
        clear = tink.proto_keyset_format.serialize(handle, secret_key_access.TOKEN)
        header = self._public.encrypt(clear, name.encode())
        cipher: streaming_aead.StreamingAead = handle.primitive(streaming_aead.StreamingAead)
        self._ciphers[name] = cipher
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        file = os.fdopen(opened, "wb")
        file.write(MARK + struct.pack(">I", len(header)) + header)
        stream = cipher.new_encrypting_stream(file, name.encode())
        try:
            yield stream
        except BaseException:
            file.close()
            raise
        stream.close()  # closes the file too
        synced = os.open(path, os.O_RDONLY)
        try:
            os.fsync(synced)
        finally:
            os.close(synced)

    def cipher(self, name: str, header: bytes) -> streaming_aead.StreamingAead:
        """The key of what this very object has sealed."""
        try:
            return self._ciphers[name]
        except KeyError:
            raise NotOurs(name) from None


class Opener:
    """Opens with the recovery key's private part."""

    def __init__(self, private: tink.KeysetHandle) -> None:
        self._private: hybrid.HybridDecrypt = private.primitive(hybrid.HybridDecrypt)

    def cipher(self, name: str, header: bytes) -> streaming_aead.StreamingAead:
        """The key of a stream. Raises `NotOurs`."""
        try:
            clear = self._private.decrypt(header, name.encode())
        except tink.TinkError as error:
            raise NotOurs(name) from error
        handle = tink.proto_keyset_format.parse(clear, secret_key_access.TOKEN)
        result: streaming_aead.StreamingAead = handle.primitive(streaming_aead.StreamingAead)
        return result


@contextlib.contextmanager
def reading(path: Path, name: str, opens: Opens) -> Iterator[BinaryIO]:
    """A stream out of a sealed file. Raises `NotOurs`, here and while it is read."""
    with path.open("rb") as file:
        mark = file.read(len(MARK) + 4)
        if len(mark) != len(MARK) + 4 or not mark.startswith(MARK):
            raise NotOurs(path.name)
        (length,) = struct.unpack(">I", mark[len(MARK) :])
        if length > _LONGEST_HEADER:
            raise NotOurs(path.name)
        cipher = opens.cipher(name, file.read(length))
        try:
            with cipher.new_decrypting_stream(file, name.encode()) as stream:
                yield stream
        except tink.TinkError as error:
            raise NotOurs(path.name) from error


def read_all(path: Path, name: str, opens: Opens) -> bytes:
    """A small sealed file as a whole. Raises `NotOurs`."""
    with reading(path, name, opens) as stream:
        return stream.read()


def pour(source: IO[bytes], target: IO[bytes]) -> int:
    """Copy a stream to its end; returns the bytes."""
    total = 0
    while chunk := source.read(CHUNK):
        target.write(chunk)
        total += len(chunk)
    return total


def digest(path: Path) -> str:
    """SHA-256 of a file as it lies on the disk."""
    result = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            result.update(chunk)
    return result.hexdigest()
