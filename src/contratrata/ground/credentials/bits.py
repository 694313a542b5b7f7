"""The bits of a Bitstring Status List: one for each credential, set when it was revoked."""

import base64
import gzip

#: The standard's least: so many that a place in the list tells nobody which credential is asked about.
PLACES = 131_072


def empty() -> str:
    """A list in which nothing is revoked, as it stands in the credential of the list."""
    return packed(bytes(PLACES // 8))


def packed(bits: bytes) -> str:
    """Bits as the multibase text of their compressed form."""
    return "u" + base64.urlsafe_b64encode(gzip.compress(bits, mtime=0)).decode().rstrip("=")


def unpacked(text: str) -> bytearray:
    """The bits again."""
    content = text.removeprefix("u")
    return bytearray(gzip.decompress(base64.urlsafe_b64decode(content + "=" * (-len(content) % 4))))


def with_set(text: str, index: int) -> str:
    """The list with one more bit set; the first place is the leftmost bit."""
    bits = unpacked(text)
    bits[index // 8] |= 0x80 >> index % 8
    return packed(bytes(bits))


def is_set(text: str, index: int) -> bool:
    """Whether the bit of this place is set."""
    return bool(unpacked(text)[index // 8] & 0x80 >> index % 8)
