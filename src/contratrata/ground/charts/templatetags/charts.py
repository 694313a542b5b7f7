"""`{% figure f %}` and what stands beside figures."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString

from contratrata.ground.charts.data import Column, Row
from contratrata.ground.charts.figures import Figure
from contratrata.ground.charts.lines import sparkline
from contratrata.ground.charts.values import Value, cell_html

register = template.Library()


@register.inclusion_tag("charts/figure.html")
def figure(figure: Figure, level: int = 2, *, fold: bool = True, headed: bool = True) -> dict[str, object]:
    """A figure whole: question as a heading of that level, answer, drawing, table (in a fold unless told).

    Not `headed` where the question is the heading of the page.
    """
    return {"figure": figure, "level": level, "fold": fold, "headed": headed}


@register.inclusion_tag("charts/table.html")
def figure_table(figure: Figure) -> dict[str, object]:
    """The table of a figure; it stays a table at a phone."""
    return {"figure": figure}


@register.filter
def cells(row: Row, columns: Sequence[Column]) -> list[SafeString | str]:
    """The cells of a row as the table shows them."""
    return [cell_html(value, column.unit) for value, column in zip(row.values, columns, strict=True)]


@register.simple_tag
def spark(numbers: Sequence[Value], description: str) -> SafeString:
    """A line as high as a word; `description` says what it shows."""
    return sparkline(numbers, description)
