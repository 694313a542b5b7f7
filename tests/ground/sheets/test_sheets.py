"""Files of rows are read for what they are, in a process with limits, or refused with words that help.

The columns are those of the cases. All rows are fictitious.
"""

import datetime as dt
import io
import os
import random
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from django.utils import translation
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from contratrata.care.cases.htcds.public import HEADERS
from contratrata.ground.lists.exporting import defused
from contratrata.ground.sheets import child, problems, reading
from contratrata.ground.sheets.public import (
    FileProblem,
    Flag,
    Headers,
    SourceRow,
    SourceTable,
    open_book,
    open_table,
)

SHARED = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "htcds"
HEADER = ["prs_FirstName", "prs_SecondName", "prs_Gender", "vic_TypeOfExploitation"]
ROW = ["Wendy", "Láinez", "Feminine", "SexualExploitation;ForcedLabour"]
needs_standard = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the HTCDS files are not at ../shared/data/htcds"
)


def _xlsx(*rows: Sequence[object], **sheets: Sequence[Sequence[object]]) -> io.BytesIO:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, table in ({"Casos": list(rows)} | sheets).items():
            sheet = book.add_worksheet(name)
            for number, cells in enumerate(table):
                sheet.write_row(number, 0, cells)
    return out


def _csv(text: str, encoding: str = "utf-8") -> io.BytesIO:
    return io.BytesIO(text.encode(encoding))


def _pieces(file: io.BytesIO | Path) -> Callable[[], Iterable[bytes]]:
    content = file.read_bytes() if isinstance(file, Path) else file.getvalue()
    return lambda: (content[at : at + (1 << 16)] for at in range(0, len(content), 1 << 16))


def _table(file: io.BytesIO | Path, name: str = "") -> SourceTable:
    return open_table(_pieces(file), name, HEADERS)


def _rows(file: io.BytesIO | Path, name: str = "") -> list[SourceRow]:
    return list(_table(file, name))


def _refusal(file: io.BytesIO | Path, name: str = "") -> str:
    with translation.override("es"), pytest.raises(FileProblem) as caught:
        _rows(file, name)
    return str(caught.value)


def test_reads_rows_by_field_and_keeps_what_it_does_not_know() -> None:
    file = _xlsx([*HEADER, "Color favorito"], [*ROW, "verde"], ["", "", "", "", ""], ["Ana", "", "", "", ""])
    rows = _rows(file, "casos.xlsx")
    assert [row.number for row in rows] == [2, 4]
    assert rows[0].cells == dict(zip(HEADER, ROW, strict=True))
    assert rows[0].extra == {"Color favorito": "verde"}
    assert rows[1].cells == {"prs_FirstName": "Ana"}
    assert _table(file).unknown == ("Color favorito",)


@needs_standard
@pytest.mark.parametrize(
    "name",
    ["HTCDS Excel Spreadsheet v2.0.xlsx", "HTCDS Excel Spreadsheet single select with validation v2.0.xlsx"],
)
@pytest.mark.filterwarnings("ignore:Data Validation extension")
def test_reads_the_real_workbooks_by_the_labels_people_see(name: str) -> None:
    assert _rows(SHARED / name) == []  # a thousand numbered rows without a case are no rows
    book = openpyxl.load_workbook(SHARED / name)
    sheet = book.worksheets[0]
    columns = {sheet.cell(2, column).value: column for column in range(1, 41)}
    typed = {
        "First Name": "Wendy",
        "Birthdate": dt.datetime(2008, 5, 17),  # noqa: DTZ001 – a sheet knows no zone
        "Mailing Street": "Colonia Las Flores",
        "Mailing City": "La Ceiba",
        "Mailing Country": "Honduras",
        "Reason for Outgoing Referral": "Other",
        "Trafficking Status Decision Making Organization": "NGO",
    }
    for label, value in typed.items():
        sheet.cell(5, columns[label]).value = value
    out = io.BytesIO()
    book.save(out)
    table = _table(out, name)
    rows = list(table)
    assert table.unknown == ()
    with translation.override("es"):
        noted = [str(note) for note in table.notes]
    assert [row.number for row in rows] == [5]
    assert rows[0].cells == {
        "prs_FirstName": "Wendy",
        "prs_Birthdate": dt.date(2008, 5, 17),
        "prs_MailingStreet": "Colonia Las Flores",
        "prs_MailingCity": "La Ceiba",
        "prs_MailingCountry": "Honduras",
        "cas_ReasonForOutgoingReferral": "Other",
        "vic_TraffickingStatusDecisionMakingOrg": "NGO",
    }
    assert noted[0] == "«Mailing Street»: el nombre oculto de la columna es otro; vale el título visible."
    assert len(noted) == 4


