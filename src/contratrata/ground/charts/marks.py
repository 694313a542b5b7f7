"""States that have a mark as well as a word, the same on screen and on paper; and the level of three or four steps."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from .svg import element
from .values import State

_RING: dict[str, object] = {"name": "circle", "cx": 10, "cy": 10, "r": 7.6, "css": "out"}
_STAR = "M10 1.6 12.6 7.4 18.6 8 14 12.2 15.4 18.2 10 15 4.6 18.2 6 12.2 1.4 8 7.4 7.4z"
_QUARTER, _HALF = "M10 10V2.4A7.6 7.6 0 0 1 17.6 10z", "M10 2.4a7.6 7.6 0 0 1 0 15.2z"
_TICK: dict[str, object] = {"name": "path", "d": "m6 10.4 2.8 2.8L14.2 7.4", "css": "tick"}
GLYPHS: dict[str, tuple[dict[str, object], ...]] = {
    "ring": (_RING,),
    "quarter": (_RING, {"name": "path", "d": _QUARTER, "css": "f1"}),
    "half": (_RING, {"name": "path", "d": _HALF, "css": "f1"}),
    "half-soon": ({**_RING, "css": "ring3"}, {"name": "path", "d": _HALF, "css": "f3"}),
    "full": ({**_RING, "r": 8.4, "css": "f1"}, _TICK),
    "done": ({**_RING, "r": 8.4, "css": "fdone"}, _TICK),
    "cross": ({"name": "path", "d": "M5 5 15 15M15 5 5 15", "css": "s0"},),
    "star": ({"name": "path", "d": _STAR, "css": "f2"},),
    "missing": ({**_RING, "css": "outl"}, {"name": "path", "d": "M6.2 10h7.6", "css": "barl"}),
}

#: How far a country is with a practice.
INTEREST = State("interest", _("interés"), "ring")
ANALYSING = State("analysing", _("la analiza"), "quarter")
PILOTING = State("piloting", _("la pilota"), "half")
ADOPTED = State("adopted", _("adoptada"), "full")
DROPPED = State("dropped", _("la dejó"), "cross")
BORN_HERE = State("born", _("nació aquí"), "star")
ADOPTION = (BORN_HERE, INTEREST, ANALYSING, PILOTING, ADOPTED, DROPPED)

#: Whether what a practice needs is there.
EXISTS = State("exists", _("ya existe"), "done")
ADAPTABLE = State("adaptable", _("se puede adaptar"), "half-soon")
MISSING = State("missing", _("falta"), "missing")
VIABILITY = (MISSING, ADAPTABLE, EXISTS)


def mark_html(state: State) -> SafeString:
    """The mark alone, for the eye; its word stands beside it."""
    drawn = SafeString("")
    for shape in GLYPHS[state.glyph]:
        attributes = {key: value for key, value in shape.items() if key != "name"}
        drawn = format_html("{}{}", drawn, element(str(shape["name"]), **attributes))
    return format_html(
        '<svg class="ct-mark-cell" viewBox="0 0 20 20" aria-hidden="true" focusable="false">{}</svg>', drawn
    )
