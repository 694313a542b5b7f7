"""What is inside a zipped sheet, looked at before any library opens it: bombs, macros, height, formulas.

Only bytes are searched; nothing is unpacked to disk and no XML is trusted.
"""

import contextlib
import dataclasses
import re
import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _

from .problems import MOST_ROWS, MOST_UNPACKED, FileProblem
from .table import too_many_rows
from .texts import plain, too_much, too_wide

_CHUNK = 1 << 20
_MOST_RATIO = 300
_MOST_FILES = 2_000
_ROW = re.compile(rb"<(?:\w+:)?row\b")
_ROW_NUMBER = re.compile(rb'^[^>]*?\sr="(\d{1,9})"')
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|t)\b(?:[^>]*[^/>])?>")
_FORMULA_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\sr="([A-Z]{1,3})\d+"[^>]*>\s*<(?:\w+:)?f\b')
_REFERENCE = re.compile(rb'\sr="([A-Z]{1,3})\d')
_FAR_COLUMN = re.compile(rb'\sr="(?:[A-Z]{3}|[H-Z][A-Z]|G[S-Z])\d')  # beyond GR, the 200th


@dataclasses.dataclass(frozen=True, slots=True)
class SheetScan:
    """What the bytes of one sheet tell: how many rows have values, the number of the last of them (from 1), and
    columns with formulas by row (both from 0)."""

    rows: int
    last: int
    formulas: dict[int, frozenset[int]]


#: What the standard library raises over damaged archives and the XML in them.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    ET.ParseError,
    expat.ExpatError,
    OSError,
    EOFError,
    ValueError,
    LookupError,
    RuntimeError,  # NotImplementedError (unknown compression) is one
)


@contextlib.contextmanager
def damage_refused() -> Iterator[None]:
    """Turns whatever a damaged archive makes the libraries raise into a refusal in words."""
    try:
        yield
    except _DAMAGE:
        raise FileProblem(_("El archivo está dañado o incompleto: no se puede abrir.")) from None


def opened(file: BinaryIO) -> zipfile.ZipFile:
    """The archive, its sizes checked. Raises `FileProblem` for damage, bombs and encrypted members."""
    with damage_refused():
        archive = zipfile.ZipFile(file)
        members = archive.infolist()
    if len(members) > _MOST_FILES or sum(one.file_size for one in members) > MOST_UNPACKED:
        raise too_much()
    names = {plain(one.filename) for one in members}
    if len(names) < len(members) or any(".." in name.split("/") for name in names):
        # Two parts the reader may take for one another: what is measured might not be what is read.
        raise FileProblem(_("El archivo está dañado o incompleto: no se puede abrir."))
    for one in members:
        if one.file_size > 10 * _CHUNK and one.file_size > _MOST_RATIO * max(1, one.compress_size):
            raise FileProblem(_("El archivo se comprime de una forma que no es normal y no se abre."))
        if one.flag_bits & 0x1:
            raise locked()
    return archive


def kind_of(archive: zipfile.ZipFile) -> str:
    """`xlsx` or `ods`. Raises `FileProblem` for macros, encryption and anything else that is zipped."""
    names = set(archive.namelist())
    if any(name.endswith("vbaProject.bin") for name in names):
        raise FileProblem(
            _("El archivo tiene macros y no se abre por seguridad. Guárdelo como «Libro de Excel (.xlsx)».")
        )
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        raise FileProblem(_("Es un libro binario (.xlsb). Guárdelo como «Libro de Excel (.xlsx)»."))
    if "content.xml" in names and "mimetype" in names:
        mimetype = archive.read("mimetype")[:100]
        if b"opendocument.spreadsheet" in mimetype:
            if b"encryption-data" in _head(archive, "META-INF/manifest.xml"):
                raise FileProblem(
                    _("El archivo tiene contraseña. Guárdelo sin contraseña y tráigalo de nuevo.")
                )
            return "ods"
    raise FileProblem(_("El archivo está comprimido, pero no es una hoja de cálculo."))


def scan_xlsx(archive: zipfile.ZipFile, member: str) -> SheetScan:
    """Looks through one sheet of a workbook. Raises `FileProblem` when it is taller or wider than we take."""
    formulas: dict[int, frozenset[int]] = {}
    rows = number = last = 0
    for piece in _pieces(archive, member, _ROW):
        named = _ROW_NUMBER.match(piece)
        number = int(named[1]) if named else number + 1
        if not _VALUE.search(piece) and b"<f" not in piece:
            continue
        rows, last = rows + 1, max(last, number)
        if number > MOST_ROWS + 1_000:
            raise too_many_rows(number)
        if _FAR_COLUMN.search(piece):
            raise too_wide(number)
        if b"<f" in piece or b":f" in piece:
            formulas[number - 1] = frozenset(_column_number(cell) for cell in _FORMULA_CELL.findall(piece))
    return SheetScan(rows, last, formulas)


def width_of(archive: zipfile.ZipFile, member: str) -> int:
    """The last column (from 1) in which a sheet of a workbook names a cell."""
    widest = 1
    for piece in _pieces(archive, member, _ROW):
        widest = max(
            widest, piece.count(b"<c"), *(_column_number(c) + 1 for c in set(_REFERENCE.findall(piece))), 1
        )
    return widest


def locked() -> FileProblem:
    """The refusal of a file behind a password."""
    return FileProblem(_("El archivo tiene contraseña. Guárdelo sin contraseña y tráigalo de nuevo."))


def _pieces(archive: zipfile.ZipFile, member: str, at: re.Pattern[bytes]) -> Iterator[bytes]:
    """The bytes of a member from one row mark to the next."""
    with archive.open(member) as stream:
        rest = b""
        started = False
        while chunk := stream.read(_CHUNK):
            parts = at.split(rest + chunk)
            # A mark may be cut by the end of the chunk: the last part waits for what follows.
            for part in parts[:-1]:
                if started:
                    yield part
                started = True
            rest = parts[-1] if len(parts) > 1 else rest + chunk
            if len(rest) > 64 * _CHUNK:
                raise FileProblem(_("El archivo está dañado o incompleto: no se puede abrir."))
        if started:
            yield rest


def _head(archive: zipfile.ZipFile, member: str) -> bytes:
    try:
        with archive.open(member) as stream:
            return stream.read(_CHUNK)
    except KeyError:
        return b""


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
