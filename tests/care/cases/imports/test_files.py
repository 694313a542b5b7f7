"""The files of the field: the IOM's workbooks, answers of its form in both spellings, dirty ones, refused ones."""

import csv
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from bringing import again, bring, csv_of, receive, staged
from samples import answered

from cast import Cast
from contratrata.care.cases.models import Case, Identity, Person
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.scope import acting
from contratrata.ground.imports import queries
from contratrata.ground.vault import public as vault

SHARED = Path(__file__).resolve().parents[5] / "shared" / "data" / "htcds"
needs_standard = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the HTCDS files are not at ../shared/data/htcds"
)
WORKBOOKS = (
    "HTCDS Excel Spreadsheet v2.0.xlsx",
    "HTCDS Excel Spreadsheet single select with validation v2.0.xlsx",
)
HEAD = "prs_FirstName;prs_SecondName;prs_Citizenship;vic_TypeOfExploitation"


@needs_standard
@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_blank_workbook_is_told_in_words(cast: Cast, name: str) -> None:
    one = staged(cast.ana, (SHARED / name).read_bytes(), name)
    assert one.state == "failed"
    assert "ninguna fila" in one.problem


@needs_standard
@pytest.mark.filterwarnings(
    "ignore:Data Validation extension:UserWarning"
)  # of openpyxl, which writes it here
@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_filled_workbook_comes_in(cast: Cast, name: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO((SHARED / name).read_bytes()))
    sheet = next(s for s in book.worksheets if s.title.lower() not in ("about", "validation"))
    names = {cell.value: cell.column for cell in sheet[1] if cell.value}
    values = {
        "prs_FirstName": "Dunia", "prs_First_Name": "Dunia", "prs_SecondName": "Orellana Funes",
        "prs_Second_Name": "Orellana Funes", "prs_Citizenship": "Honduras", "prs_Gender": "Feminine",
        "vic_TypeOfExploitation": "ForcedLabour", "vic_TraffickingStatus": "PossibleVictimOfTrafficking",
        "cas_Status": "Active",
    }  # fmt: skip
    for field, value in values.items():
        if field in names:
            sheet.cell(3, names[field], value)
    out = io.BytesIO()
    book.save(out)
    bring(cast.ana, out.getvalue(), name)
    with acting(cast.ana.scope):
        case = Case.objects.select_related("person").get()
        data = Identity.objects.get().open(vault.open_subject(case.person.subject_id))
        assert (data["given_names"], data["first_surname"]) == ("Dunia", "Orellana")
        assert (case.person.citizenships, case.person.gender) == (["HND"], "feminine")
        assert answered() == {("type_of_exploitation", "forced_labour", True)}
        assert case.assertions.get().status == "possible_victim"


def _form() -> tuple[list[str], dict[str, list[str]]]:
    """The questions of the XLSForm in order (with their groups) and the choices of each list."""
    book = openpyxl.load_workbook(io.BytesIO((SHARED / "htcds_xlsform.xlsx").read_bytes()))
    survey = [[cell.value for cell in row] for row in book["survey"].rows]
    type_at, name_at = survey[0].index("type"), survey[0].index("name")
    choices: dict[str, list[str]] = {}
    rows = [[cell.value for cell in row] for row in book["choices"].rows]
    list_at, code_at = rows[0].index("list_name"), rows[0].index("name")
    for row in rows[1:]:
        if row[list_at]:
            choices.setdefault(str(row[list_at]), []).append(str(row[code_at]))
    questions, groups = [], []
    for row in survey[1:]:
        kind, name = str(row[type_at] or ""), str(row[name_at] or "")
        if kind.startswith(("begin_", "begin ")):
            groups.append(name)
        elif kind.startswith(("end_", "end ")):
            groups.pop()
        elif kind:
            questions.append("/".join([*groups, name]) + f"|{kind}")
    return questions, choices


@needs_standard
@pytest.mark.parametrize("grouped", [True, False])
def test_answers_of_the_form_come_in(cast: Cast, grouped: bool) -> None:
    questions, choices = _form()
    answers: dict[str, str] = {}
    picked: dict[str, list[str]] = {}
    for question in questions:
        path, _bar, kind = question.partition("|")
        name = path.split("/")[-1]
        head, _space, listed = kind.partition(" ")
        codes = choices.get(listed.strip(), [])
        if head == "select_multiple":
            picked[name] = codes[:2]
            answers[path if grouped else name] = " ".join(codes[:2])  # ODK: spaces between values
        elif head == "select_one":
            picked[name] = codes[:1]
            answers[path if grouped else name] = codes[0]
        elif "FirstName" in name or "First_Name" in name:
            answers[path if grouped else name] = "Ixchel"
        elif "SecondName" in name or "Second_Name" in name:
            answers[path if grouped else name] = "Caal"
        elif head == "text" and "Citizenship" in name:
            answers[path if grouped else name] = "GTM"
    answers |= {"_uuid": "0f2c9d3e-demo", "_submission_time": "2026-03-04T10:00:00", "__version__": "v1"}
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(answers))
    writer.writeheader()
    writer.writerow(answers)
    one = bring(cast.ana, out.getvalue().encode(), "respuestas.csv", with_asked=True)
    with acting(cast.ana.scope):
        row = one.rows.get()
        assert row.made_id, (row.outcome, row.problem, row.findings)
        case = Case.objects.get()
        assert case.registered_at.date().isoformat() == "2026-03-04"
        by_vocabulary: dict[str, set[str]] = {}
        for key, code, _yes in answered():
            by_vocabulary.setdefault(key, set()).add(code)
        several = {name: codes for name, codes in picked.items() if len(codes) == 2}
        for field, key in (
            ("vic_TypeOfExploitation", "type_of_exploitation"),
            ("vic_MethodsOfControl", "method_of_control"),
        ):
            if any(name.replace("_", "") == field.replace("_", "") for name in several):
                assert len(by_vocabulary.get(key, set())) == 2, (field, by_vocabulary, row.findings)


