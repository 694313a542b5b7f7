"""Draws a picture anew in a process of its own that may do nothing else: `python -I painter.py OPTIONS < picture`.

Whatever the picture does to the library, it does it here. Pixels alone go on: what goes out has no EXIF, no comments,
no profile and nothing behind its end. The answer: one line of JSON (`kind`, `size`), the picture, its thumbnail; or
`{"refused": code}`. Only the standard library and Pillow are imported.
"""

import io
import json
import sys
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parents[3]))

from PIL import Image, ImageOps, UnidentifiedImageError

from contratrata.ground.base.shut import shut

#: The most memory and processor seconds it gets: four copies of the most points, and the library.
MEMORY, SECONDS = 3 << 29, 60
KINDS = {"JPEG": "jpg", "PNG": "png", "WEBP": "png", "GIF": "png"}


def main(options: dict[str, Any]) -> None:
    """Read standard input, write what may be kept of it."""
    data = sys.stdin.buffer.read()
    Image.init()  # before files are shut
    _warm()
    shut(options.get("memory", MEMORY), options.get("seconds", SECONDS))
    parts: tuple[bytes, ...] = ()
    head: dict[str, Any]
    try:
        kind, content, thumbnail = _drawn(data, options["most_pixels"], tuple(options["thumbnail"]))
        head, parts = {"kind": kind, "size": len(content)}, (content, thumbnail)
    except (_Huge, Image.DecompressionBombError, MemoryError):
        head = {"refused": "huge"}
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
        head = {"refused": "damaged"}
    out = sys.stdout.buffer
    out.write(json.dumps(head).encode() + b"\n")
    for part in parts:
        out.write(part)
    out.flush()


class _Huge(Exception):
    """More points than are drawn."""


def _warm() -> None:
    """Every module that drawing needs, loaded while files may be opened."""
    for kind in KINDS:
        one = io.BytesIO()
        Image.new("RGB", (1, 1)).save(one, kind)
        with Image.open(one) as opened:
            ImageOps.exif_transpose(opened).convert("RGBA").load()


def _drawn(data: bytes, most_pixels: int, box: tuple[int, int]) -> tuple[str, bytes, bytes]:
    with Image.open(io.BytesIO(data), formats=tuple(KINDS)) as opened:
        if opened.width * opened.height > most_pixels:
            raise _Huge
        kind = KINDS[str(opened.format)]
        clear = ImageOps.exif_transpose(opened).convert("RGBA" if kind == "png" else "RGB")
    clear.info.clear()
    out = io.BytesIO()
    if kind == "png":
        clear.save(out, "PNG")
    else:
        clear.save(out, "JPEG", quality=88)
    clear.thumbnail(box)
    small = Image.new("RGB", clear.size, "white")
    small.paste(clear, mask=clear.getchannel("A") if clear.mode == "RGBA" else None)
    thumbnail = io.BytesIO()
    small.save(thumbnail, "JPEG", quality=75)
    return kind, out.getvalue(), thumbnail.getvalue()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
