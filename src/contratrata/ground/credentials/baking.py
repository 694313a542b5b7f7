"""A credential inside a picture, as Open Badges bakes it: a text chunk of a PNG, an element of an SVG.

Reading looks at bytes alone: no picture is decoded and no XML is parsed.
"""

import re
import struct
import zlib
from collections.abc import Iterator

_PNG = b"\x89PNG\r\n\x1a\n"
_KEYWORD = b"openbadgecredential"
_NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
_ELEMENT = re.compile(
    rb"<openbadges:credential[^>]*>\s*<!\[CDATA\[(.*?)\]\]>\s*</openbadges:credential>", re.DOTALL
)
#: iTXt: not compressed, no language, no translated keyword.
_PLAIN = b"\x00\x00\x00\x00\x00"


def into_png(picture: bytes, credential: str) -> bytes:
    """The PNG with the credential in it, before its end."""
    data = b"iTXt" + _KEYWORD + _PLAIN + credential.encode()
    chunk = struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))
    end = picture.rindex(b"IEND") - 4
    return picture[:end] + chunk + picture[end:]


def into_svg(picture: str, credential: str) -> str:
    """The SVG with the credential in it, after its first tag."""
    text = credential.replace("]]>", "]]\\u003e")  # the same JSON, and no end of the section
    element = f"<openbadges:credential><![CDATA[{text}]]></openbadges:credential>"
    return re.sub(
        r"<svg\b([^>]*)>",
        lambda tag: f'<svg xmlns:openbadges="{_NAMESPACE}"{tag[1]}>{element}',
        picture,
        count=1,
    )


def credential_in(content: bytes) -> str:
    """The text of the credential in a file – the file itself where it is no picture; "" where there is none."""
    if content.startswith(_PNG):
        text = next(_texts(content), b"")
    elif content.lstrip().startswith(b"{"):
        text = content
    else:
        match = _ELEMENT.search(content)
        text = match[1] if match else b""
    try:
        return text.decode()
    except UnicodeDecodeError:
        return ""


def _texts(content: bytes) -> Iterator[bytes]:
    at, head = len(_PNG), _KEYWORD + _PLAIN
    while at + 8 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        data = content[at + 8 : at + 8 + length]
        if kind == b"iTXt" and data.startswith(head):
            yield data[len(head) :]
        at += 12 + length