@needs_standard
def test_says_that_a_form_is_not_its_answers() -> None:
    assert _refusal(SHARED / "htcds_xlsform.xlsx").startswith("Es el formulario XLSForm")
    assert _refusal(SHARED / "htcds_xlsform.xml").startswith("Es el formulario XForm")
    assert _refusal(SHARED / "HTCDS Field Standards 2.0.ods").startswith("No se reconocen las columnas")


def test_reads_answers_as_odk_and_kobo_export_them() -> None:
    text = (
        "start,persona/prs_First_Name,persona/prs_Second_Name,vic_Methods_of_Control,"
        "vic_TypeOfExploitation,vic_TypeOfExploitation/Servitude,vic_TypeOfSexExploitation/Pornography,"
        "vic_TypeOfSexExploitation/Prostitution,_id,_uuid,_index,__version__\n"
        "2026-03-01T08:00:00.000-06:00,Wendy,Láinez,DebtBondage  FalsePromises,ForcedLabour,0,1,True,"
        "7,0f9a,1,v1\n"
    )
    (row,) = _rows(_csv(text), "respuestas.csv")
    assert row.cells["prs_FirstName"] == "Wendy"
    assert row.cells["vic_TypeOfExploitation"] == "ForcedLabour"
    assert row.cells["vic_TypeOfSexExploitation"] == "Pornography;Prostitution"
    assert row.source_id == "0f9a"
    assert row.answered_at == "2026-03-01T08:00:00.000-06:00"
    assert row.extra == {}
    assert _table(_csv(text)).unknown == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_finds_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    lines = [["Nombres", "Apellidos", "Género", "Notas"], ["Wendy", "Láinez Ñurinda", "Femenino", "uno, dos"]]
    text = "\r\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    (row,) = _rows(_csv(text, encoding), "casos.csv")
    assert row.cells["prs_SecondName"] == "Láinez Ñurinda"
    assert row.cells["cco_CaseComment"] == "uno, dos"


def test_reads_opendocument() -> None:
    document = OpenDocumentSpreadsheet()
    table = Table(name="Casos")
    for line in (HEADER, ROW):
        cells = TableRow()
        for value in line:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=value))
            cells.addElement(cell)
        table.addElement(cells)
    document.spreadsheet.addElement(table)
    out = io.BytesIO()
    document.save(out)
    (row,) = _rows(out, "casos.ods")
    assert row.cells == dict(zip(HEADER, ROW, strict=True))


SUBMISSION = (
    '<data id="htcds_xlsform" version="v1"><start>2026-03-01T08:00:00Z</start><con_Consent>TRUE</con_Consent>'
    "<persona><prs_First_Name>Wendy</prs_First_Name><prs_Second_Name>Láinez</prs_Second_Name></persona>"
    "<vic_Methods_of_Control>FalsePromises DebtBondage</vic_Methods_of_Control>"
    "<meta><instanceID>uuid:1</instanceID></meta></data>"
)


def test_reads_one_submission_or_many() -> None:
    (row,) = _rows(_csv(f"<?xml version='1.0'?>{SUBMISSION}"), "una.xml")
    assert row.cells["prs_FirstName"] == "Wendy"
    assert row.source_id == "uuid:1"
    second = SUBMISSION.replace("uuid:1", "uuid:2").replace("Wendy", "Ana")
    rows = _rows(_csv(f"<root><results>{SUBMISSION}{second}</results></root>"), "todas.xml")
    assert [(row.source_id, row.cells["prs_FirstName"]) for row in rows] == [
        ("uuid:1", "Wendy"),
        ("uuid:2", "Ana"),
    ]


