"""Typesets one document in a process of its own: `python -I child.py < request.json > document.pdf`.

The request: `template` (a path below `root`), `root`, `fonts` (folders), `data` (all words, as strings only),
`memory`, `seconds` and `form` (`pdf`, or a picture of one page: `png`, `svg`). Typst has no way to the network from
here and reads templates and fonts only; it refuses what would break PDF/UA-1. Exit status 3 and a line on standard
error when it does. No setting of ours is known.
"""

import json
import resource
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

#: A sign that the fonts have, for one that they have not.
UNKNOWN = "\u25a1"
_NOT_DISPLAYED = "could not be displayed"


def main() -> None:
    """Read the request, shut the doors, write the document."""
    request = json.load(sys.stdin)
    import typst

    resource.setrlimit(resource.RLIMIT_AS, (request["memory"], request["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (request["seconds"], request["seconds"]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # nothing is written but to the pipe

    def typeset(data: dict[str, Any]) -> bytes:
        created: bytes = typst.compile(
            str(Path(request["root"], request["template"])),
            root=request["root"],
            font_paths=request["fonts"],
            ignore_system_fonts=True,
            format=request["form"],
            pdf_standards=["ua-1"] if request["form"] == "pdf" else [],
            sys_inputs={"data": json.dumps(data)},
        )
        return created

    data = request["data"]
    try:
        try:
            document = typeset(data)
        except typst.TypstError as error:
            if _NOT_DISPLAYED not in str(error):
                raise
            known = known_letters(request["fonts"])
            replaced = each_text(data, lambda text: "".join(c if ord(c) in known else UNKNOWN for c in text))
            document = typeset({**replaced, "replaced": True})
    except typst.TypstError as error:
        sys.stderr.write(f"{error} {getattr(error, 'hints', '')} {getattr(error, 'trace', '')}")
        sys.exit(3)
    sys.stdout.buffer.write(document)


def each_text(value: Any, change: Callable[[str], str]) -> Any:
    """The same data with every text changed; keys and drawings (`svg`) stay."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [each_text(one, change) for one in value]
    if isinstance(value, dict):
        return {key: one if key == "svg" else each_text(one, change) for key, one in value.items()}
    return value


def known_letters(folders: list[str]) -> set[int]:
    """The letters that every one of our fonts has, by the format 4 and 12 tables of their `cmap`."""
    tables = [
        _letters(path.read_bytes()) for folder in folders for path in sorted(Path(folder).glob("*.ttf"))
    ]
    return set.intersection(*tables) | {0x09, 0x0A, 0x200B} if tables else set()


def _letters(font: bytes) -> set[int]:
    letters: set[int] = set()
    for n in range(struct.unpack_from(">H", font, 4)[0]):
        tag, _sum, start, _length = struct.unpack_from(">4sLLL", font, 12 + 16 * n)
        if tag != b"cmap":
            continue
        for m in range(struct.unpack_from(">H", font, start + 2)[0]):
            (offset,) = struct.unpack_from(">L", font, start + 8 + 8 * m)
            letters |= _subtable(font, start + offset)
    return letters


def _subtable(font: bytes, at: int) -> set[int]:
    (form,) = struct.unpack_from(">H", font, at)
    ranges: list[tuple[int, int]] = []
    if form == 4:
        count = struct.unpack_from(">H", font, at + 6)[0] // 2
        ends = struct.unpack_from(f">{count}H", font, at + 14)
        starts = struct.unpack_from(f">{count}H", font, at + 16 + 2 * count)
        ranges = list(zip(starts, ends, strict=True))
    elif form == 12:
        count = struct.unpack_from(">L", font, at + 12)[0]
        ranges = [struct.unpack_from(">LL", font, at + 16 + 12 * n) for n in range(count)]
    return {letter for first, last in ranges for letter in range(first, last + 1) if letter != 0xFFFF}


if __name__ == "__main__":
    main()
