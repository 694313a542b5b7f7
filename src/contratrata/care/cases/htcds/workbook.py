"""Rows of workbooks (.xlsx) and OpenDocument sheets (.ods): calamine reads, once the archive was checked."""

import contextlib
import posixpath
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator, Mapping
from typing import BinaryIO

import python_calamine
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from . import archives
from .problems import MOST_COLUMNS, FileProblem
from .table import RawRow, SourceTable, make_table
from .texts import Budget, measure_ods, measure_xlsx, plain, too_much

#: Sheets of the HTCDS workbooks that hold lists, not cases.
_NOT_CASES = frozenset({"about", "validation"})
_MOST_PART = 4 << 20
_BROKEN = _("El archivo está dañado o incompleto: no se puede abrir.")


def read_workbook(file: BinaryIO) -> SourceTable:
    """The first visible sheet whose columns we know. Raises `FileProblem`."""
    kind, scans, notes = _measured(file)
    file.seek(0)
    book = _book(file)
    found: SourceTable | None = None
    last: FileProblem | None = None
    names = {sheet.name for sheet in book.sheets_metadata}
    if {"survey", "choices"} <= names:
        raise FileProblem(
            _("Es el formulario XLSForm, no sus respuestas. Exporte las respuestas y tráigalas.")
        )
    for sheet in book.sheets_metadata:
        if sheet.typ != python_calamine.SheetTypeEnum.WorkSheet or sheet.name in _NOT_CASES:
            continue
        scan = scans.get(sheet.name)
        if scan is None and kind == "xlsx":
            raise FileProblem(_BROKEN)  # the reader found a sheet that was not measured
        try:
            table = _table(book, sheet.name, kind, scan)
        except FileProblem as problem:
            last = last or problem
            continue
        if sheet.visible != python_calamine.SheetVisibleEnum.Visible:
            notes.append(format_lazy(_("La hoja oculta «{name}» tiene datos y no se lee."), name=sheet.name))
        elif found is not None:
            notes.append(format_lazy(_("La hoja «{name}» también tiene datos y no se lee."), name=sheet.name))
        else:
            found = table
    if found is None:
        raise last or FileProblem(_("El archivo está vacío."))
    return SourceTable(found.kind, found.columns, (*dict.fromkeys((*notes, *found.notes)),), found._rows)


def _measured(file: BinaryIO) -> tuple[str, dict[str, archives.SheetScan], list[str | Promise]]:
    """What the archive is and holds by sheet, before the reader opens it; raises `FileProblem` for bombs."""
    notes: list[str | Promise] = []
    with archives.damage_refused(), archives.opened(file) as archive:
        kind = archives.kind_of(archive)
        if kind == "xlsx":
            members = _members(archive)
            scans = {name: archives.scan_xlsx(archive, member) for name, member in members.items()}
            _refuse_spread(archive, members, scans)
            measure_xlsx(archive, tuple(members.values()))
            return kind, scans, notes
        formulas, merged = measure_ods(archive)
    if formulas:
        notes.append(_("El archivo tiene fórmulas: se toma el valor que muestran."))
    if merged:
        notes.append(_("El archivo tiene celdas combinadas: el valor cuenta solo para la primera."))
    return kind, {}, notes


def _refuse_spread(
    archive: zipfile.ZipFile, members: Mapping[str, str], scans: Mapping[str, archives.SheetScan]
) -> None:
    """The reader keeps every cell up to the last row and column, the empty ones too: a small file may not ask for
    millions. The columns are counted only where the rows alone do not settle it."""
    cells = Budget.of(archive).cells
    for name, member in members.items():
        last = scans[name].last
        if last * MOST_COLUMNS > cells and last * archives.width_of(archive, member) > cells:
            raise too_much()


def _book(file: BinaryIO) -> python_calamine.CalamineWorkbook:
    try:
        return python_calamine.load_workbook(file)
    except python_calamine.PasswordError:
        raise FileProblem(
            _("El archivo tiene contraseña. Guárdelo sin contraseña y tráigalo de nuevo.")
        ) from None
    except (python_calamine.CalamineError, python_calamine.ZipError, python_calamine.XmlError, OSError):
        raise FileProblem(_BROKEN) from None


def _table(
    book: python_calamine.CalamineWorkbook,
    name: str,
    kind: str,
    scan: archives.SheetScan | None,
) -> SourceTable:
    try:
        sheet = book.get_sheet_by_name(name)
    except (python_calamine.CalamineError, python_calamine.ZipError, python_calamine.XmlError, OSError):
        raise FileProblem(_BROKEN) from None
    if sheet.start is None:
        raise FileProblem(_("El archivo está vacío."))
    offset = sheet.start[1]
    formulas = scan.formulas if scan else {}
    merged = _merged_rows(sheet)

    def rows() -> Iterator[RawRow]:
        for index, cells in enumerate(sheet.iter_rows()):
            held = frozenset(position - offset for position in formulas.get(index, ()))
            yield RawRow(index + 1, cells, held, index in merged)

    return make_table(kind, rows, ())


def _merged_rows(sheet: python_calamine.CalamineSheet) -> frozenset[int]:
    """The rows with merged cells, as far as the sheet was read; each is counted once however many overlap."""
    rows: set[int] = set()
    height = sheet.end[0] + 1 if sheet.end else 0
    with contextlib.suppress(Exception):  # not every format tells its merged cells
        reached = 0
        for top, bottom in sorted((start[0], end[0]) for start, end in sheet.merged_cell_ranges or ()):
            rows.update(range(max(top, reached), min(bottom + 1, height)))
            reached = max(reached, bottom + 1)
    return frozenset(rows)


def _members(archive: zipfile.ZipFile) -> dict[str, str]:
    """The member of the archive for each sheet by name."""
    relations = _parsed(archive, "xl/_rels/workbook.xml.rels", as_written=True)
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    names = {plain(name): name for name in archive.namelist()}
    found: dict[str, str] = {}
    for sheet in _parsed(archive, "xl/workbook.xml").iter():
        if sheet.tag.rpartition("}")[2] != "sheet":
            continue
        target = targets.get(next((value for key, value in sheet.items() if key.endswith("}id")), ""), "")
        path = plain(target if target.startswith(("/", "xl/")) else posixpath.normpath(f"xl/{target}"))
        name = sheet.get("name", "")
        if name in found or names.get(path) in found.values():
            raise FileProblem(_BROKEN)  # one sheet would be read under two names, or the wrong one measured
        if path in names:
            found[name] = names[path]
    return found


def _parsed(archive: zipfile.ZipFile, member: str, *, as_written: bool = False) -> ET.Element:
    """The tree of a small part; `as_written` refuses what the reader, which resolves no `&`, would see otherwise."""
    if archive.getinfo(member).file_size > _MOST_PART:
        raise too_much()
    text = archive.read(member)
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise FileProblem(_("El archivo contiene definiciones que no se abren por seguridad."))
    if as_written and b"&" in text:
        raise FileProblem(_BROKEN)
    return ET.fromstring(text, ET.XMLParser(encoding="utf-8"))  # noqa: S314 – no DTD, no entities: see above
