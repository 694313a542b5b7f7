"""A figure's sentence, drawing, description and table are one set of values said four times."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape

import pytest
from django.template import Context, Template
from django.utils import translation

from contratrata.ground.charts.bars import Bars, Shares
from contratrata.ground.charts.data import Column, Data, Ref, Row
from contratrata.ground.charts.figures import Figure
from contratrata.ground.charts.showcase import example_context
from contratrata.ground.charts.values import Few, Of, Protected, words


@pytest.fixture(autouse=True)
def _spanish() -> Iterator[None]:
    with translation.override("es"):
        yield


def data(*values: object, unit: str = "") -> Data:
    rows = [Row(f"r{n}", f"Fila {n}", (value,)) for n, value in enumerate(values)]
    return Data("Fila", (Column("n", "Personas", unit),), rows)


def figure(table: Data, **changes: object) -> Figure:
    settings = {"cells": {"first": Ref("r0", "n")}, "counted": "De 9 personas."} | changes
    return Figure("f", "¿Cuántas?", "Son {first}.", Bars(table, ("n",)), **settings)


def shown(one: Figure, **options: object) -> str:
    flags = " ".join(f"{key}={value}" for key, value in options.items())
    return Template(f"{{% load charts %}}{{% figure one {flags} %}}").render(Context({"one": one}))


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def cells_of(html: str) -> set[str]:
    return {
        plain(cell).replace("\u00a0", " ") for cell in re.findall(r"<td[^>]*>(.*?)</td>", html, re.DOTALL)
    }


def every() -> list[Figure]:
    with translation.override("es"):
        return [one for _title, figures in example_context()["groups"] for one in figures]


@pytest.mark.parametrize("one", every(), ids=lambda one: one.key)
def test_the_numbers_of_the_sentence_stand_in_the_table(one: Figure) -> None:
    numbers = [plain(bold).replace("\u00a0", " ") for bold in re.findall(r"<b>(.*?)</b>", one.sentence())]
    cells = {words(value).replace("\u00a0", " ") for row in one.data.rows for value in row.values}
    counted = {str(cell(one.data)) for cell in one.cells.values() if callable(cell)}
    assert bool(numbers) == bool(one.data.rows and None not in one.cells.values())
    for number in numbers:
        parts = [number] if number in cells else re.split(r" de cada 100| de ", number)
        assert [part for part in parts if part and part not in cells | counted] == []


@pytest.mark.parametrize("one", every(), ids=lambda one: one.key)
def test_every_value_stands_in_the_table_and_in_the_description(one: Figure) -> None:
    html = shown(one)
    values = {
        words(v, c.unit)
        for r in one.data.rows
        for v, c in zip(r.values, one.data.columns, strict=True)
        if v is not None
    }
    described = unescape(" ".join(re.findall(r"<desc[^>]*>(.*?)</desc>", html)))
    assert [value for value in values if not one.is_table and value not in described] == []
    assert [value for value in values if value not in unescape(html)] == []
    assert [row.label for row in one.data.rows if row.label not in unescape(html)] == []


def test_one_value_changes_sentence_table_drawing_and_description_together() -> None:
    before, after = (shown(figure(data(value, 40))) for value in (12, 31))
    for html, number, other in ((before, "12", "31"), (after, "31", "12")):
        assert f"Son <b>{number}</b>." in html
        assert cells_of(html) == {number, "40"}
        assert html.count(f"Fila 0: Personas {number}.") == 2  # one description in each of the two forms
        assert other not in plain(html)
    widths = [
        re.findall(r'<rect x="[\d.]+" y="[\d.]+" width="([\d.]+)"', html)[0] for html in (before, after)
    ]
    assert float(widths[1]) / float(widths[0]) == pytest.approx(31 / 12, rel=0.05)


def test_numbers_are_bold_unless_the_sentence_says_what_is() -> None:
    assert figure(data(82, unit="%")).sentence() == "Son <b>82\u00a0%</b>."
    one = replace(figure(data(82, unit="%")), answer="{first.row}: <b>{first.number} de cada 100</b>")
    assert one.sentence() == "Fila 0: <b>82 de cada 100</b>"
    assert replace(one, answer="{first.row}: {first.number}").sentence() == "Fila 0: <b>82</b>"


def test_what_somebody_typed_is_never_markup() -> None:
    hostile = "<script>alert(1)</script>\"'&"
    table = Data(
        hostile, (Column("n", hostile),), (Row("r0", hostile, (3,), hostile), Row("r1", "b", (hostile,)))
    )
    html = shown(
        figure(table, cells={"first": Ref("r1", "n")}, counted=hostile, note=hostile, drawn=hostile),
        fold="False",
    )
    assert "<script" not in html
    assert hostile in unescape(html)


def test_without_rows_it_says_so_and_draws_nothing() -> None:
    html = shown(figure(data()))
    assert "Todavía no hay datos para responder." in html
    assert "<svg" not in html
    assert "<table" not in html
    assert "Nadie todavía." in shown(figure(data(), nothing="Nadie todavía."))


def test_what_the_numbers_are_of_is_always_said() -> None:
    with pytest.raises(ValueError, match="what its numbers are of"):
        figure(data(1), counted=" ")
    assert "De 9 personas." in shown(figure(data(1)))


def test_a_claim_that_cannot_be_made_is_replaced() -> None:
    with pytest.raises(ValueError, match="cell is missing"):
        figure(data(1), cells={"first": None})
    assert figure(data(1), cells={"first": None}, otherwise="No se sabe.").sentence() == "No se sabe."


@pytest.mark.parametrize(
    ("values", "most"),
    [
        ((3, 9, 4), "r1"),
        ((3, 9, 9), None),  # two have as much
        ((), None),
        ((None, 0), None),
        ((9, Protected()), None),  # it could be more
        ((5, Few(5)), "r0"),  # it cannot
        ((4, Few(5)), None),  # it could be as many
        ((2, Of(7, 9)), "r1"),
    ],
)
def test_most_is_claimed_only_when_it_is_so(values: tuple[object, ...], most: str | None) -> None:
    assert data(*values).largest("n") == (Ref(most, "n") if most else None)


def test_ranked_puts_hidden_numbers_after_visible_ones_whatever_they_are() -> None:
    table = data(None, Protected(), 2, Few(), 7).ranked("n")
    assert [row.key for row in table.rows] == ["r4", "r2", "r1", "r3", "r0"]


@pytest.mark.parametrize(
    ("part", "of", "share"),
    [
        (1, 8, 13),
        (1, 3, 33),
        (0, 5, 0),
        (5, 5, 100),
        (0, 0, None),
        (None, 5, None),
        (Few(), 50, "hidden"),
        (3, Protected(), "hidden"),
    ],
)
def test_a_share_is_rounded_and_of_a_hidden_cell_hidden(part: object, of: object, share: object) -> None:
    table = Data("f", (Column("part", "p"), Column("of", "o")), (Row("r", "r", (part, of)),))
    value = table.with_share("share", "%", part="part", of="of").value(Ref("r", "share"))
    assert value == (Protected() if share == "hidden" else share)


def test_a_column_with_a_hidden_part_is_drawn_as_one() -> None:
    columns = [Column(key, key) for key in ("sent", "yes", "no")]

    def drawn(*values: object) -> str:
        one = Shares(Data("f", columns, (Row("r", "r", values),)), ("yes", "no"), "sent")
        return str(Figure("s", "¿?", "{x}", one, "De r.", {"x": Ref("r", "sent")}).paint(680).body())

    assert '"f1"' in drawn(10, 4, 6).split("</text>", 3)[-1]
    assert '"f1"' not in drawn(10, 4, Few()).split("</text>", 3)[-1]


def test_hidden_numbers_are_marked_and_explained_only_where_there_are_any() -> None:
    html = shown(figure(data(9, Few(), Protected())))
    assert 'class="ct-few"' in html
    assert "el número es de 1 a 4" in html
    assert "se oculta para que no se pueda restar" in html
    assert "ct-few" not in shown(figure(data(9)))


def test_a_table_that_does_not_fit_together_is_refused() -> None:
    with pytest.raises(ValueError, match="2 values for 1 columns"):
        Data("f", (Column("n", "n"),), (Row("r", "r", (1, 2)),))
    with pytest.raises(ValueError, match="stands twice"):
        Data("f", (Column("n", "n"),), (Row("r", "r", (1,)), Row("r", "r", (2,))))
    with pytest.raises(KeyError):
        data(1).value(Ref("r9", "n"))


def test_numbers_are_written_as_the_language_does() -> None:
    assert [words(v) for v in (1037, 2.5, 3.0, None)] == ["1,037", "2.5", "3", "sin dato"]
    assert words(82, "%") == "82\u00a0%"
    with translation.override("en"):
        assert words(82, "%") == "82%"
        assert words(Few()) == "fewer than 5"
