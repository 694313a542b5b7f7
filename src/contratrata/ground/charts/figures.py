"""A figure: a question, the sentence that answers it, its drawing and its table, all from the same values."""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .data import Data, Ref
from .drawings import Drawing
from .svg import NARROW, WIDTHS, Canvas
from .values import Few, Protected, Value, hides, words


class TableDrawing(Protocol):
    """A drawing that is a table: heat, matrix."""

    @property
    def data(self) -> Data:
        """Its rows."""
        ...

    def describe(self) -> str:
        """Every value in words."""
        ...

    def html(self, key: str, caption: str) -> SafeString:
        """The table itself."""
        ...


#: A cell of the figure's table, or a number counted in it. None: there is no such cell, another sentence is said.
Source = Ref | Callable[[Data], Value] | None


@dataclass(frozen=True, slots=True)
class CellText:
    """A value as a sentence may say it: `{x}` with its unit, `{x.number}` without, `{x.row}`, `{x.column}`."""

    value: Value
    unit: str = ""
    row: str = ""
    column: str = ""

    @property
    def number(self) -> CellText:
        """Without its unit."""
        return replace(self, unit="")

    def __str__(self) -> str:
        return words(self.value, self.unit)


class _Sentence(string.Formatter):
    """Fills a sentence of ours; every value is escaped, its numbers stand in bold unless it has its own."""

    def __init__(self, bold: bool) -> None:
        self.bold = bold

    def format_field(self, value: Any, format_spec: str) -> Any:
        text = conditional_escape(str(value))
        return format_html("<b>{}</b>", text) if self.bold and isinstance(value, CellText) else text


@dataclass(frozen=True)
class Figure:
    """What a page shows of numbers.

    `answer` is a sentence of ours with names in braces, each a cell of the drawing's own table (`cells`), so that
    sentence, drawing and table cannot differ. A value is bold in it; with `<b>` in the sentence only that is. When
    one of the cells is None (nobody has most), `otherwise` is said instead. `counted` says what the numbers are
    of, and is never empty. `drawn` names the drawing, when the question does not.

    Raises ValueError without `counted`, and without `otherwise` when a cell is None; KeyError for a cell that the
    table has not.
    """

    key: str
    question: str
    answer: str
    drawing: Drawing | TableDrawing
    counted: str
    cells: Mapping[str, Source] = field(default_factory=dict)
    otherwise: str = ""
    nothing: str = ""
    drawn: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if not self.counted.strip():
            raise ValueError(f"{self.key}: a figure says what its numbers are of")
        if not self.otherwise and self.data.rows and None in self.cells.values():
            raise ValueError(f"{self.key}: what is said when a cell is missing?")

    @property
    def data(self) -> Data:
        """The table behind it."""
        return self.drawing.data

    @property
    def title(self) -> str:
        """What is drawn."""
        return self.drawn or self.question

    def sentence(self) -> SafeString:
        """The answer in words."""
        if not self.data.rows:
            return conditional_escape(self.nothing or _("Todavía no hay datos para responder."))
        if None in self.cells.values():
            known = {name: self._text(cell) for name, cell in self.cells.items() if cell is not None}
            return self._fill(self.otherwise, known)
        return self._fill(self.answer, {name: self._text(cell) for name, cell in self.cells.items()})

    def _fill(self, sentence: str, values: Mapping[str, CellText]) -> SafeString:
        return SafeString(_Sentence("<b>" not in sentence).vformat(sentence, (), values))

    def _text(self, cell: Source) -> CellText:
        if isinstance(cell, Ref):
            column = self.data.columns[self.data.index(cell.column)]
            return CellText(self.data.value(cell), column.unit, self.data.row(cell.row).label, column.label)
        return CellText(cell(self.data) if cell else None)

    def hidden_marks(self) -> Sequence[tuple[str, str, str]]:
        """What marks of hidden numbers mean, where there are any: (look, mark, meaning)."""
        cells = [value for row in (*self.data.rows, *filter(None, [self.data.total])) for value in row.values]
        limits = {value.limit for value in cells if isinstance(value, Few)}
        marks = [
            ("ct-few", words(Few(n)), _("el número es de 1 a {most}").format(most=n - 1))
            for n in sorted(limits)
        ]
        if any(isinstance(value, Protected) for value in cells):
            marks.append(("ct-protected", words(Protected()), _("se oculta para que no se pueda restar")))
        return marks

    @property
    def is_table(self) -> bool:
        """Whether the drawing is itself a table."""
        return hasattr(self.drawing, "html")

    def drawings(self) -> SafeString:
        """The drawing for its two widths, or the table that it is; nothing without rows."""
        if not self.data.rows:
            return SafeString("")
        if hasattr(self.drawing, "html"):
            return self.drawing.html(self.key, self.title)
        wide = self._svg(WIDTHS[self.drawing.size], f"ct-draw--{self.drawing.size}")
        return format_html("{}{}", wide, self._svg(NARROW, "ct-draw--narrow"))

    def _svg(self, width: int, css: str) -> SafeString:
        canvas = self.paint(width)
        return canvas.svg(self.title, self.drawing.describe(), css)

    def paint(self, width: int) -> Canvas:
        """The drawing on a canvas of that width. Raises TypeError for one that is a table, or without rows."""
        if hasattr(self.drawing, "html") or not self.data.rows:
            raise TypeError(f"{self.key} has no drawing")
        canvas = Canvas(self.key, width)
        self.drawing.paint(canvas)
        return canvas

    @property
    def hides_some(self) -> bool:
        """Whether any number of it is hidden."""
        return any(hides(value) for row in self.data.rows for value in row.values)
