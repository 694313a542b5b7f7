"""The drawings themselves: whole, inside their frame at both widths, told apart without colour."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from django.utils import translation

from contratrata.ground.charts.bars import Bars, Shares
from contratrata.ground.charts.data import Column, Data, Row
from contratrata.ground.charts.figures import Figure
from contratrata.ground.charts.flows import Flow, FlowMap, region
from contratrata.ground.charts.lines import sparkline
from contratrata.ground.charts.showcase import COUNTRIES, INSIDE, example_context
from contratrata.ground.charts.strips import Place, Span, Strip
from contratrata.ground.charts.svg import (
    NARROW,
    SMALL,
    TEXT,
    WIDTHS,
    Canvas,
    letters,
    shortened,
    ticks,
    wrapped,
)
from contratrata.ground.charts.tables import Heat
from contratrata.ground.charts.values import Few, Of, Protected


@pytest.fixture(autouse=True)
def _spanish() -> Iterator[None]:
    with translation.override("es"):
        yield


def drawn() -> list[tuple[Figure, int]]:
    with translation.override("es"):
        figures = [one for _title, some in example_context()["groups"] for one in some]
    return [
        (one, width)
        for one in figures
        if one.data.rows and not one.is_table
        for width in (NARROW, WIDTHS[one.drawing.size])
    ]


DRAWN = pytest.mark.parametrize(
    ("one", "width"), drawn(), ids=lambda value: getattr(value, "key", str(value))
)


def tree(one: Figure, width: int) -> ET.Element:
    return ET.fromstring(  # noqa: S314 - our own, made a line before
        one.paint(width).svg("t", "d", "x")
    )


@DRAWN
def test_it_is_whole_named_and_without_style(one: Figure, width: int) -> None:
    svg = tree(one, width)
    assert svg.get("role") == "img"
    assert [child.tag for child in svg][:2] == ["title", "desc"]
    allowed = {"svg", "title", "desc", "defs", "pattern", "path", "rect", "circle", "text"}
    assert {node.tag for node in svg.iter()} <= allowed
    assert not any(
        "style" in node.attrib or any(a.startswith("on") for a in node.attrib) for node in svg.iter()
    )


@DRAWN
def test_no_word_leaves_the_frame(one: Figure, width: int) -> None:
    out = []
    for node in tree(one, width).iter("text"):
        css = (node.get("class") or "").split()
        wide = letters(node.text or "", SMALL if "ts" in css else TEXT, bold="tb" in css)
        left = float(node.get("x") or 0) - (wide if "te" in css else wide / 2 if "tm" in css else 0)
        if left < -3 or left + wide > width + 3:
            out.append((node.text, left, wide))
    assert out == []


@DRAWN
def test_every_pattern_that_is_used_is_there(one: Figure, width: int) -> None:
    source = one.paint(width).svg("t", "d", "x")
    assert set(re.findall(r"url\(#([^)]+)\)", source)) == set(re.findall(r'<pattern id="([^"]+)"', source))


@pytest.mark.parametrize("series", ["0", "2", "3", "4", "hatch"])
def test_a_colour_never_stands_without_its_pattern(series: str) -> None:
    canvas = Canvas("k", 680)
    canvas.bar(0, 0, 10, 10, series)
    assert f"url(#k-680-{series})" in canvas.body()


def test_at_most_four_kinds() -> None:
    columns = [Column(key, key) for key in "abcde"]
    bars = Bars(Data("f", columns, (Row("r", "r", (1, 2, 3, 4, 5)),)), "abcde")
    with pytest.raises(ValueError, match="four"):
        bars.paint(Canvas("k", 680))


def test_a_goal_is_dotted_and_named() -> None:
    table = Data("f", [Column("n", "n"), Column("a", "a")], (Row("r", "r", (5, 5)),))
    canvas = Canvas("k", 680)
    Shares(table, ("a",), "n", goal=80).paint(canvas)
    assert "Meta: 80" in canvas.body()
    assert 'class="goalline"' in canvas.body()


@pytest.mark.parametrize(
    ("highest", "steps"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (3, [0, 1, 2, 3]),
        (6, [0, 2, 4, 6]),
        (100, [0, 25, 50, 75, 100]),
        (140, [0, 50, 100, 150]),
    ],
)
def test_the_axis_begins_at_nothing_and_ends_round(highest: float, steps: list[float]) -> None:
    assert list(ticks(highest)) == steps


def test_long_words_are_cut_and_nothing_is_lost() -> None:
    assert wrapped("Comisión Interinstitucional", 100) == ("Comisión", "Interinstituc-", "ional")
    assert "".join(wrapped("x" * 90, 100)).replace("-", "") == "x" * 90
    assert shortened("Persona A", 20) == ""
    assert shortened("Persona A", 60).endswith("…")
    assert shortened("Persona A", 600) == "Persona A"


def test_the_map_is_the_region_s_and_says_where_it_is_from() -> None:
    shape = region()
    assert "Natural Earth" in shape["source"]
    assert len(json.dumps(shape)) < 20_000
    assert all("at" in shape["countries"][code] for code in (*INSIDE, "MX", "CO", "BZ"))


def flows(*some: Flow) -> str:
    canvas = Canvas("k", 680)
    FlowMap(some, COUNTRIES, "Víctimas").paint(canvas)
    return canvas.body()


def test_arrows_are_numbered_as_the_list_and_the_list_is_in_order() -> None:
    one = FlowMap([Flow("SV", "GT", Few()), Flow("NI", "CR", 6), Flow("HN", "GT", 40)], COUNTRIES, "Víctimas")
    assert [row.key for row in one.data.rows] == ["HN-GT", "NI-CR", "SV-GT"]
    canvas = Canvas("k", 680)
    one.paint(canvas)
    assert re.findall(r'class="tm tb">(\d+)<', canvas.body()) == ["1", "2", "3"]


def test_few_is_dotted_protected_dashed_and_neither_wide() -> None:
    body = flows(Flow("NI", "CR", 40), Flow("SV", "GT", Few()), Flow("HN", "GT", Protected()))
    assert re.findall(r'class="flow flow--(\w+)" stroke-width="([\d.]+)"', body) == [
        ("few", "2.4"),
        ("protected", "2.4"),
        ("few", "2.4"),
        ("protected", "2.4"),
    ]


def test_there_and_back_do_not_lie_on_each_other() -> None:
    ways = re.findall(r'<path d="(M[^"]*Q[^"]*)"', flows(Flow("NI", "CR", 9), Flow("CR", "NI", 9)))
    middles = [re.findall(r"Q([\d.]+) ([\d.]+)", way)[0] for way in ways]
    assert len(set(middles)) == 2


def test_a_country_that_is_not_on_the_map_stands_in_the_list_alone() -> None:
    one = FlowMap([Flow("DO", "ES", 9)], COUNTRIES, "Víctimas")
    assert one.data.rows[0].label == "República Dominicana → España"
    assert "Q" not in flows(Flow("DO", "ES", 9))


TODAY = dt.date(2026, 11, 25)


@pytest.mark.parametrize(
    ("span", "free"),
    [
        (Span("taken", "a"), [0, 0, 0]),
        (Span("taken", "a", None, TODAY), [0, 1, 1]),
        (Span("reserved", "a", TODAY + dt.timedelta(days=2)), [1, 1, 0]),
        (Span("out", "a", TODAY + dt.timedelta(days=1), TODAY + dt.timedelta(days=1)), [1, 0, 1]),
        (Span("taken", "a", None, TODAY - dt.timedelta(days=1)), [1, 1, 1]),
    ],
)
def test_both_ends_of_a_stay_are_nights_in_it(span: Span, free: list[int]) -> None:
    strip = Strip([Place("1", "Cama 1", (span,))], TODAY, days=3)
    assert strip.data.numbers("free") == free
    assert "Cama 1: " in strip.describe()


def test_under_what_is_needed_and_over_a_limit_is_said_in_words() -> None:
    heat = Heat(Data("f", (Column("a", "a"), Column("b", "b")), (Row("r", "r", (Of(2, 3), Of(3, 3))),)))
    [(_label, _note, _strong, (under, enough))] = heat.lines()
    assert (under.css, under.aside) == ("is-under", "bajo el mínimo")
    assert (enough.css, enough.aside) == ("h1", "")
    hours = Heat(Data("f", (Column("a", "a"), Column("b", "b")), (Row("r", "r", (40, 41)),)), limit=40)
    assert [cell.aside for cell in hours.lines()[0][3]] == ["", "pasa del límite"]
    assert hours.over(hours.data) == 1


def test_a_sparkline_breaks_where_a_number_is_hidden() -> None:
    assert sparkline([1, 2, Few(), 4], "x").count("M") == 2
    assert sparkline([Few(), None], "x") == ""
