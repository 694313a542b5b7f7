"""What other packages may use to declare a noun."""

from . import operations, ties
from .declared import Noun
from .finding import Searched, found_by
from .models import NounCopy, NounMove, NounRow, columns
from .moving import Moves, Step
from .pages import urls

__all__ = [
    "Moves",
    "Noun",
    "NounCopy",
    "NounMove",
    "NounRow",
    "Searched",
    "Step",
    "columns",
    "found_by",
    "operations",
    "ties",
    "urls",
]
