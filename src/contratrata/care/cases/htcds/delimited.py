"""Rows of delimited text: the encoding and the delimiter are found, never asked."""

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from typing import BinaryIO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from typing_extensions import Buffer

from .fields import choice_of, field_of
from .problems import MOST_COLUMNS, MOST_ROWS, FileProblem
from .table import RawRow, SourceTable, make_table, too_many_rows
from .texts import too_wide

_CHUNK = 1 << 20
_DELIMITERS = ",;\t|"
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_delimited(file: BinaryIO) -> SourceTable:
    """The rows of a .csv or .txt. Raises `FileProblem`."""
    encoding = _encoding(file)
    notes: list[str | Promise] = []
    if encoding in ("cp1252", "latin-1"):
        notes.append(_("El archivo no está en UTF-8: se leyó como texto de Windows. Revise los acentos."))
    delimiter, skip = _delimiter(file, encoding)

    def rows() -> Iterator[RawRow]:
        file.seek(0)
        text = io.TextIOWrapper(io.BufferedReader(_Kept(file)), encoding=encoding, newline="")
        reader = csv.reader(text, delimiter=delimiter)
        number = 0
        try:
            for number, cells in enumerate(reader, start=1):
                if number <= skip:
                    continue
                if len(cells) > MOST_COLUMNS * 5:
                    raise too_wide(number)
                yield RawRow(number, cells)
        except (csv.Error, UnicodeError):
            raise FileProblem(
                _("No se puede leer esta fila: revise las comillas y los separadores."), row=number + 1
            ) from None

    _count(rows)
    return make_table("csv", rows, notes)


class _Kept(io.RawIOBase):
    """A view of the file that does not close it when the text reader goes."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file

    def readable(self) -> bool:
        """Always: it is a view for reading."""
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        """Fills the buffer from the file."""
        view = memoryview(buffer)
        data = self._file.read(len(view))
        view[: len(data)] = data
        return len(data)


def _count(rows: Callable[[], Iterator[RawRow]]) -> None:
    """Refuses a file with too many rows before any is taken."""
    filled = 0
    for row in rows():
        filled += any(row.cells)
        if filled > MOST_ROWS + 10:
            raise too_many_rows(row.number)


def _encoding(file: BinaryIO) -> str:
    file.seek(0)
    head = file.read(4)
    for bom, name in _BOMS:
        if head.startswith(bom):
            return name
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    windows = True
    utf8 = True
    while chunk := file.read(_CHUNK):
        if b"\x00" in chunk:
            raise FileProblem(_("El archivo no es texto ni una hoja de cálculo."))
        if utf8:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                utf8 = False
        windows = windows and not any(byte in chunk for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D))
    if utf8:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            utf8 = False
    return "utf-8" if utf8 else "cp1252" if windows else "latin-1"


def _delimiter(file: BinaryIO, encoding: str) -> tuple[str, int]:
    """The delimiter under which most columns are recognised, and the lines to skip before them."""
    file.seek(0)
    head = file.read(256 * 1024).decode(encoding, errors="ignore")
    if head[:4].lower() == "sep=" and len(head) > 4 and head[4] in _DELIMITERS:
        return head[4], 1
    lines = [line for line in head.splitlines()[:12] if line.strip()]

    def known(delimiter: str) -> tuple[int, int]:
        best = most = 0
        try:
            for cells in csv.reader(lines, delimiter=delimiter):
                hits = sum(field_of(cell) is not None or choice_of(cell) is not None for cell in cells)
                best, most = max(best, hits), max(most, len(cells))
        except csv.Error:
            return 0, 0
        return best, most

    return max(_DELIMITERS, key=known), 0