@pytest.mark.parametrize(
    "bomb",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><data><prs_Title>&b;</prs_Title></data>',
        '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]><data>&f;</data>',
        '<?xml version="1.0"?><!DOCTYPE data SYSTEM "http://example.invalid/x.dtd"><data/>',
    ],
)
def test_xml_opens_no_door(bomb: str) -> None:
    assert "no se abre por seguridad" in _refusal(_csv(bomb), "x.xml")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vacío"),
        (b"\n\n  \n", "vacío"),
        (b"%PDF-1.7 nothing of the kind", "no es una hoja de cálculo (pdf)"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "no es una hoja de cálculo"),
        (b"PK\x03\x04 cut off", "dañado"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "Excel antiguo"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "contraseña"),
        (b"<!doctype html><p>hola", "página web"),
        (b"<a><b></a>", "mal formado"),
        (b"<a><b>c</b></a>", "no contiene respuestas"),
        (b"uno,dos,tres\n1,2,3\n", "No se reconocen las columnas"),
        (b"prs_FirstName,prs_SecondName,prs_Gender\n" + b"\x00\x01\x02", "no es una hoja"),
    ],
)
def test_refuses_with_words(content: bytes, words: str) -> None:
    assert words in _refusal(io.BytesIO(content), "casos.xlsx")


def _zip(members: dict[str, bytes]) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out


def test_refuses_macros_bombs_and_archives_that_are_no_sheet() -> None:
    macros = _zip({"xl/workbook.xml": b"<x/>", "xl/vbaProject.bin": b"x"})
    assert "macros" in _refusal(macros, "casos.xlsm")
    assert "no es una hoja" in _refusal(_zip({"a.txt": b"x"}), "casos.xlsx")
    bomb = _zip({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b"\0" * 40_000_000})
    assert "no es normal" in _refusal(bomb, "casos.xlsx")


def test_refuses_one_far_cell_before_memory_is_asked_for() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Casos")
        sheet.write_row(0, 0, HEADER)
        sheet.write(1_048_575, 16_383, "x")
    assert "100 000 filas" in _refusal(out, "casos.xlsx")
    wide = io.BytesIO()
    with xlsxwriter.Workbook(wide) as book:
        sheet = book.add_worksheet("Casos")
        sheet.write_row(0, 0, HEADER)
        sheet.write(1, 9_000, "x")
    assert "200 columnas" in _refusal(wide, "casos.xlsx")


def test_a_formatted_sheet_of_a_million_empty_rows_is_read() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Casos")
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ROW)
        grey = book.add_format({"bg_color": "#eeeeee"})
        for number in range(2, 3_000):
            sheet.write_blank(number, 0, None, grey)
        sheet.write_blank(1_048_575, 0, None, grey)
    assert len(_rows(out, "casos.xlsx")) == 1


def test_refuses_too_many_rows_and_too_large_a_file() -> None:
    lines = ",".join(HEADER) + "\n" + "Ana,Paz,F,Servitude\n" * (problems.MOST_ROWS + 11)
    assert "Divídalo" in _refusal(_csv(lines), "casos.csv")
    assert "100 MB" in _refusal(_csv("x" * (problems.MOST_BYTES + 1)), "casos.csv")


def test_an_open_quote_is_refused_at_its_row() -> None:
    lines = ",".join(HEADER) + '\nAna,Paz,F,Servitude\nEva,"' + "x" * 200_000
    with pytest.raises(FileProblem) as caught:
        _rows(_csv(lines), "casos.csv")
    assert caught.value.row == 3


def test_formulas_and_merged_cells_are_said() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Casos")
        sheet.write_row("B3", HEADER)
        sheet.write_formula("B4", '=CONCATENATE("Wen","dy")', None, "Wendy")
        sheet.write_formula("C4", "=A1", None, "")
        sheet.write_string("D4", "=cmd|'/c calc'!A1")
        sheet.write_string("B5", "Ana")
        sheet.merge_range("C5:C6", "Paz")
        sheet.write_string("B6", "Eva")
    rows = _rows(out, "casos.xlsx")
    assert [row.number for row in rows] == [4, 5, 6]
    assert rows[0].cells["prs_FirstName"] == "Wendy"
    assert rows[0].flags == {
        Flag.FORMULA: ("prs_FirstName",),
        Flag.FORMULA_WITHOUT_VALUE: ("prs_SecondName",),
        Flag.LOOKS_LIKE_FORMULA: ("prs_Gender",),
    }
    assert rows[1].flags == {Flag.MERGED: ()}
    assert rows[2].cells == {"prs_FirstName": "Eva"}
    assert rows[2].flags == {Flag.MERGED: ()}


