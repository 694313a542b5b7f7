"""Rows of workbooks (.xlsx) and OpenDocument sheets (.ods): calamine reads, once the archive was checked."""

import contextlib
import posixpath
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

import python_calamine
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from . import archives
from .problems import FileProblem
from .table import RawRow, SourceTable, make_table

#: Sheets of the HTCDS workbooks that hold lists, not cases.
_NOT_CASES = frozenset({"about", "validation"})
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BROKEN = _("El archivo está dañado o incompleto: no se puede abrir.")


def read_workbook(file: BinaryIO) -> SourceTable:
    """The first visible sheet whose columns we know. Raises `FileProblem`."""
    with archives.damage_refused(), archives.opened(file) as archive:
        kind = archives.kind_of(archive)
        members = _members(archive) if kind == "xlsx" else {}
        scans = {name: archives.scan_xlsx(archive, member) for name, member in members.items()}
        if kind == "ods":
            whole = archives.scan_ods(archive)
            formulas, merged = archives.ods_has(archive)
    file.seek(0)
    book = _book(file)
    notes: list[str | Promise] = []
    if kind == "ods" and formulas:
        notes.append(_("El archivo tiene fórmulas: se toma el valor que muestran."))
    if kind == "ods" and merged:
        notes.append(_("El archivo tiene celdas combinadas: el valor cuenta solo para la primera."))
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
        scan = scans.get(sheet.name) if kind == "xlsx" else whole
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
    with contextlib.suppress(Exception):  # not every format tells its merged cells
        ranges = sheet.merged_cell_ranges or []
        return frozenset(row for (top, _left), (bottom, _right) in ranges for row in range(top, bottom + 1))
    return frozenset()


def _members(archive: zipfile.ZipFile) -> dict[str, str]:
    """The member of the archive for each sheet by name."""
    book = _parsed(archive, "xl/workbook.xml")
    relations = _parsed(archive, "xl/_rels/workbook.xml.rels")
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    found = {}
    for sheet in book.iter("{http://schemas.openxmlformats.org/spreadsheetml/2006/main}sheet"):
        target = targets.get(sheet.get(_RELATION, ""), "")
        member = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if member in archive.namelist():
            found[sheet.get("name", "")] = member
    return found


def _parsed(archive: zipfile.ZipFile, member: str) -> ET.Element:
    text = archive.read(member)
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise FileProblem(_("El archivo contiene definiciones que no se abren por seguridad."))
    return ET.fromstring(text)  # noqa: S314 – no DTD, no entities: see above