@pytest.mark.parametrize(
    ("written", "encoding", "code"),
    [
        ("NICARAGUENSE", "utf-8", "NIC"),
        ("Rep?blica Dominicana", "utf-8", "DOM"),
        ("República Dominicana", "cp1252", "DOM"),
        ("México", "utf-8-sig", "MEX"),
        ("Ciudadanos de su pa?s", "utf-8", "GTM"),
        ("Venezuela (Bolivarian Republic of)", "utf-8", "VEN"),
        ("EL SALVADOR", "utf-16", "SLV"),
    ],
)
def test_dirty_countries_and_encodings(cast: Cast, written: str, encoding: str, code: str) -> None:
    bring(
        cast.ana, csv_of(HEAD, f'Dunia;Núñez;{written};"ForcedLabour; SexualExploitation"', encoding=encoding)
    )
    with acting(cast.ana.scope):
        person = Person.objects.get()
        assert person.citizenships == [code]
        sealer = vault.open_subject(person.subject_id)
        assert Identity.objects.get().open(sealer, "first_surname") == {"first_surname": "Núñez"}


def test_what_nobody_can_know_is_asked(cast: Cast) -> None:
    one = staged(cast.ana, csv_of(HEAD, "Dunia;Funes;Guinea o Congo;ForcedLabour"))
    with acting(cast.ana.scope):
        assert queries.counts(one)["asked"] == 1
        assert one.rows.get().findings == ["prs_Citizenship:asked"]


def _xlsx(
    rows: list[list[object]], *, merge: str = "", formula: tuple[str, str, object] | None = None
) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for at, cells in enumerate(rows):
            sheet.write_row(at, 0, cells)
        if formula:
            sheet.write_formula(formula[0], formula[1], None, formula[2])
        if merge:
            sheet.merge_range(merge, "GTM")
    return out.getvalue()


def _with(content: bytes, name: str, data: bytes) -> bytes:
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


COLUMNS: list[object] = HEAD.split(";")
PLAIN = _xlsx([COLUMNS, ["Dunia", "Funes", "HND", "ForcedLabour"]])


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("foto.xlsx", b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "no es una hoja de cálculo"),
        ("contrato.pdf", b"%PDF-1.7\n" + b"\x00" * 100, "no es una hoja de cálculo"),
        (
            "pagina.xls",
            b"<!doctype html><html><table><tr><td>prs_FirstName</td></tr></table></html>",
            "página web",
        ),
        ("viejo.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, ".xls"),
        ("macros.xlsm", _with(PLAIN, "xl/vbaProject.bin", b"x"), "macros"),
        ("bomba.xlsx", _with(PLAIN, "xl/media/a.bin", b"\x00" * (64 << 20)), "comprime"),
        ("roto.xlsx", PLAIN[: len(PLAIN) // 2], "dañado"),
        ("titulos.csv", HEAD.encode(), "ninguna fila"),
        ("otra.csv", b"producto;precio;cantidad\r\npan;2;3", "No se reconocen las columnas"),
    ],
)
def test_what_is_refused_is_told(cast: Cast, name: str, content: bytes, words: str) -> None:
    one = staged(cast.ana, content, name)
    assert one.state == "failed"
    assert words in one.problem
    with acting(cast.ana.scope):
        assert one.rows.count() == 0


def test_an_empty_file_is_not_taken(cast: Cast) -> None:
    with pytest.raises(DomainError, match="vacío") as caught:
        receive(cast.ana, b"")
    assert caught.value.field == "file"


def test_more_than_a_hundred_megabytes_are_not_taken(cast: Cast) -> None:
    with pytest.raises(DomainError, match="100 MB") as caught:
        receive(cast.ana, (b"\x00" * (8 << 20) for _piece in range(13)))
    assert caught.value.field == "file"


def test_formulas_and_merged_cells_are_noticed(cast: Cast) -> None:
    rows = [COLUMNS, ["Dunia", "Funes", "", "ForcedLabour"], ["Keyla", "Pineda", "HND", "Servitude"]]
    valued = staged(cast.ana, _xlsx(rows, formula=("C2", '="H"&"ND"', "HND")), "f.xlsx")
    with acting(cast.ana.scope):
        assert queries.counts(valued)["repaired"] == 1
    unvalued = staged(cast.ana, _xlsx(rows, formula=("C2", '="H"&"ND"', "")), "g.xlsx")
    with acting(cast.ana.scope):
        assert queries.counts(unvalued)["asked"] == 1
    merged = staged(cast.ana, _xlsx(rows, merge="C2:C3"), "m.xlsx")
    with acting(cast.ana.scope):
        assert queries.counts(merged)["asked"] == 2


def test_the_name_of_the_file_does_not_decide(cast: Cast) -> None:
    one = again(cast.ana, staged(cast.ana, PLAIN, "registro.csv"))
    assert (one.state, one.kind) == ("staged", "xlsx")
