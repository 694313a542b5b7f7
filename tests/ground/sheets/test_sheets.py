"""Files of rows are read for what they are, in a process with limits, or refused with words that help.

The columns are those of the cases. All rows are fictitious.
"""

import datetime as dt
import io

import openpyxl
import pytest
import xlsxwriter
from django.utils import translation
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from sheet_files import (
    HEADER,
    ROW,
    SHARED,
    csv_of,
    needs_standard,
    pieces,
    refusal,
    rows_of,
    table_of,
    xlsx,
    zipped,
)

from contratrata.ground.lists.exporting import defused
from contratrata.ground.sheets import problems
from contratrata.ground.sheets.public import (
    FileProblem,
    Flag,
    Headers,
    open_table,
)


def test_reads_rows_by_field_and_keeps_what_it_does_not_know() -> None:
    file = xlsx([*HEADER, "Color favorito"], [*ROW, "verde"], ["", "", "", "", ""], ["Ana", "", "", "", ""])
    rows = rows_of(file, "casos.xlsx")
    assert [row.number for row in rows] == [2, 4]
    assert rows[0].cells == dict(zip(HEADER, ROW, strict=True))
    assert rows[0].extra == {"Color favorito": "verde"}
    assert rows[1].cells == {"prs_FirstName": "Ana"}
    assert table_of(file).unknown == ("Color favorito",)


@needs_standard
@pytest.mark.parametrize(
    "name",
    ["HTCDS Excel Spreadsheet v2.0.xlsx", "HTCDS Excel Spreadsheet single select with validation v2.0.xlsx"],
)
@pytest.mark.filterwarnings("ignore:Data Validation extension")
def test_reads_the_real_workbooks_by_the_labels_people_see(name: str) -> None:
    assert rows_of(SHARED / name) == []  # a thousand numbered rows without a case are no rows
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
    table = table_of(out, name)
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
    assert refusal(SHARED / "htcds_xlsform.xlsx").startswith("Es el formulario XLSForm")
    assert refusal(SHARED / "htcds_xlsform.xml").startswith("Es el formulario XForm")
    assert refusal(SHARED / "HTCDS Field Standards 2.0.ods").startswith("No se reconocen las columnas")


def test_reads_answers_as_odk_and_kobo_export_them() -> None:
    text = (
        "start,persona/prs_First_Name,persona/prs_Second_Name,vic_Methods_of_Control,"
        "vic_TypeOfExploitation,vic_TypeOfExploitation/Servitude,vic_TypeOfSexExploitation/Pornography,"
        "vic_TypeOfSexExploitation/Prostitution,_id,_uuid,_index,__version__\n"
        "2026-03-01T08:00:00.000-06:00,Wendy,Láinez,DebtBondage  FalsePromises,ForcedLabour,0,1,True,"
        "7,0f9a,1,v1\n"
    )
    (row,) = rows_of(csv_of(text), "respuestas.csv")
    assert row.cells["prs_FirstName"] == "Wendy"
    assert row.cells["vic_TypeOfExploitation"] == "ForcedLabour"
    assert row.cells["vic_TypeOfSexExploitation"] == "Pornography;Prostitution"
    assert row.source_id == "0f9a"
    assert row.answered_at == "2026-03-01T08:00:00.000-06:00"
    assert row.extra == {}
    assert table_of(csv_of(text)).unknown == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_finds_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    lines = [["Nombres", "Apellidos", "Género", "Notas"], ["Wendy", "Láinez Ñurinda", "Femenino", "uno, dos"]]
    text = "\r\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    (row,) = rows_of(csv_of(text, encoding), "casos.csv")
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
    (row,) = rows_of(out, "casos.ods")
    assert row.cells == dict(zip(HEADER, ROW, strict=True))


SUBMISSION = (
    '<data id="htcds_xlsform" version="v1"><start>2026-03-01T08:00:00Z</start><con_Consent>TRUE</con_Consent>'
    "<persona><prs_First_Name>Wendy</prs_First_Name><prs_Second_Name>Láinez</prs_Second_Name></persona>"
    "<vic_Methods_of_Control>FalsePromises DebtBondage</vic_Methods_of_Control>"
    "<meta><instanceID>uuid:1</instanceID></meta></data>"
)


def test_reads_one_submission_or_many() -> None:
    (row,) = rows_of(csv_of(f"<?xml version='1.0'?>{SUBMISSION}"), "una.xml")
    assert row.cells["prs_FirstName"] == "Wendy"
    assert row.source_id == "uuid:1"
    second = SUBMISSION.replace("uuid:1", "uuid:2").replace("Wendy", "Ana")
    rows = rows_of(csv_of(f"<root><results>{SUBMISSION}{second}</results></root>"), "todas.xml")
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
    assert "no se abre por seguridad" in refusal(csv_of(bomb), "x.xml")


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
    assert words in refusal(io.BytesIO(content), "casos.xlsx")


