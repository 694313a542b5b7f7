"""Reads a file of rows in a process of its own that may do nothing else: `python -I child.py OPTIONS < file`.

Whatever the file does to the reader, it does it here: memory and processor time are limited, no file can be
opened and no connection made. The answer goes out as JSON lines: one object about the file, then for each sheet
an object and its rows `[number, cells, positions of formulas, merged]`, then `{"end": true}`; or `{"refused":
code, "row": number}`. Only the standard library and calamine are imported, and no setting of ours is known.
"""

import codecs
import contextlib
import csv
import datetime as dt
import io
import json
import posixpath
import re
import sys
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

if __name__ == "__main__":
    sys.path.append(str(Path(__file__).resolve().parents[3]))

from contratrata.ground.base.shut import shut

MOST_BYTES = 100 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 200
MOST_TEXT = 20_000
#: The most memory and processor seconds the reader gets.
MEMORY, SECONDS = 1 << 30, 120
TOP = 12  # rows with something in them, among which the header must stand
_MOST_CELL = 4 * 32_767  # characters; four for each that a cell of Excel may hold
_MOST_HELD = 32 << 20  # characters over all cells, and 20 more for each byte the file brings
_MOST_CELLS = 2_000_000  # between the first and the last value, and 4 more for each byte
_MOST_RATIO = 300
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DELIMITERS = ",;\t|"
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SPANISH = re.compile(r"[áéíóúüñ¿¡ºª]|\b[ÁÉÍÓÚÜÑ]|(?<=[A-ZÁÉÍÓÚÜÑ])[ÁÉÍÓÚÜÑ]")
_MARKS = frozenset({"instanceID", "__version__", "_uuid", "start"})
_FEWEST_LEAVES, _DEEPEST = 3, 30
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{1,3})(\d{1,7})"')
Row = tuple[int, list[Any], list[int], bool]


class Refused(Exception):
    """The file is not read on: a code the other side has words for."""

    def __init__(self, code: str, row: int | None = None) -> None:
        super().__init__(code)
        self.code, self.row = code, row


def main(options: dict[str, Any]) -> None:
    """Read standard input as the options say: `only` a sheet with all its rows, or the top of each."""
    data = sys.stdin.buffer.read(MOST_BYTES + 1)
    import python_calamine  # noqa: F401 - before files are shut, like the modules of the encodings

    for name in ("utf-8-sig", "utf-16", "latin-1", "cp1252", "cp850", "cp437"):
        codecs.lookup(name)

    shut(options.get("memory", MEMORY), options.get("seconds", SECONDS))
    try:
        if not data:
            raise Refused("empty")
        if len(data) > MOST_BYTES:
            raise Refused("heavy")
        _read(data, options.get("only"))
        _say({"end": True})
    except Refused as refused:
        _say({"refused": refused.code, "row": refused.row})
    except (zipfile.BadZipFile, ET.ParseError, OSError, ValueError, LookupError, RuntimeError, EOFError):
        _say({"refused": "damaged"})
    except (MemoryError, RecursionError):
        _say({"refused": "much"})
    sys.stdout.flush()


def _say(line: object) -> None:
    sys.stdout.write(json.dumps(line, default=_packed) + "\n")


def _packed(value: object) -> object:
    for kind, known in (("datetime", dt.datetime), ("date", dt.date), ("time", dt.time)):
        if isinstance(value, known):
            return {kind: value.isoformat()}
    return str(value)


def _read(data: bytes, only: str | None) -> None:
    if data.startswith(b"PK\x03\x04"):
        kind, notes, about = _archive(data)
        _workbook(data, kind, notes, about, only)
    elif data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if _ENCRYPTED in data:
            raise Refused("password")
        _workbook(data, "xls", [], {}, only)
    elif data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        _head("xml", [])
        _sheet("", _submissions(data), only=only, size=len(data))
    else:
        text, notes = _decoded(data)
        _head("csv", notes)
        _sheet("", _delimited(text), only=only, size=len(data))


def _head(kind: str, notes: list[str], **about: object) -> None:
    _say({"kind": kind, "notes": notes, **about})


def _sheet(name: str, rows: Iterator[Row], *, only: str | None, size: int, hidden: bool = False) -> None:
    """Give out the rows of a sheet that hold something, all of them or the top; adds up what they cost."""
    if only is not None and only != name:
        return
    _say({"sheet": name, "hidden": hidden})
    filled = held = 0
    for number, cells, formulas, merged in rows:
        while cells and (cells[-1] is None or cells[-1] == "") and len(cells) - 1 not in formulas:
            cells.pop()
        if not cells or not (formulas or any(cell not in (None, "") for cell in cells)):
            continue
        filled += 1
        if filled > MOST_ROWS + 10:
            raise Refused("rows", number)
        for position, cell in enumerate(cells):
            if isinstance(cell, str):
                held += len(cell)
                if len(cell) > MOST_TEXT:
                    cells[position] = cell[: MOST_TEXT + 1]
                if len(cell) > _MOST_CELL or held > _MOST_HELD + 20 * size:
                    raise Refused("much", number)
        _say([number, cells, formulas, merged])
        if only is None and filled == TOP:
            return


