"""A PDF that is given to others as it came: nothing in it may run, open or bring something else.

Whoever reads a file of the network trusts the network. The names that make a PDF act are looked for in its bytes and in
its streams, however they are written; a PDF whose streams cannot be looked into is refused too.
"""

import re
import zlib
from collections.abc import Iterator

from .problems import BOMB, HOSTILE, PASSWORD, FileRefused

#: What makes a PDF run, send or fetch something, or holds another file (ISO 32000-1, 12.6.4, 7.11.4, 12.7.8).
_ACTS = (
    "JavaScript",
    "Launch",
    "EmbeddedFile",
    "RichMedia",
    "SubmitForm",
    "ImportData",
    "GoToE",
    "Rendition",
)
#: All streams together unpack to no more.
_MOST_UNPACKED = 256 << 20
_PIECE = 1 << 22
_STREAM = re.compile(rb"stream\r?\n")


def _spelled(name: str) -> bytes:
    """A name with any of its letters written as `#xx`."""
    letters = (f"(?:{letter}|#{ord(letter):02x}|#{ord(letter):02X})" for letter in name)
    return "".join(letters).encode()


_HOSTILE = re.compile(b"/(?:" + b"|".join(_spelled(name) for name in _ACTS) + b")")
_ENCRYPTED = re.compile(b"/" + _spelled("Encrypt") + rb"[\s<\d/]")
#: Streams of objects are packed by Flate, or they are not looked into.
_OBJECTS = re.compile(b"/" + _spelled("ObjStm"))
_OTHER_PACKING = re.compile(rb"/(?:LZW|ASCII85|ASCIIHex|RunLength)Decode|/Crypt\b")
_AROUND = 400


def refuse_hostile(content: bytes) -> None:
    """Raise `FileRefused` in words when a PDF acts, holds files, or cannot be looked into."""
    if _ENCRYPTED.search(content):
        raise FileRefused(PASSWORD)
    if _HOSTILE.search(content) or any(_HOSTILE.search(piece) for piece in _unpacked(content)):
        raise FileRefused(HOSTILE)
    for entry in _OBJECTS.finditer(content):
        if _OTHER_PACKING.search(content, max(0, entry.start() - _AROUND), entry.end() + _AROUND):
            raise FileRefused(HOSTILE)


def _unpacked(content: bytes) -> Iterator[bytes]:
    """What each stream packed by Flate says, in pieces that overlap by a name."""
    left = _MOST_UNPACKED
    for entry in _STREAM.finditer(content):
        packing, data, end = zlib.decompressobj(), memoryview(content)[entry.end() :], b""
        while data and not packing.eof:
            try:
                piece = packing.decompress(data, _PIECE)
            except zlib.error:
                break
            data = memoryview(packing.unconsumed_tail)
            left -= len(piece)
            if left < 0:
                raise FileRefused(BOMB)
            yield end + piece
            end = piece[-64:]
            if not piece:
                break
