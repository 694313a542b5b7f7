"""Files of rows as tests make them, and what the reader says of them."""

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest
import xlsxwriter
from django.utils import translation

from contratrata.care.cases.htcds.public import HEADERS
from contratrata.ground.sheets.public import (
    FileProblem,
    SourceRow,
    SourceTable,
    open_table,
)

SHARED = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "htcds"
HEADER = ["prs_FirstName", "prs_SecondName", "prs_Gender", "vic_TypeOfExploitation"]
ROW = ["Wendy", "Láinez", "Feminine", "SexualExploitation;ForcedLabour"]
needs_standard = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the HTCDS files are not at ../shared/data/htcds"
)


def xlsx(*rows: Sequence[object], **sheets: Sequence[Sequence[object]]) -> io.BytesIO:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, table in ({"Casos": list(rows)} | sheets).items():
            sheet = book.add_worksheet(name)
            for number, cells in enumerate(table):
                sheet.write_row(number, 0, cells)
    return out


def csv_of(text: str, encoding: str = "utf-8") -> io.BytesIO:
    return io.BytesIO(text.encode(encoding))


def pieces(file: io.BytesIO | Path) -> Callable[[], Iterable[bytes]]:
    content = file.read_bytes() if isinstance(file, Path) else file.getvalue()
    return lambda: (content[at : at + (1 << 16)] for at in range(0, len(content), 1 << 16))


def table_of(file: io.BytesIO | Path, name: str = "") -> SourceTable:
    return open_table(pieces(file), name, HEADERS)


def rows_of(file: io.BytesIO | Path, name: str = "") -> list[SourceRow]:
    return list(table_of(file, name))


def refusal(file: io.BytesIO | Path, name: str = "") -> str:
    with translation.override("es"), pytest.raises(FileProblem) as caught:
        rows_of(file, name)
    return str(caught.value)


def zipped(members: dict[str, bytes]) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out
