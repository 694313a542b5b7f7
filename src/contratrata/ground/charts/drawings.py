"""What every drawing is: it reads one table, says which of the wide forms it is made for, and paints itself."""

from __future__ import annotations

from typing import Literal, Protocol

from .data import Data
from .svg import Canvas

Size = Literal["half", "wide", "broad"]


class HasData(Protocol):
    """Whatever has a table behind it."""

    @property
    def data(self) -> Data:
        """The table."""
        ...


class Drawing(HasData, Protocol):
    """A kind of drawing in SVG. `paint` is called once for each of its two widths, never without rows."""

    @property
    def size(self) -> Size:
        """Which of the wide forms."""
        ...

    def describe(self) -> str:
        """Every value in words."""
        ...

    def paint(self, canvas: Canvas) -> None:
        """Put itself on the canvas."""
        ...


class Described:
    """Says what its table says: what most drawings have to say."""

    def describe(self: HasData) -> str:
        """Every value in words."""
        return self.data.describe()