def test_refuses_macros_bombs_and_archives_that_are_no_sheet() -> None:
    macros = zipped({"xl/workbook.xml": b"<x/>", "xl/vbaProject.bin": b"x"})
    assert "macros" in refusal(macros, "casos.xlsm")
    assert "no es una hoja" in refusal(zipped({"a.txt": b"x"}), "casos.xlsx")
    bomb = zipped({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b"\0" * 40_000_000})
    assert "no es normal" in refusal(bomb, "casos.xlsx")


def test_refuses_one_far_cell_before_memory_is_asked_for() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Casos")
        sheet.write_row(0, 0, HEADER)
        sheet.write(1_048_575, 16_383, "x")
    assert "100 000 filas" in refusal(out, "casos.xlsx")
    wide = io.BytesIO()
    with xlsxwriter.Workbook(wide) as book:
        sheet = book.add_worksheet("Casos")
        sheet.write_row(0, 0, HEADER)
        sheet.write(1, 9_000, "x")
    assert "200 columnas" in refusal(wide, "casos.xlsx")


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
    assert len(rows_of(out, "casos.xlsx")) == 1


def test_refuses_too_many_rows_and_too_large_a_file() -> None:
    lines = ",".join(HEADER) + "\n" + "Ana,Paz,F,Servitude\n" * (problems.MOST_ROWS + 11)
    assert "Divídalo" in refusal(csv_of(lines), "casos.csv")
    assert "100 MB" in refusal(csv_of("x" * (problems.MOST_BYTES + 1)), "casos.csv")


def test_an_open_quote_is_refused_at_its_row() -> None:
    lines = ",".join(HEADER) + '\nAna,Paz,F,Servitude\nEva,"' + "x" * 200_000
    with pytest.raises(FileProblem) as caught:
        rows_of(csv_of(lines), "casos.csv")
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
    rows = rows_of(out, "casos.xlsx")
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
    table = table_of(out, "casos.csv")
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
    (row,) = list(table_of(io.BytesIO(sheet.encode()), "x.csv"))
    return list(row.cells.values())


# --- kinds of misreading ---


def test_text_of_dos_is_read_as_such() -> None:
    lines = "Nombres;Apellidos;Nacionalidad\nJosé Ángel;MUÑOZ PEÑA;Panamá\nBelén;Ibáñez Güell;México\n"
    for encoding, words in (("cp850", "DOS"), ("cp1252", "Windows")):
        table = table_of(csv_of(lines, encoding))
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
        table = table_of(out)
        assert table.epoch1904 is epoch1904
        (row,) = table
        assert row.cells["prs_Birthdate"] == 35566
        assert row.cells["x_RegisteredOn"] == dt.date(2025, 2, 3)


@pytest.mark.parametrize("mark", ["VERDADERO", "X", "x", "Sí", "1", "TRUE", "✓"])
def test_a_choice_may_be_marked_as_people_mark_it(mark: str) -> None:
    head = "Nombres;Apellidos;Sexo;vic_MethodsOfControl/DebtBondage;vic_MethodsOfControl/FalsePromises"
    (row,) = rows_of(csv_of(f"{head}\nNora;Caal;F;{mark};FALSO\n"))
    assert row.cells["vic_MethodsOfControl"] == "DebtBondage"
    assert row.flags == {}


def test_an_unclear_mark_of_a_choice_is_kept_and_asked_about() -> None:
    head = "Nombres;Apellidos;Sexo;vic_MethodsOfControl/DebtBondage;vic_MethodsOfControl/FalsePromises"
    (row,) = rows_of(csv_of(f"{head}\nNora;Caal;F;quizás;no se sabe\n"))
    assert "vic_MethodsOfControl" not in row.cells
    assert row.extra == {"vic_MethodsOfControl/DebtBondage": "quizás"}
    assert row.flags == {Flag.UNCLEAR_CHOICE: ("vic_MethodsOfControl/DebtBondage",)}


def test_what_a_form_asks_again_is_kept_together() -> None:
    places = "".join(
        f"<explotacion><vic_Type_of_Exploitation>{kind}</vic_Type_of_Exploitation>"
        f"<vic_Location_of_Exploitation>{place}</vic_Location_of_Exploitation></explotacion>"
        for kind, place in (("ForcedLabour", "Tapachula"), ("SexualExploitation", "Tecún Umán"))
    )
    (row,) = rows_of(csv_of(SUBMISSION.replace("<meta>", f"{places}<meta>")))
    assert row.cells["vic_TypeOfExploitation"] == "ForcedLabour; SexualExploitation"
    assert row.cells["vic_LocationOfExploitation"] == "Tapachula; Tecún Umán"
    assert row.source_id == "uuid:1"


def test_columns_of_any_thing_are_known_by_their_spellings() -> None:
    headers = Headers.of({"name": ("Nombre", "Name"), "phone": ("Teléfono",)})
    table = open_table(
        pieces(csv_of("Línea de ayuda;;\nNOMBRE;Teléfono;Otra\nCasa Luna;1455;x\n")), "", headers
    )
    assert [(row.number, row.cells, row.extra) for row in table] == [
        (3, {"name": "Casa Luna", "phone": "1455"}, {"Otra": "x"})
    ]
    with pytest.raises(ValueError, match="two fields"):
        Headers.of({"name": ("Nombre",), "other": ("nombre",)})