def test_hidden_sheets_repeated_headers_and_false_names_are_said() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name in ("Casos", "Viejos"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, [*HEADER, "prs_FirstName"])
            sheet.write_row(1, 0, [*ROW, "Otra"])
        sheet.hide()
    table = _table(out, "casos.csv")
    (row,) = list(table)
    with translation.override("es"):
        assert [str(note) for note in table.notes] == [
            "La hoja oculta «Viejos» tiene datos y no se lee.",
            "«prs_FirstName» está repetida: la segunda se guarda aparte.",
            "El archivo se llama .csv, pero es xlsx: se leyó como lo que es.",
        ]
    assert row.cells["prs_FirstName"] == "Wendy"
    assert row.extra == {"prs_FirstName (5)": "Otra"}


def test_the_mark_that_our_sheets_set_before_a_text_is_none_of_it() -> None:
    texts = ["=1+1", "+502 1572", "-1", "@x"]
    for text in texts:
        assert text in sheet_row(defused(text))
    assert "'Ana'" in sheet_row("'Ana'")


def sheet_row(text: str) -> list[object]:
    """The cells of a CSV of one row that begins with a text."""
    sheet = f"Nombres;Apellidos;Edad\n{text};Cruz;9\n"
    (row,) = list(_table(io.BytesIO(sheet.encode()), "x.csv"))
    return list(row.cells.values())


