"""Opens a file of rows in a child process (`child.py`) and takes its answer, row by row.

The content goes in by a pipe and is never on the disk; this process holds one row at a time, whatever the file
makes of the reader.
"""

import contextlib
import dataclasses
import datetime as dt
import json
import os
import select
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import puremagic
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from . import child
from .problems import DAMAGED, EMPTY, MUCH, NOTES, REFUSALS, FileProblem

#: Gives the pieces of a file from its beginning, each time it is called.
Source = Callable[[], Iterable[bytes]]
#: How long the child may say nothing before it is ended.
PATIENCE = 90.0
_MOMENTS = {
    "datetime": dt.datetime.fromisoformat,
    "date": dt.date.fromisoformat,
    "time": dt.time.fromisoformat,
}
_NO_SHEETS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!")


@dataclasses.dataclass(frozen=True, slots=True)
class RawRow:
    """Cells by position as the reader found them, with the positions that hold formulas or merged cells."""

    number: int
    cells: Sequence[Any]
    formulas: frozenset[int] = frozenset()
    merged: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a file: its name, whether it is hidden, its first rows with something in them."""

    name: str
    hidden: bool
    top: tuple[RawRow, ...]


@dataclasses.dataclass(frozen=True)
class Book:
    """What a file holds: `kind` (xlsx, xls, ods, csv, xml), notes in words, its sheets. See `rows`."""

    kind: str
    notes: tuple[str | Promise, ...]
    epoch1904: bool
    sheets: tuple[Sheet, ...]
    source: Source = dataclasses.field(repr=False)

    def rows(self, name: str) -> Iterator[RawRow]:
        """The rows of a sheet that hold something, read anew. Raises `FileProblem` on the way."""
        for line in _lines(self.source, only=name):
            if isinstance(line, list):
                yield _row(line)


def open_book(source: Source) -> Book:
    """Look into a file: what it is, its sheets, the top of each. Raises `FileProblem` with words."""
    head = next(iter(source()), b"")[:2048]
    if not head:
        raise FileProblem(EMPTY)
    refuse_other_kinds(head)
    about: dict[str, Any] = {}
    sheets: list[tuple[dict[str, Any], list[RawRow]]] = []
    for line in _lines(source):
        if isinstance(line, list):
            sheets[-1][1].append(_row(line))
        elif "sheet" in line:
            sheets.append((line, []))
        elif "kind" in line:
            about = line
    return Book(
        kind=about["kind"],
        notes=tuple(NOTES[code] for code in about["notes"]),
        epoch1904=bool(about.get("epoch1904")),
        sheets=tuple(Sheet(one["sheet"], one["hidden"], tuple(top)) for one, top in sheets),
        source=source,
    )


def refuse_other_kinds(head: bytes) -> None:
    """Refuse, by its first bytes, what is no file of rows. Raises `FileProblem`."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return  # text in UTF-16, which holds zero bytes
    if head.startswith(_NO_SHEETS) or (b"\x00" in head[:2048] and not head.startswith((b"PK", b"\xd0\xcf"))):
        raise FileProblem(format_lazy(_("El archivo no es una hoja de cálculo ({kind})."), kind=_kind(head)))


def _kind(head: bytes) -> str:
    with contextlib.suppress(puremagic.PureError, ValueError):
        return str(puremagic.from_string(head)).lstrip(".") or "?"
    return "?"


def _row(line: Sequence[Any]) -> RawRow:
    number, cells, formulas, merged = line
    return RawRow(number, cells, frozenset(formulas), merged)


def _unpacked(value: dict[str, Any]) -> Any:
    if len(value) == 1:
        ((kind, text),) = value.items()
        if kind in _MOMENTS:
            return _MOMENTS[kind](text)
    return value


def _lines(source: Source, **options: object) -> Iterator[Any]:
    """What the child says, line by line, up to its end. Raises `FileProblem` when it refuses, dies or hangs."""
    command = [sys.executable, "-I", child.__file__, json.dumps(options)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd="/", env={}
    ) as process:
        try:
            _feed(process, source())  # it answers only when it has all
            for text in _output(process):
                line = json.loads(text, object_hook=_unpacked)
                if isinstance(line, dict) and "refused" in line:
                    raise FileProblem(REFUSALS.get(line["refused"], DAMAGED), row=line.get("row"))
                if isinstance(line, dict) and "end" in line:
                    return
                yield line
            raise FileProblem(MUCH)  # it was ended: too much memory or time
        finally:
            process.kill()


def _feed(process: "subprocess.Popen[bytes]", pieces: Iterable[bytes]) -> None:
    if process.stdin is not None:
        with contextlib.suppress(BrokenPipeError, ValueError), process.stdin as pipe:
            for piece in pieces:
                pipe.write(piece)


def _output(process: "subprocess.Popen[bytes]") -> Iterator[bytes]:
    """Whole lines of its output; ends when it ends or says nothing for too long."""
    if process.stdout is None:
        return
    rest, out = b"", process.stdout.fileno()
    while select.select([out], [], [], PATIENCE)[0]:
        chunk = os.read(out, 1 << 16)
        if not chunk:
            return
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines
