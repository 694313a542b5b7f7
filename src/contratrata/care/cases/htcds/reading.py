"""Opens a file of cases, whatever it calls itself: what it is, is read from its bytes."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import puremagic
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .archives import locked
from .delimited import read_delimited
from .problems import MOST_BYTES, FileProblem
from .submissions import read_submissions
from .table import SourceTable
from .workbook import read_workbook

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!")
_ENDINGS = {"xlsx": {".xlsx"}, "ods": {".ods"}, "csv": {".csv", ".txt", ".tsv"}, "xml": {".xml"}}


@contextlib.contextmanager
def open_table(source: Path | BinaryIO, filename: str = "") -> Iterator[SourceTable]:
    """The table of a file while it is open. `filename` is only compared with what the bytes say.

    Takes .xlsx, .ods, delimited text and XML answers. Raises `FileProblem` with words for whoever brought it.
    """
    if isinstance(source, Path):
        with source.open("rb") as file:
            yield read_table(file, filename or source.name)
    else:
        yield read_table(source, filename)


def read_table(file: BinaryIO, filename: str) -> SourceTable:
    """The table of an open, seekable file, to stay open while rows are taken. See `open_table`."""
    size = file.seek(0, 2)
    file.seek(0)
    if size == 0:
        raise FileProblem(_("El archivo está vacío."))
    if size > MOST_BYTES:
        raise FileProblem(_("El archivo pesa más de 100 MB. Divídalo en varios y tráigalos uno por uno."))
    head = file.read(2048)
    file.seek(0)
    table = _read(file, head)
    ending = Path(filename).suffix.lower()
    if ending and ending not in _ENDINGS[table.kind]:
        note = format_lazy(
            _("El archivo se llama {ending}, pero es {kind}: se leyó como lo que es."),
            ending=ending,
            kind=table.kind,
        )
        return SourceTable(table.kind, table.columns, (*table.notes, note), table._rows)
    return table


def _read(file: BinaryIO, head: bytes) -> SourceTable:
    if head.startswith(_ZIP):
        return read_workbook(file)
    if head.startswith(_OLE):
        raise FileProblem(_what_ole_is(file))
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"<?xml", b"<data", b"<root", b"<submission", b"<h:html", b"<!DOCTYPE", b"<")):
        if start[:15].lower().startswith((b"<!doctype html", b"<html")):
            raise FileProblem(_("Es una página web, no una hoja de cálculo. Guárdela como .xlsx o .csv."))
        return read_submissions(file)
    if _is_binary(head):
        raise FileProblem(format_lazy(_("El archivo no es una hoja de cálculo ({kind})."), kind=_kind(head)))
    return read_delimited(file)


def _what_ole_is(file: BinaryIO) -> str | Promise:
    """A container of old Office files holds a .xls, or a new workbook behind a password."""
    if "EncryptedPackage".encode("utf-16-le") in file.read():
        return locked().message
    return _("Es un libro de Excel antiguo (.xls). Guárdelo como «Libro de Excel (.xlsx)».")


def _is_binary(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False  # text in UTF-16, which holds zero bytes
    return b"\x00" in head or head.startswith(
        (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!")
    )


def _kind(head: bytes) -> str:
    try:
        return str(puremagic.from_string(head)).lstrip(".") or "?"
    except (puremagic.PureError, ValueError):
        return "?"
