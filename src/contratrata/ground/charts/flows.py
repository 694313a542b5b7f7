"""From country to country: a list in order, and a map of the region whose arrows carry the list's numbers.

An arrow goes from country to country and never points at a place.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .data import Column, Data, Row
from .drawings import Described, Size
from .land import Point, Region, land, region
from .svg import Canvas, letters
from .values import Few, Value, hides, number_words, visible, words

#: Widths of an arrow for most, middle and least; a kept number is dotted and thin.
THICK = (10.0, 6.0, 3.0)


@dataclass(frozen=True, slots=True)
class Flow:
    """So many from one country to another, by their two letters; `note` is what the list adds in words."""

    origin: str
    target: str
    value: Value
    note: str = ""

    @property
    def key(self) -> str:
        """Its row in the table: `NI-CR`."""
        return f"{self.origin}-{self.target}"


@dataclass(frozen=True)
class FlowMap(Region, Described):
    """Arrows between countries, numbered as the list. `names` says each country's name by its two letters.

    `inside` are the countries of the network, a little darker. A country that the map has not stands in the
    list alone.
    """

    flows: Sequence[Flow]
    names: dict[str, str]
    label: str
    inside: Sequence[str] = ()
    size: Size = "wide"
    column: str = "n"
    ordered: Sequence[Flow] = field(init=False)

    def __post_init__(self) -> None:
        rank = {
            key: n for n, key in enumerate(r.key for r in self._data(self.flows).ranked(self.column).rows)
        }
        object.__setattr__(self, "ordered", tuple(sorted(self.flows, key=lambda f: rank[f.key])))

    @property
    def data(self) -> Data:
        """The list, most first."""
        return self._data(self.ordered)

    def _data(self, flows: Sequence[Flow]) -> Data:
        rows = [
            Row(f.key, f"{self.names[f.origin]} → {self.names[f.target]}", (f.value,), f.note) for f in flows
        ]
        return Data(_("Ruta"), (Column(self.column, self.label),), rows, numbered=True)

    def bounds(self) -> tuple[float, float]:
        """From which number on an arrow is thick, and middling: round parts of the largest."""
        most = max((visible(flow.value) or 0.0 for flow in self.flows), default=0.0)
        step = 5 if most >= 20 else 1
        thick, middling = (max(round(most * part / step) * step, n) for part, n in ((0.6, 2), (0.3, 1)))
        return thick, middling

    def paint(self, canvas: Canvas) -> None:
        """Land, arrows, numbers, names; names of countries only where there is room for letters."""
        y = self._key(canvas)
        shape = region()
        scale = canvas.width / shape["width"]
        places = self._places(scale, y)
        height = shape["height"] * scale
        land(canvas, y, self.inside)
        used = [c for c in places if any(c in (f.origin, f.target) for f in self.flows)]
        middles = self._arrows(canvas, places, lambda spot: self._near_name(canvas, spot, used, y, scale))
        for code in used:
            x, at = places[code]
            canvas.add("circle", cx=x, cy=at, r=3.5 if canvas.narrow else 5.0, css="f1 edge")
            if not canvas.narrow:
                x, at, css = self._name(canvas, code, y, scale)
                canvas.text(x, at, self.names[code], css)
        for number, (x, at) in middles.items():
            r = 9.5 if canvas.narrow else 13.0
            canvas.add("circle", cx=x, cy=at, r=r, css="rank")
            canvas.text(x, at + 5, str(number), "tm tb ts" if canvas.narrow else "tm tb")
        canvas.grow(y + height)

    def _near_name(self, canvas: Canvas, spot: Point, codes: Sequence[str], y: float, scale: float) -> bool:
        """Whether a number there would cover the name of a country."""
        if canvas.narrow:
            return False
        for code in codes:
            x, at, css = self._name(canvas, code, y, scale)
            wide = letters(self.names[code])
            left = x - (wide if "te" in css.split() else wide / 2 if "tm" in css.split() else 0)
            if left - 14 < spot[0] < left + wide + 14 and at - 26 < spot[1] < at + 16:
                return True
        return False

    def _thick(self, value: Value) -> float:
        number = visible(value) or 0.0
        high, middle = self.bounds()
        return THICK[0] if number >= high else THICK[1] if number >= middle else THICK[2]

    def _key(self, canvas: Canvas) -> float:
        """What the widths mean, as lines of words."""
        high, middle = self.bounds()
        used = {self._thick(flow.value) for flow in self.flows if visible(flow.value)}
        meaning = (
            (THICK[0], _("{n} o más").format(n=number_words(high))),
            (THICK[1], _("{n} a {m}").format(n=number_words(middle), m=number_words(high - 1))),
            (THICK[2], _("menos de {n}").format(n=number_words(middle))),
        )
        entries = [(thick, text, "flow") for thick, text in meaning if thick in used]
        hidden = {type(f.value): f.value for f in self.flows if hides(f.value)}
        entries += [(2.4, words(value), _look(value)) for value in hidden.values()]
        x, y = 0.0, 0.0
        for thick, text, css in entries:
            if x and x + 34 + letters(text, canvas.small) > canvas.width:
                x, y = 0.0, y + 22
            canvas.add("path", d=f"M{x:.1f} {y + 8:.1f}h26", css=css, stroke_width=thick)
            canvas.text(x + 33, y + 13, text, "ts")
            x += 56 + letters(text, canvas.small)
        return y + 28

    def _arrows(
        self, canvas: Canvas, places: dict[str, Point], covers_name: Callable[[Point], bool]
    ) -> dict[int, Point]:
        """Draw each arrow; gives where its number stands, away from the numbers before it."""
        middles: dict[int, Point] = {}
        used = [p for c, p in places.items() if any(c in (f.origin, f.target) for f in self.ordered)]
        taken: list[Point] = []
        for number, flow in enumerate(self.ordered, 1):
            if flow.origin not in places or flow.target not in places or flow.origin == flow.target:
                continue
            thick = 2.4 if hides(flow.value) else self._thick(flow.value) * (0.6 if canvas.narrow else 1)
            curve = _free_curve(places[flow.origin], places[flow.target], 7 + thick, taken, used)
            (ax, ay), (bx, by), (cx, cy) = curve
            d = f"M{ax:.1f} {ay:.1f}Q{bx:.1f} {by:.1f} {cx:.1f} {cy:.1f}"
            canvas.add("path", d=d, css=_look(flow.value), stroke_width=thick)
            canvas.path(_head(curve, 5 + thick), "fsoft" if hides(flow.value) else "f1")
            taken += [_on(curve, n / 12) for n in range(1, 12)]
            spots = [_on(curve, t) for t in (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82, 0.9)]
            room = [min([math.dist(spot, other) for other in middles.values()] + [30.0]) for spot in spots]
            score = [
                r - 15 * covers_name(spot) - n / 9
                for n, (r, spot) in enumerate(zip(room, spots, strict=True))
            ]
            middles[number] = spots[score.index(max(score))]
        return middles


def _look(value: Value) -> str:
    """Dotted for few, dashed for protected."""
    return "flow flow--few" if isinstance(value, Few) else "flow flow--protected" if hides(value) else "flow"


Curve = tuple[Point, Point, Point]


def _curve(start: Point, end: Point, gap: float, bend: float) -> Curve:
    """A bow beside the straight way, by `bend` parts of its length; it ends before the places."""
    (ax, ay), (cx, cy) = start, end
    middle = ((ax + cx) / 2 + (cy - ay) * bend, (ay + cy) / 2 - (cx - ax) * bend)

    def short(point: Point, by: float) -> Point:
        away = math.dist(point, middle) or 1.0
        return (point[0] + (middle[0] - point[0]) / away * by, point[1] + (middle[1] - point[1]) / away * by)

    return short(start, gap - 2), middle, short(end, gap + 6)


def _free_curve(
    start: Point, end: Point, gap: float, taken: Sequence[Point], places: Sequence[Point]
) -> Curve:
    """The bow that meets the fewest arrows and places that are there already."""

    def crowd(curve: Curve) -> float:
        way = [_on(curve, n / 12) for n in range(1, 12)]
        near = sum(max(0.0, 20 - math.dist(p, t)) for p in way for t in taken)
        over = sum(max(0.0, 24 - math.dist(p, t)) for p in way for t in places if t not in (start, end))
        return near + 2 * over + sum(200.0 for p in way if p[1] < 12)

    bends = (0.28, -0.28, 0.5, -0.5, 0.75, -0.75, 0.14, -0.14)
    return min((_curve(start, end, gap, bend) for bend in bends), key=crowd)


def _on(curve: Curve, t: float) -> Point:
    a, b, c = curve
    x, y = ((1 - t) ** 2 * a[n] + 2 * t * (1 - t) * b[n] + t * t * c[n] for n in (0, 1))
    return x, y


def _head(curve: Curve, size: float) -> str:
    """The point of an arrow at the curve's end."""
    _a, (bx, by), (cx, cy) = curve
    length = math.hypot(cx - bx, cy - by) or 1.0
    ux, uy = (cx - bx) / length, (cy - by) / length
    tip = (cx + ux * size * 1.3, cy + uy * size * 1.3)
    left, right = (cx - uy * size * 0.7, cy + ux * size * 0.7), (cx + uy * size * 0.7, cy - ux * size * 0.7)
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in (tip, left, right)) + "z"
