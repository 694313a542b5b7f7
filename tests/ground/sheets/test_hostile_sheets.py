"""Files that mean harm, or are damaged: read or refused with words, never at this process's cost."""

import io
import os
import random
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Iterable

import openpyxl
import pytest
from sheet_files import HEADER, ROW, csv_of, pieces, refusal, rows_of, table_of, xlsx, zipped

from contratrata.ground.sheets import child, problems, reading
from contratrata.ground.sheets.public import (
    FileProblem,
    Flag,
    open_book,
)


@pytest.mark.parametrize("rounds", [20, pytest.param(400, marks=pytest.mark.proof)])
def test_a_damaged_workbook_is_read_or_refused_never_a_fault(rounds: int) -> None:
    whole = xlsx(HEADER, *[ROW] * 20).getvalue()
    chance = random.Random(rounds)
    refused = 0
    for _ in range(rounds):  # each is a process of its own
        damaged = bytearray(whole)
        for _ in range(chance.randrange(1, 6)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            rows_of(io.BytesIO(damaged), "casos.xlsx")
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
    return zipped(
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
    file = xlsx(HEADER, *[["ZZZ"] * 4] * 100)
    assert TOO_MUCH in refusal(_changed(file, "sharedStrings.xml", ("ZZZ", "Z" * size)), "casos.xlsx")


@pytest.mark.parametrize("cell", [' t = "s"><v>4</v>', " t='s'><v>4</v>", ' t="s"><v a=">">4</v>'])
def test_a_cell_written_otherwise_hides_no_long_string(cell: str) -> None:
    file = _changed(xlsx(HEADER, *[["ZZZ"] * 4] * 100), "sharedStrings.xml", ("ZZZ", "Z" * 120_000))
    assert TOO_MUCH in refusal(_changed(file, "sheet1.xml", (' t="s"><v>4</v>', cell)), "casos.xlsx")


def _bounded(file: io.BytesIO) -> None:
    """Read within bounds or refused in words, and this process never held much of it."""
    tracemalloc.start()
    try:
        held = 0
        for row in table_of(file, "casos.xlsx"):
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
    file = _changed(xlsx(HEADER, *[["ZZZ"] * 4] * 100), "sharedStrings.xml", ("ZZZ", "Z" * 120_000))
    _bounded(_changed(file, "sheet1.xml", ("<v>4</v>", f"<v>{index}</v>")))


def test_parts_of_the_same_name_entities_and_definitions_cost_this_process_nothing() -> None:
    twice = xlsx(HEADER, ROW)
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
        _bounded(_changed(xlsx(HEADER, ROW), ending, change))


#: Each names the one before ten times: a thousand million letters.
_ENTITIES = '<!ENTITY z0 "zzzzzzzzzz">' + "".join(
    f'<!ENTITY z{n} "{f"&z{n - 1};" * 10}">' for n in range(1, 10)
)


def test_merged_cells_are_bounded_by_the_rows_that_were_read() -> None:
    def merging(count: int) -> io.BytesIO:
        cells = "".join(f'<mergeCell ref="A{row + 2}:B1048576"/>' for row in range(count))
        whole = ("</sheetData>", f"</sheetData><mergeCells>{cells}</mergeCells>")
        return _changed(xlsx(HEADER, ROW, ROW), "sheet1.xml", whole)

    assert [row.flags for row in rows_of(merging(40), "casos.xlsx")] == [{Flag.MERGED: ()}] * 2
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
    assert TOO_MUCH in refusal(_ods(row), "casos.ods")


def test_refuses_a_document_whose_last_row_or_column_is_far() -> None:
    cell = _ods_cell("x")
    gap = '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row>'
    assert "100 000 filas" in refusal(_ods(gap, f"<table:table-row>{cell}</table:table-row>"), "casos.ods")
    empty = '<table:table-cell table:number-columns-repeated="16000"/>'
    wide = f"<table:table-row>{empty}{cell}</table:table-row>"
    assert "200 columnas" in refusal(_ods(wide), "casos.ods")


def test_the_empty_rows_that_end_a_document_are_none() -> None:
    row = f"<table:table-row>{_ods_cell('Wendy')}</table:table-row>"
    empty = '<table:table-cell table:style-name="ce1" table:number-columns-repeated="16384"/>'
    end = f'<table:table-row table:number-rows-repeated="1048574">{empty}</table:table-row>'
    assert [one.cells for one in rows_of(_ods(row, end), "casos.ods")] == [{"prs_FirstName": "Wendy"}]


def test_an_honest_file_with_much_text_is_read() -> None:
    values = "Contó que la llevaron con engaños y que no la dejaban salir. " * 80
    file = xlsx([*HEADER, "Notas"], *([*ROW, f"{number} {values}"] for number in range(3_000)))
    rows = rows_of(file, "casos.xlsx")
    assert len(rows) == 3_000
    assert rows[7].cells["cco_CaseComment"] == f"7 {values}".strip()
    longest = rows_of(xlsx(HEADER, ["ñ" * 32_767, *ROW[1:]]), "casos.xlsx")[0]
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
    assert "ocupa demasiado al abrirse" in refusal(file, "casos.xlsx")


def test_a_long_narrow_sheet_is_none_of_that() -> None:
    """20,000 rows of a few columns are read, whatever their size."""
    assert len(rows_of(xlsx(HEADER, *[ROW] * 20_000), "casos.xlsx")) == 20_000


# --- the process of its own ---


def test_the_child_is_ended_when_it_takes_too_much_memory_or_time(monkeypatch: pytest.MonkeyPatch) -> None:
    file = csv_of("\n".join([",".join(HEADER), *[",".join("abcdefghij" * 19)] * 90_000]))
    for limits in ({"memory": 60 << 20}, {"seconds": 1}):
        with pytest.raises(FileProblem, match="ocupa demasiado"):
            list(reading._lines(pieces(file), only="", **limits))
    monkeypatch.setattr(reading, "PATIENCE", 0.0)
    with pytest.raises(FileProblem, match="ocupa demasiado"):
        table_of(file)


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
    open_book(pieces(csv_of("a,b\n1,2\n")))
    assert seen == [{}]


def test_what_stops_the_content_on_its_way_is_raised_here() -> None:
    def broken() -> Iterable[bytes]:
        yield b"Nombres,Apellidos\n"
        raise FileProblem("El archivo ya no está.")

    with pytest.raises(FileProblem, match="ya no está"):
        open_book(broken)
