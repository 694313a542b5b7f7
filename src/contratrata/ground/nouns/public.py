"""What other packages may use to declare a noun."""

from . import operations
from .declared import Noun
from .finding import Searched, found_by
from .models import NounCopy, NounRow, columns
from .pages import urls

__all__ = ["Noun", "NounCopy", "NounRow", "Searched", "columns", "found_by", "operations", "urls"]
