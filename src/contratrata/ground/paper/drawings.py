"""A figure for paper: its shapes as SVG with their colours written in, its words beside them.

Typst draws the letters: those of an SVG know no weight of a variable font.
"""

from __future__ import annotations

import io
import re
from html import unescape
from typing import Any

import segno

from contratrata.ground.charts.public import WIDTHS, Data, Figure, Row, values_words

#: The looks of the drawings' classes in ink on paper: the light half of `ground/ui/styles/_tokens.scss`.
INK = {
    "c0": "#6f7e8b", "c1": "#123b5d", "c2": "#1b7f6c", "c3": "#a4620a", "c4": "#6355b5",
    "ink": "#16202a", "soft": "#4b5a68", "late": "#a81e2c", "done": "#0b6b57", "wash": "#f4f7f9", "page": "#ffffff",
    "grid": "#dde4ea", "land": "#e4e9ed", "land-in": "#cdd9e1",
}  # fmt: skip
_FILL = {"fl": "late", "fw": "wash", "fsoft": "soft", "fdone": "done", "rank": "page", "out1": "page", "outl": "page",
         "resv": "page", "land": "land", "land--in": "land-in"}  # fmt: skip
_STROKE = {"nofill": "c0", "few": "ink", "out": "c0", "out1": "c1", "outl": "late", "rank": "c1", "resv": "c1",
           "ring3": "c3", "tick": "page", "barl": "late", "grid": "grid", "axis": "c0", "now": "late", "edge": "page",
           "tickhalo": "page", "tickprev": "c3", "goalhalo": "page", "goalline": "ink", "land": "page", "flow": "c1",
           "flow--few": "soft", "flow--protected": "soft"}  # fmt: skip
_WIDTH = {"out1": "2.5", "outl": "2", "rank": "1.5", "resv": "1.5", "out": "1.6", "few": "2", "tick": "2.2",
          "edge": "2", "tickhalo": "6", "tickprev": "3", "goalhalo": "3", "goalline": "1.5", "now": "1.5"}  # fmt: skip
_DASH = {"few": "1.5 4", "flow--few": "1.5 4", "flow--protected": "9 4", "resv": "7 4", "dash2": "7 4", "dash3": "2 4",
         "dash0": "10 4 2 4", "goalline": "2 4"}  # fmt: skip
_TEXT_FILL = {"ts": "soft", "tw": "page", "td": "done", **{f"t{n}": f"c{n}" for n in range(5)}}
_TEXT = re.compile(r'<text x="([\d.-]+)" y="([\d.-]+)"(?: class="([^"]*)")?>([^<]*)</text>')


def paper_figure(figure: Figure) -> dict[str, Any]:
    """What the house style needs to set a figure: question, answer in parts, drawing, table."""
    data = figure.data
    result: dict[str, Any] = {
        "question": figure.question,
        "answer": [
            {"text": unescape(part), "bold": n % 2 == 1}
            for n, part in enumerate(re.split(r"</?b>", figure.sentence()))
            if part
        ],
        "counted": f"{figure.counted} {figure.note}".strip(),
        "svg": "",
        "table": {
            "head": [data.heading, *(column.short or column.label for column in data.columns)],
            "rows": [
                _row(data, n, row) for n, row in enumerate((*data.rows, *filter(None, [data.total])), 1)
            ],
        },
    }
    if data.rows and not figure.is_table:
        result |= _drawing(figure)
    return result


def _row(data: Data, number: int, row: Row) -> list[str]:
    label = f"{number}. {row.label}" if data.numbered else row.label
    cells = zip(row.values, data.columns, strict=True)
    return [
        f"{label}\n{row.note}".strip(),
        *("–" if v is None else values_words(v, c.unit) for v, c in cells),
    ]


def _drawing(figure: Figure) -> dict[str, Any]:
    canvas = figure.paint(WIDTHS["wide"])
    body = str(canvas.body())
    texts = [_text(*match) for match in _TEXT.findall(body)]
    shapes = re.sub(r'class="([^"]*)"', _looks, _TEXT.sub("", body))
    height = round(canvas.height)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {canvas.width} {height}">{shapes}</svg>'
    alt = f"{figure.title}. {figure.drawing.describe()}"
    return {"svg": svg, "texts": texts, "width": canvas.width, "height": height, "alt": alt}


def _text(x: str, y: str, css: str, words: str) -> dict[str, Any]:
    looks = css.split()
    fill = next((_TEXT_FILL[look] for look in looks if look in _TEXT_FILL), "ink")
    bold = any(look in {"tb", "tw", "td"} or re.fullmatch(r"t\d", look) for look in looks)
    anchor = "end" if "te" in looks else "middle" if "tm" in looks else "start"
    size = 13.5 if "ts" in looks else 15
    return {
        "x": float(x),
        "y": float(y),
        "text": unescape(words),
        "size": size,
        "bold": bool(bold),
        "anchor": anchor,
        "fill": INK[fill],
    }


def _looks(match: re.Match[str]) -> str:
    """The attributes of a class, as the sheet has them on a screen."""
    fill, stroke, width, dash = "", "", "", ""
    for look in match.group(1).split():
        if re.fullmatch(r"[fs]\d", look):
            fill, stroke, width = (
                (INK[f"c{look[1]}"], stroke, width) if look[0] == "f" else ("none", INK[f"c{look[1]}"], "2.5")
            )
        fill = INK[_FILL[look]] if look in _FILL else fill
        stroke = INK[_STROKE[look]] if look in _STROKE else stroke
        width, dash = _WIDTH.get(look, width), _DASH.get(look, dash)
        if look in {"ct-pat", "ct-pat--ink"}:
            return f'stroke="{INK["c0" if "ink" in match.group(1) else "page"]}"'
    written = {
        "fill": fill or ("none" if stroke else ""),
        "stroke": stroke,
        "stroke-width": width,
        "stroke-dasharray": dash,
    }
    return " ".join(f'{name}="{value}"' for name, value in written.items() if value)


def qr(address: str) -> str:
    """An address as a drawing that a telephone reads."""
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", border=0, dark=INK["ink"], light=None, xmldecl=False)
    return out.getvalue().decode()