@pytest.mark.parametrize("rounds", [20, pytest.param(400, marks=pytest.mark.proof)])
def test_a_damaged_workbook_is_read_or_refused_never_a_fault(rounds: int) -> None:
    whole = _xlsx(HEADER, *[ROW] * 20).getvalue()
    chance = random.Random(rounds)
    refused = 0
    for _ in range(rounds):  # each is a process of its own
        damaged = bytearray(whole)
        for _ in range(chance.randrange(1, 6)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            _rows(io.BytesIO(damaged), "casos.xlsx")
        except FileProblem:
            refused += 1
    assert rounds > refused > rounds // 4


def _changed(file: io.BytesIO, ending: str, *changes: tuple[str, str]) -> io.BytesIO:
    """The archive with something replaced in one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            for before, after in changes if name.endswith(ending) else ():
                assert before.encode() in text
                text = text.replace(before.encode(), after.encode())
            new.writestr(name, text)
    return out


def _ods(*rows: str) -> io.BytesIO:
    header = "".join(_ods_cell(name) for name in HEADER)
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    return _zip(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": (
                f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body>'
                f'<office:spreadsheet><table:table table:name="Casos"><table:table-row>{header}</table:table-row>'
                f"{''.join(rows)}</table:table></office:spreadsheet></office:body></office:document-content>"
            ).encode(),
            "META-INF/manifest.xml": b"<manifest/>",
        }
    )


def _ods_cell(text: str, about: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {about}><text:p>{text}</text:p></table:table-cell>'


TOO_MUCH = "ocupa demasiado al abrirse"


@pytest.mark.parametrize("size", [1 << 19, 4 << 20, 120_000])
def test_refuses_one_long_string_that_many_cells_share(size: int) -> None:
    file = _xlsx(HEADER, *[["ZZZ"] * 4] * 100)
    assert TOO_MUCH in _refusal(_changed(file, "sharedStrings.xml", ("ZZZ", "Z" * size)), "casos.xlsx")


@pytest.mark.parametrize("cell", [' t = "s"><v>4</v>', " t='s'><v>4</v>", ' t="s"><v a=">">4</v>'])
def test_a_cell_written_otherwise_hides_no_long_string(cell: str) -> None:
    file = _changed(_xlsx(HEADER, *[["ZZZ"] * 4] * 100), "sharedStrings.xml", ("ZZZ", "Z" * 120_000))
    assert TOO_MUCH in _refusal(_changed(file, "sheet1.xml", (' t="s"><v>4</v>', cell)), "casos.xlsx")


def _bounded(file: io.BytesIO) -> None:
    """Read within bounds or refused in words, and this process never held much of it."""
    tracemalloc.start()
    try:
        held = 0
        for row in _table(file, "casos.xlsx"):
            texts = [value for value in row.cells.values() if isinstance(value, str)]
            assert all(len(text) <= problems.MOST_TEXT for text in texts)
            held += sum(map(len, texts))
        assert held < 40 << 20
    except FileProblem:
        pass  # in words: that is good too
    finally:
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < (24 << 20) + 4 * len(file.getvalue())


@pytest.mark.parametrize(
    "index", ["+4", "&#52;", "4<!-- -->", "<![CDATA[4]]>4"], ids=["sign", "entity", "comment", "parts"]
)
def test_an_index_written_otherwise_hides_no_long_string(index: str) -> None:
    file = _changed(_xlsx(HEADER, *[["ZZZ"] * 4] * 100), "sharedStrings.xml", ("ZZZ", "Z" * 120_000))
    _bounded(_changed(file, "sheet1.xml", ("<v>4</v>", f"<v>{index}</v>")))


def test_parts_of_the_same_name_entities_and_definitions_cost_this_process_nothing() -> None:
    twice = _xlsx(HEADER, ROW)
    with zipfile.ZipFile(twice, "a") as archive:
        archive.writestr("xl/SharedStrings.xml", archive.read("xl/sharedStrings.xml"))
    _bounded(twice)
    changes = (
        ("workbook.xml.rels", ("worksheets/sheet1.xml", "worksheets/sheet&#49;.xml")),
        ("sheet1.xml", ('<c r="A2"', '<c r="A2" t="s"><c r="A2"')),
        ("sharedStrings.xml", ("<sst", '<!DOCTYPE sst [<!ENTITY a "aaaa">]><sst')),
        ("workbook.xml", ("<workbook ", f"<!DOCTYPE w [{_ENTITIES}]><workbook a='&z9;' ")),
    )
    for ending, change in changes:
        _bounded(_changed(_xlsx(HEADER, ROW), ending, change))


#: Each names the one before ten times: a thousand million letters.
_ENTITIES = '<!ENTITY z0 "zzzzzzzzzz">' + "".join(
    f'<!ENTITY z{n} "{f"&z{n - 1};" * 10}">' for n in range(1, 10)
)


def test_merged_cells_are_bounded_by_the_rows_that_were_read() -> None:
    def merging(count: int) -> io.BytesIO:
        cells = "".join(f'<mergeCell ref="A{row + 2}:B1048576"/>' for row in range(count))
        whole = ("</sheetData>", f"</sheetData><mergeCells>{cells}</mergeCells>")
        return _changed(_xlsx(HEADER, ROW, ROW), "sheet1.xml", whole)

    assert [row.flags for row in _rows(merging(40), "casos.xlsx")] == [{Flag.MERGED: ()}] * 2
    _bounded(merging(100_001))


@pytest.mark.parametrize(
    ("rows", "columns", "text"),
    [
        (60, 10, "Z" * (256 << 10)),
        (2_000, 100, "Z" * 1024),
        (100_000, 200, "1"),
        (2_000, 100, '<text:s text:c="1024"/>'),
        (1, 1, '<text:s text:c="1000000000"/>'),
    ],
    ids=["long", "often", "cells", "spaces", "one"],
)
def test_refuses_a_repeated_cell_of_a_document(rows: int, columns: int, text: str) -> None:
    cell = _ods_cell(text, f'table:number-columns-repeated="{columns}"')
    row = f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'
    assert TOO_MUCH in _refusal(_ods(row), "casos.ods")


def test_refuses_a_document_whose_last_row_or_column_is_far() -> None:
    cell = _ods_cell("x")
    gap = '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row>'
    assert "100 000 filas" in _refusal(_ods(gap, f"<table:table-row>{cell}</table:table-row>"), "casos.ods")
    empty = '<table:table-cell table:number-columns-repeated="16000"/>'
    wide = f"<table:table-row>{empty}{cell}</table:table-row>"
    assert "200 columnas" in _refusal(_ods(wide), "casos.ods")


def test_the_empty_rows_that_end_a_document_are_none() -> None:
    row = f"<table:table-row>{_ods_cell('Wendy')}</table:table-row>"
    empty = '<table:table-cell table:style-name="ce1" table:number-columns-repeated="16384"/>'
    end = f'<table:table-row table:number-rows-repeated="1048574">{empty}</table:table-row>'
    assert [one.cells for one in _rows(_ods(row, end), "casos.ods")] == [{"prs_FirstName": "Wendy"}]


def test_an_honest_file_with_much_text_is_read() -> None:
    told = "Contó que la llevaron con engaños y que no la dejaban salir. " * 80
    file = _xlsx([*HEADER, "Notas"], *([*ROW, f"{number} {told}"] for number in range(3_000)))
    rows = _rows(file, "casos.xlsx")
    assert len(rows) == 3_000
    assert rows[7].cells["cco_CaseComment"] == f"7 {told}".strip()
    longest = _rows(_xlsx(HEADER, ["ñ" * 32_767, *ROW[1:]]), "casos.xlsx")[0]
    assert Flag.TOO_LONG in longest.flags
    assert longest.cells["prs_FirstName"] == "ñ" * problems.MOST_TEXT


@pytest.mark.parametrize("cells", [1, 2_000], ids=["one cell", "many rows of one cell"])
def test_a_value_far_from_the_others_is_refused_before_the_space_between_is_made(cells: int) -> None:
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    for number in range(cells):
        book.active.cell(row=90_000 + number, column=200, value="x")
    file = io.BytesIO()
    book.save(file)
    assert "ocupa demasiado al abrirse" in _refusal(file, "casos.xlsx")


def test_a_long_narrow_sheet_is_none_of_that() -> None:
    """20,000 rows of a few columns are read, whatever their size."""
    assert len(_rows(_xlsx(HEADER, *[ROW] * 20_000), "casos.xlsx")) == 20_000


# --- the process of its own ---


def test_the_child_is_ended_when_it_takes_too_much_memory_or_time(monkeypatch: pytest.MonkeyPatch) -> None:
    file = _csv("\n".join([",".join(HEADER), *[",".join("abcdefghij" * 4)] * 90_000]))
    for limits in ({"memory": 60 << 20}, {"seconds": 1}):
        with pytest.raises(FileProblem, match="ocupa demasiado"):
            list(reading._lines(_pieces(file), only="", **limits))
    monkeypatch.setattr(reading, "PATIENCE", 0.0)
    with pytest.raises(FileProblem, match="ocupa demasiado"):
        _table(file)


@pytest.mark.parametrize(
    "act",
    [
        "open('/etc/hostname')",
        "open('/tmp/contratrata-child', 'w')",
        "__import__('socket').socket()",
        "__import__('os').fork()",
    ],
)
def test_the_child_opens_nothing(act: str) -> None:
    script = f"import runpy, socket; c = runpy.run_path({child.__file__!r}); c['shut'](1 << 30, 9); {act}"
    done = subprocess.run(
        [sys.executable, "-I", "-c", script], capture_output=True, text=True, check=False, timeout=60
    )
    if "fork" in act and os.geteuid() == 0:
        return  # the system lets its administrator have as many processes as she likes
    assert done.returncode == 1
    assert "Error: [Errno" in done.stderr


def test_the_child_knows_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONTRATRATA_SECRET_KEY", "not for the child")
    seen: list[object] = []
    real = subprocess.Popen

    def watched(*args: object, **kwargs: object) -> object:
        seen.append(kwargs["env"])
        return real(*args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "Popen", watched)
    open_book(_pieces(_csv("a,b\n1,2\n")))
    assert seen == [{}]


def test_what_stops_the_content_on_its_way_is_raised_here() -> None:
    def broken() -> Iterable[bytes]:
        yield b"Nombres,Apellidos\n"
        raise FileProblem("El archivo ya no está.")

    with pytest.raises(FileProblem, match="ya no está"):
        open_book(broken)


# --- kinds of misreading ---


def test_text_of_dos_is_read_as_such() -> None:
    lines = "Nombres;Apellidos;Nacionalidad\nJosé Ángel;MUÑOZ PEÑA;Panamá\nBelén;Ibáñez Güell;México\n"
    for encoding, words in (("cp850", "DOS"), ("cp1252", "Windows")):
        table = _table(_csv(lines, encoding))
        with translation.override("es"):
            assert words in str(table.notes[0])
        assert [tuple(row.cells.values()) for row in table] == [
            ("José Ángel", "MUÑOZ PEÑA", "Panamá"),
            ("Belén", "Ibáñez Güell", "México"),
        ]


def test_a_workbook_that_counts_from_1904_says_so() -> None:
    for epoch1904 in (True, False):
        out = io.BytesIO()
        with xlsxwriter.Workbook(out, {"date_1904": epoch1904}) as book:
            sheet = book.add_worksheet("Casos")
            sheet.write_row(0, 0, [*HEADER, "prs_Birthdate", "x_RegisteredOn"])
            sheet.write_row(1, 0, [*ROW, 35566])
            sheet.write_datetime(1, 5, dt.datetime(2025, 2, 3), book.add_format({"num_format": "yyyy-mm-dd"}))  # noqa: DTZ001
        table = _table(out)
        assert table.epoch1904 is epoch1904
        (row,) = table
        assert row.cells["prs_Birthdate"] == 35566
        assert row.cells["x_RegisteredOn"] == dt.date(2025, 2, 3)


@pytest.mark.parametrize("mark", ["VERDADERO", "X", "x", "Sí", "1", "TRUE", "✓"])
def test_a_choice_may_be_marked_as_people_mark_it(mark: str) -> None:
    head = "Nombres;Apellidos;Sexo;vic_MethodsOfControl/DebtBondage;vic_MethodsOfControl/FalsePromises"
    (row,) = _rows(_csv(f"{head}\nNora;Caal;F;{mark};FALSO\n"))
    assert row.cells["vic_MethodsOfControl"] == "DebtBondage"
    assert row.flags == {}


def test_an_unclear_mark_of_a_choice_is_kept_and_asked_about() -> None:
    head = "Nombres;Apellidos;Sexo;vic_MethodsOfControl/DebtBondage;vic_MethodsOfControl/FalsePromises"
    (row,) = _rows(_csv(f"{head}\nNora;Caal;F;quizás;no se sabe\n"))
    assert "vic_MethodsOfControl" not in row.cells
    assert row.extra == {"vic_MethodsOfControl/DebtBondage": "quizás"}
    assert row.flags == {Flag.UNCLEAR_CHOICE: ("vic_MethodsOfControl/DebtBondage",)}


def test_what_a_form_asks_again_is_kept_together() -> None:
    places = "".join(
        f"<explotacion><vic_Type_of_Exploitation>{kind}</vic_Type_of_Exploitation>"
        f"<vic_Location_of_Exploitation>{place}</vic_Location_of_Exploitation></explotacion>"
        for kind, place in (("ForcedLabour", "Tapachula"), ("SexualExploitation", "Tecún Umán"))
    )
    (row,) = _rows(_csv(SUBMISSION.replace("<meta>", f"{places}<meta>")))
    assert row.cells["vic_TypeOfExploitation"] == "ForcedLabour; SexualExploitation"
    assert row.cells["vic_LocationOfExploitation"] == "Tapachula; Tecún Umán"
    assert row.source_id == "uuid:1"


def test_columns_of_any_thing_are_known_by_their_spellings() -> None:
    headers = Headers.of({"name": ("Nombre", "Name"), "phone": ("Teléfono",)})
    table = open_table(
        _pieces(_csv("Línea de ayuda;;\nNOMBRE;Teléfono;Otra\nCasa Luna;1455;x\n")), "", headers
    )
    assert [(row.number, row.cells, row.extra) for row in table] == [
        (3, {"name": "Casa Luna", "phone": "1455"}, {"Otra": "x"})
    ]
    with pytest.raises(ValueError, match="two fields"):
        Headers.of({"name": ("Nombre",), "other": ("nombre",)})