# --- workbooks ---


def _archive(data: bytes) -> tuple[str, list[str], dict[str, Any]]:
    """What a zipped file is; of a workbook also the epoch and the cells with formulas by sheet."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        for one in archive.infolist():
            if one.file_size > 10 << 20 and one.file_size > _MOST_RATIO * max(1, one.compress_size):
                raise Refused("bomb")
            if one.flag_bits & 0x1:
                raise Refused("password")
        if any(name.endswith("vbaProject.bin") for name in names):
            raise Refused("macros")
        if "xl/workbook.bin" in names:
            raise Refused("binary")
        if "xl/workbook.xml" in names:
            book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - this process is the wall
            says = {key: value for part in book.iter() for key, value in part.items()}
            about = {"epoch1904": says.get("date1904", "0").lower() in ("1", "true")}
            return "xlsx", [], {**about, "formulas": _formulas(archive, book)}
        if "content.xml" not in names or b"spreadsheet" not in archive.read("mimetype")[:100]:
            raise Refused("zip")
        if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise Refused("password")
        content = archive.read("content.xml")
        notes = ["formulas"] if b"table:formula=" in content else []
        spanned = re.search(rb'table:number-(?:rows|columns)-spanned="(?!1")', content)
        return "ods", notes + (["merged"] if spanned else []), {}


def _formulas(archive: zipfile.ZipFile, book: ET.Element) -> dict[str, dict[int, list[int]]]:
    """Positions (from 0) of the cells with formulas, by name of sheet and number of row."""
    relations = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - as above
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    result: dict[str, dict[int, list[int]]] = {}
    for sheet in book.iter():
        target = targets.get(next((value for key, value in sheet.items() if key.endswith("}id")), ""), "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if not sheet.tag.endswith("sheet") or path not in archive.namelist():
            continue
        cells = result.setdefault(sheet.get("name", ""), {})
        content = archive.read(path)
        for formula in _FORMULA.finditer(content):
            start = content.rfind(b"<", 0, content.rfind(b' r="', 0, formula.start()))
            if cell := _CELL.match(content, start, formula.start()):
                letters, number = cell[1], int(cell[2])
                cells.setdefault(number, []).append(_position(letters))
    return result


def _position(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _workbook(data: bytes, kind: str, notes: list[str], about: dict[str, Any], only: str | None) -> None:
    import python_calamine as calamine

    broken = (calamine.CalamineError, calamine.ZipError, calamine.XmlError)
    try:
        book = calamine.load_workbook(io.BytesIO(data))
        _head(kind, notes, epoch1904=about.get("epoch1904", False))
        for sheet in book.sheets_metadata:
            if sheet.typ == calamine.SheetTypeEnum.WorkSheet and only in (None, sheet.name):
                rows = _cells(book.get_sheet_by_name(sheet.name), about.get("formulas", {}), len(data))
                hidden = sheet.visible != calamine.SheetVisibleEnum.Visible
                _sheet(sheet.name, rows, only=only, size=len(data), hidden=hidden)
    except calamine.PasswordError:
        raise Refused("password") from None
    except broken:
        raise Refused("old" if kind == "xls" else "damaged") from None


def _cells(sheet: Any, formulas: dict[str, dict[int, list[int]]], size: int) -> Iterator[Row]:
    if sheet.start is None:
        return
    if sheet.end[0] > MOST_ROWS + 1_000:
        raise Refused("rows", sheet.end[0] + 1)
    if sheet.end[1] >= MOST_COLUMNS:
        raise Refused("columns", sheet.start[0] + 1)
    if sheet.height * sheet.width > _MOST_CELLS + 4 * size:
        raise Refused("much")
    offset, held, merged = sheet.start[1], formulas.get(sheet.name, {}), _merged_rows(sheet)
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        yield number, cells, [at - offset for at in held.get(number, ())], number in merged


def _merged_rows(sheet: Any) -> set[int]:
    """The rows with merged cells as far as the sheet was read; each is counted once however many overlap."""
    rows: set[int] = set()
    with contextlib.suppress(Exception):  # not every format tells its merged cells
        reached = 0
        for top, bottom in sorted((start[0], end[0]) for start, end in sheet.merged_cell_ranges or ()):
            rows.update(range(max(top, reached) + 1, min(bottom, sheet.end[0]) + 2))
            reached = max(reached, bottom)
    return rows


# --- delimited text ---


def _decoded(data: bytes) -> tuple[str, list[str]]:
    for bom, name in _BOMS:
        if data.startswith(bom):
            return data.decode(name, errors="replace"), []
    if b"\x00" in data:
        raise Refused("binary_text")
    with contextlib.suppress(UnicodeDecodeError):
        return data.decode("utf-8"), []
    sample = b"\n".join(line for line in data.split(b"\n")[:5_000] if not line.isascii())[: 1 << 16]
    best = max(("cp1252", "cp850", "latin-1"), key=lambda name: _spanish(sample, name))
    return data.decode(best, errors="replace"), ["dos" if best == "cp850" else "windows"]


def _spanish(sample: bytes, encoding: str) -> int:
    """How much a text reads like Spanish: letters of ours where they may stand, less what stands nowhere."""
    text = sample.decode(encoding, errors="replace")
    good = len(_SPANISH.findall(text))
    return 2 * good - sum(not mark.isascii() for mark in text)


def _delimited(text: str) -> Iterator[Row]:
    delimiter, skip = _delimiter(text)
    number = 0
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
            if len(cells) > MOST_COLUMNS * 5:
                raise Refused("columns", number)
            if number > skip:
                yield number, list(cells), [], False
    except csv.Error:
        raise Refused("quotes", number + 1) from None


def _delimiter(text: str) -> tuple[str, int]:
    """The delimiter that parts most lines into equally many cells, and the lines to skip before them."""
    if text[:4].lower() == "sep=" and text[4:5] in tuple(_DELIMITERS):
        return text[4], 1
    lines = [line for line in text[: 256 * 1024].splitlines()[:TOP] if line.strip()]

    def evenly(delimiter: str) -> tuple[int, int]:
        try:
            widths = [len(cells) for cells in csv.reader(lines, delimiter=delimiter)]
        except csv.Error:
            return 0, 0
        return max((widths.count(width) * (width - 1), width) for width in widths or [1])

    return max(_DELIMITERS, key=evenly), 0


# --- answers of a form as XML ---


class _Answers:
    """Takes as one submission the outermost element that, directly or through groups, holds a mark of one."""

    def __init__(self) -> None:
        self.path: list[tuple[list[str], bool]] = []
        self.leaves: list[list[tuple[str, str]]] = [[]]
        self.rows: list[dict[str, str]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if not self.path and name.rsplit(":", 1)[-1] == "html":
            raise Refused("xform")
        if len(self.path) >= _DEEPEST:
            raise Refused("nested")
        if self.path:
            self.path[-1] = (self.path[-1][0], False)
        self.path.append(([], True))
        self.leaves.append([])
        if "instanceID" in attributes:
            self.leaves[-1].append(("instanceID", attributes["instanceID"]))

    def text(self, data: str) -> None:
        if self.path:
            self.path[-1][0].append(data)

    def end(self, name: str) -> None:
        text, leaf = self.path.pop()
        own = self.leaves.pop()
        if leaf:
            self.leaves[-1].append((name.rsplit(":", 1)[-1], "".join(text).strip()))
        elif {one for one, _text in own} & _MARKS and len({one for one, _text in own}) >= _FEWEST_LEAVES:
            self.rows.append(_joined(own))
        else:
            self.leaves[-1].extend(own)


def _joined(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """By name; what was answered several times (a repeat of the form) stands together, parted by `;`."""
    values: dict[str, list[str]] = {}
    for name, text in pairs:
        if text and text not in values.setdefault(name, []) and not (name in _MARKS and values[name]):
            values[name].append(text)
    return {name: "; ".join(texts) for name, texts in values.items() if texts}


def _submissions(data: bytes) -> Iterator[Row]:
    answers = _Answers()
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = answers.start, answers.end
    parser.CharacterDataHandler = answers.text
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse
    parser.UnparsedEntityDeclHandler = parser.ExternalEntityRefHandler = _refuse
    beginning = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")[:15].lower()
    if beginning.startswith((b"<!doctype html", b"<html")):
        raise Refused("page")
    try:
        parser.Parse(data, True)
    except expat.ExpatError as wrong:
        raise Refused("xml", wrong.lineno) from None
    whole = _joined(answers.leaves[0])
    if not answers.rows and len(whole) >= _FEWEST_LEAVES:  # no mark of a submission: it is one as a whole
        answers.rows.append(whole)
    if not answers.rows:
        raise Refused("no_answers")
    headers = list(dict.fromkeys(name for row in answers.rows for name in row))
    yield 0, list(headers), [], False
    for number, row in enumerate(answers.rows, start=1):
        yield number, [row.get(name) for name in headers], [], False


def _refuse(*_declaration: object) -> int:
    raise Refused("declares")


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
