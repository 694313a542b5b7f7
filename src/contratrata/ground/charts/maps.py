"""A map of states: in each country its mark, at the middle of the country; the table beside it says every word."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html_join

from .data import Data
from .drawings import Described, Size
from .land import land, region
from .marks import GLYPHS
from .svg import Canvas, element, letters
from .values import State


@dataclass(frozen=True)
class StateMap(Described):
    """Countries with the mark of their state. Rows of `data` are keyed by the two letters of a country.

    `column` holds the state; `states` is the key, in its order. A country that the map has not stands in the table
    alone; so does one without a state.
    """

    data: Data
    column: str
    states: Sequence[State]
    size: Size = "wide"

    def paint(self, canvas: Canvas) -> None:
        """The key, the land (darker where there is a state), the marks."""
        at = self.data.index(self.column)
        result = {row.key: value for row in self.data.rows if isinstance(value := row.values[at], State)}
        y = self._key(canvas, [state for state in self.states if state in result.values()])
        height = land(canvas, y, [*result])
        shape = region()
        scale = canvas.width / shape["width"]
        side = 18.0 if canvas.narrow else 26.0
        for code, state in result.items():
            place = shape["countries"].get(code, {}).get("at")
            if place:
                canvas.add(
                    "circle", cx=place[0] * scale, cy=y + place[1] * scale, r=side * 0.56, css="edge land"
                )
                _mark(canvas, state, place[0] * scale - side / 2, y + place[1] * scale - side / 2, side)
        canvas.grow(y + height)

    def _key(self, canvas: Canvas, states: Sequence[State]) -> float:
        x, y = 0.0, 0.0
        for state in states:
            wide = 28 + letters(str(state.word), canvas.small)
            if x and x + wide > canvas.width:
                x, y = 0.0, y + 24
            _mark(canvas, state, x, y, 18.0)
            canvas.text(x + 24, y + 14, str(state.word), "ts")
            x += wide + 18
        return y + 30 if states else y


def _mark(canvas: Canvas, state: State, x: float, y: float, side: float) -> None:
    shapes = [
        element(str(shape["name"]), **{key: value for key, value in shape.items() if key != "name"})
        for shape in GLYPHS[state.glyph]
    ]
    canvas.add(
        "svg",
        format_html_join("", "{}", ((shape,) for shape in shapes)),
        x=float(x), y=float(y), width=side, height=side, viewBox="0 0 20 20",
    )  # fmt: skip


def nearness(home: str, other: str) -> float:
    """How far apart two countries of the map are, by their two letters; 0 at home, without end where one is unknown."""
    shapes = region()["countries"]
    here, there = shapes.get(home, {}).get("at"), shapes.get(other, {}).get("at")
    if home == other:
        return 0.0
    return math.dist(here, there) if here and there else math.inf
