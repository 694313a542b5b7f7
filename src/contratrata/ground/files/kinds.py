"""What a file is, told by its content and never by its name; and what is taken off it before it is kept."""

import dataclasses
import io
import json
import re
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any

import puremagic

from contratrata.ground.base.texts import visible

from .problems import BOMB, DAMAGED, EMPTY, HUGE, MACROS, PASSWORD, UNKNOWN, FileRefused

_OFFICE = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "wav": "audio/wav",
    **_OFFICE,
}
_SOUNDS = {"mp3": "mp3", "m4a": "m4a", "ogg": "ogg", "oga": "ogg", "wav": "wav"}
_MOST_PIXELS = 50_000_000
_MOST_UNPACKED, _MOST_RATIO, _MOST_MEMBERS = 300 << 20, 300, 5_000
_MARKUP = re.compile(rb"<(?:!doctype|\?xml|html|svg|script|body|iframe|img|a\s|meta)", re.IGNORECASE)
THUMBNAIL = (320, 320)
#: Longer than the processor time that drawing gets.
_PATIENCE = 90.0
_PAINTER = str(Path(__file__).with_name("painter.py"))


@dataclasses.dataclass(frozen=True, slots=True)
class Checked:
    """A file as it may be kept: its kind (a key of `TYPES`), its content, a small picture (JPEG) if it is one."""

    kind: str
    content: bytes
    thumbnail: bytes = b""


def checked(content: bytes) -> Checked:
    """What a file is. Pictures are drawn anew, so that place, device and hidden passengers stay behind.

    Raises `FileRefused` in words.
    """
    if not content:
        raise FileRefused(EMPTY)
    if content.startswith(b"%PDF-"):
        return Checked("pdf", content)
    if content.startswith(b"PK\x03\x04"):
        return Checked(_office(content), content)
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8")) or content[8:12] == b"WEBP":
        return _picture(content)
    if sound := _sound(content):
        return Checked(sound, content)
    return _text(content)


def _office(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            names = {one.filename for one in members}
            kind = _office_kind(archive, names)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, LookupError):
        raise FileRefused(DAMAGED) from None
    if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
        raise FileRefused(MACROS)
    unpacked = sum(one.file_size for one in members)
    steep = any(
        one.file_size > 1 << 20 and one.file_size > _MOST_RATIO * max(1, one.compress_size) for one in members
    )
    if steep or unpacked > _MOST_UNPACKED or len(members) > _MOST_MEMBERS:
        raise FileRefused(BOMB)
    if any(one.flag_bits & 0x1 for one in members):
        raise FileRefused(PASSWORD)
    if members[0].header_offset != 0:  # something else stands before the archive
        raise FileRefused(UNKNOWN)
    return kind


def _office_kind(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "word/document.xml" in names and "[Content_Types].xml" in names:
        return "docx"
    if "xl/workbook.xml" in names and "[Content_Types].xml" in names:
        return "xlsx"
    if "mimetype" in names and "content.xml" in names and archive.getinfo("mimetype").file_size < 200:
        mimetype = archive.read("mimetype").decode("ascii", errors="replace").strip()
        for kind in ("odt", "ods"):
            if mimetype == TYPES[kind]:
                return kind
    raise FileRefused(UNKNOWN)


def _picture(content: bytes) -> Checked:
    """Drawn by another process with limits (`painter`); what it dies of is a picture that is too much for it."""
    options = json.dumps({"most_pixels": _MOST_PIXELS, "thumbnail": THUMBNAIL})
    command = [sys.executable, "-I", _PAINTER, options]
    try:
        answer = subprocess.run(
            command, input=content, capture_output=True, cwd="/", env={}, timeout=_PATIENCE, check=False
        ).stdout
    except subprocess.TimeoutExpired:
        raise FileRefused(HUGE) from None
    line, _end, drawn = answer.partition(b"\n")
    head: dict[str, Any] = json.loads(line) if line else {"refused": "huge"}
    if "refused" in head:
        raise FileRefused(HUGE if head["refused"] == "huge" else DAMAGED)
    return Checked(head["kind"], drawn[: head["size"]], drawn[head["size"] :])


def _sound(content: bytes) -> str | None:
    head = content[:4096]
    if head[4:8] == b"ftyp":
        return "m4a" if head[8:12] in (b"M4A ", b"M4B ") else None
    if head.startswith(b"RIFF"):
        return "wav" if head[8:12] == b"WAVE" else None
    if head.startswith((b"ID3", b"OggS")) or (
        head[:1] == b"\xff" and head[1:2] in (b"\xfb", b"\xf3", b"\xf2")
    ):
        try:
            return _SOUNDS.get(puremagic.from_string(head).lstrip("."))
        except (puremagic.PureError, ValueError):
            return None
    return None


def _text(content: bytes) -> Checked:
    """Plain text, kept as UTF-8; what a browser could take for a page is none."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise FileRefused(UNKNOWN)
    plain = text.encode()
    if any(mark < " " and mark not in "\t\n\r\f" for mark in text[:65_536]) or b"\x00" in plain:
        raise FileRefused(UNKNOWN)
    if _MARKUP.search(plain[:65_536]):
        raise FileRefused(UNKNOWN)
    lines = text.splitlines()[:20]
    table = len(lines) > 1 and any(all(mark in line for line in lines if line.strip()) for mark in ";\t,")
    return Checked("csv" if table else "txt", plain)


def shown_name(name: str, kind: str) -> str:
    """The name as it may be shown and saved: no folder, nothing unseen, the ending that its content has."""
    plain = " ".join(visible(name).replace("\\", "/").rsplit("/", 1)[-1].split())
    plain = "".join(mark for mark in plain if mark.isprintable() and mark not in '<>:"|?*')
    stem = plain.rsplit(".", 1)[0].strip(". ") if "." in plain else plain
    return f"{stem[-120:] or 'archivo'}.{kind}"
