"""The map of the region under a drawing, and numbers that stand in its countries.

It is Natural Earth's, cut to the region (`region.json`, made by `tools/region_map.py`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from .data import Column, Data, Row
from .drawings import Described, Size
from .svg import Canvas, element, letters
from .values import Value, short_words

Point = tuple[float, float]


@cache
def region() -> dict[str, Any]:
    """The map: its source, its size and, a country's two letters each, its outline and where its name stands."""
    result: dict[str, Any] = json.loads(Path(__file__).with_name("region.json").read_text(encoding="utf-8"))
    return result


def land(canvas: Canvas, y: float, inside: Sequence[str]) -> float:
    """The countries, those inside a little darker, cut off at the frame; gives how high they stand."""
    shape = region()
    height: float = shape["height"] * canvas.width / shape["width"]
    drawn = [
        element("path", d=country["d"], css="land land--in" if code in inside else "land")
        for code, country in shape["countries"].items()
    ]
    canvas.add(
        "svg",
        format_html_join("", "{}", ((country,) for country in drawn)),
        y=y,
        width=canvas.width,
        height=height,
        viewBox=f"0 0 {shape['width']} {shape['height']}",
    )
    return height


class Region:
    """What drawings on the map have in common. `names` by two letters; `inside`: countries a little darker."""

    names: Mapping[str, str]
    inside: Sequence[str]

    def _places(self, scale: float, y: float) -> dict[str, Point]:
        shapes = region()["countries"]
        return {c: (s["at"][0] * scale, y + s["at"][1] * scale) for c, s in shapes.items() if "at" in s}

    def _name(self, canvas: Canvas, code: str, y: float, scale: float) -> tuple[float, float, str]:
        """Where a country's name stands, inside the frame: x, base line, looks."""
        anchor, x, at = region()["countries"][code]["name"]
        wide = letters(self.names[code])
        left = {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        x = min(max(x * scale, left), canvas.width - wide + left)
        at = min(y + at * scale, y + region()["height"] * scale - 6)
        return x, at, {"end": "te halo", "middle": "tm halo", "start": "halo"}[anchor]


@dataclass(frozen=True)
class CountryMap(Region, Described):
    """A number in each country, by its two letters; one that the map has not stands in the table alone."""

    numbers: Mapping[str, Value]
    names: Mapping[str, str]
    label: str
    size: Size = "half"
    column: str = "n"

    @property
    def inside(self) -> Sequence[str]:  # type: ignore[override]
        """The countries that have a number."""
        return tuple(self.numbers)

    @property
    def data(self) -> Data:
        """The countries, most first."""
        rows = [Row(code, self.names[code], (value,)) for code, value in self.numbers.items()]
        return Data(_("País"), (Column(self.column, self.label),), rows).ranked(self.column)

    def paint(self, canvas: Canvas) -> None:
        """Land, numbers; names where there is room for letters."""
        shape = region()
        scale = canvas.width / shape["width"]
        height = land(canvas, 0.0, self.inside)
        radius = 11.0 if canvas.narrow else 13.0
        for code, (x, y) in self._places(scale, 0.0).items():
            if code not in self.numbers:
                continue
            canvas.add("circle", cx=x, cy=y, r=radius, css="f1 edge")
            canvas.text(x, y + 5, short_words(self.numbers[code]), "tm tw ts")
            if not canvas.narrow:
                at_x, at_y, css = self._name(canvas, code, 0.0, scale)
                aside = {"te": -radius, "halo": radius}.get(css.split()[0], 0.0)
                below = radius if not aside and at_y > y else -radius if not aside else 0.0
                canvas.text(
                    min(max(at_x + aside, 0.0), canvas.width), at_y + below * 0.7, self.names[code], css
                )
        canvas.grow(height)
