"""The map of states: a mark in each country that has one, its word in the key and in the table."""

import math
import re

from django.utils import translation

from contratrata.ground.charts.data import Column, Data, Row
from contratrata.ground.charts.maps import StateMap, nearness
from contratrata.ground.charts.marks import ADOPTED, ADOPTION, BORN_HERE, DROPPED
from contratrata.ground.charts.svg import NARROW, Canvas
from contratrata.ground.charts.tables import Matrix


def drawn(*rows: Row, width: int = NARROW) -> str:
    """The map of these countries, as it is painted."""
    with translation.override("es"):
        data = Data("País", (Column("state", "Hasta dónde"),), rows)
        canvas = Canvas("x", width)
        StateMap(data, "state", ADOPTION).paint(canvas)
        return str(canvas.body())


def test_each_country_is_marked_at_its_middle_and_the_key_says_what_stands_there_only() -> None:
    svg = drawn(
        Row("CR", "Costa Rica", (BORN_HERE,)), Row("PA", "Panamá", (ADOPTED,)), Row("MX", "México", (None,))
    )
    assert svg.count("land land--in") == 2
    assert "nació aquí" in svg
    assert "adoptada" in svg
    assert "la dejó" not in svg
    assert len(re.findall(r'<circle[^>]*class="edge land"', svg)) == 2


def test_a_country_that_the_map_has_not_stands_in_the_table_alone() -> None:
    svg = drawn(Row("AR", "Argentina", (DROPPED,)))
    assert 'class="edge land"' not in svg
    assert "la dejó" in svg


def test_the_nearest_is_home_and_what_is_unknown_is_far() -> None:
    ranked = sorted(["MX", "PA", "GT", "AR", "SV"], key=lambda other: nearness("GT", other))
    assert ranked == ["GT", "SV", "MX", "PA", "AR"]
    assert nearness("GT", "AR") == math.inf
    assert nearness("AR", "AR") == 0


def test_the_row_of_a_matrix_leads_where_it_is_told_and_its_name_is_escaped() -> None:
    data = Data(
        "Práctica", (Column("CR", "Costa Rica"),), [Row("1", "<b>Mesa</b>", (ADOPTED,), url="/practicas/1/")]
    )
    html = Matrix(data, ADOPTION).html("k", "c")
    assert '<a href="/practicas/1/">&lt;b&gt;Mesa&lt;/b&gt;</a>' in html
