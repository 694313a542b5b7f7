"""The report of an import as a sheet: what stood in each row, what happens with it; made to be corrected.

The same door takes it again: a row keeps its key in «Código de origen», so that it stays the same row. Every
text is written as text and marked so: no sheet runs it as a formula, and nothing is added to what stood
there. It is made in memory: what persons told does not touch the disk in clear.
"""

import datetime as dt
import io
from collections.abc import Iterable
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from contratrata.ground.sheets.public import SourceRow
from contratrata.ground.vault.public import Ring

from . import raws, sealing
from .importer import importer_of
from .models import Import, ImportRow
from .present import words_of

_WIDE, _USUAL = 70, 22


def write(one: Import, rows: Iterable[ImportRow], keys: Ring) -> bytes:
    """The sheet (.xlsx) of these rows, which must still be kept."""
    out, importer = io.BytesIO(), importer_of(one.importer)
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = _Sheet(book, sealing.columns_of(one, keys))
        for row in rows:
            source = sealing.source_of(row, keys)
            sheet.add(row, source, words_of(importer, row, sealing.understood(one, row, source)))
        sheet.close()
    return out.getvalue()


class _Sheet:
    """One sheet, written row after row."""

    def __init__(self, book: xlsxwriter.Workbook, columns: sealing.Columns) -> None:
        self._columns = columns
        self._sheet = book.add_worksheet(_("Filas"))
        self._text = book.add_format({"quote_prefix": True, "text_wrap": True, "valign": "top"})
        self._head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._number = book.add_format({"valign": "top"})
        # The column a person must read is the first, and marked by words, not by colour alone.
        self._headers = [raws.WHAT_HAPPENS, raws.KEY_COLUMN, *(header for _field, header in columns)]
        self._sheet.set_column(0, 0, _WIDE)
        self._sheet.set_column(1, len(self._headers), _USUAL)
        for column, header in enumerate(self._headers):
            self._sheet.write_string(0, column, header, self._head)
        self._sheet.freeze_panes(1, 1)
        self._at = 0

    def add(self, row: ImportRow, source: SourceRow, words: list[str]) -> None:
        """One row of the report."""
        self._at += 1
        self._put(0, "\n".join(words))
        self._put(1, source.source_id or row.key)
        for column, (field, header) in enumerate(self._columns, start=2):
            self._put(column, source.cells.get(field) if field else source.extra.get(header))

    def close(self) -> None:
        """What is left to do when all rows stand."""
        self._sheet.autofilter(0, 0, max(self._at, 1), len(self._headers) - 1)

    def _put(self, column: int, value: Any) -> None:
        if value is None or value == "":
            return
        if isinstance(value, int | float) and not isinstance(value, bool):
            self._sheet.write_number(self._at, column, value, self._number)
            return
        if isinstance(value, dt.datetime) and value.time() == dt.time():
            value = value.date()
        text = value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)
        self._sheet.write_string(self._at, column, text, self._text)
