"""What other packages may use to declare a noun."""

from . import operations
from .declared import Noun
from .models import NounCopy, NounRow, columns
from .pages import urls

__all__ = ["Noun", "NounCopy", "NounRow", "columns", "operations", "urls"]
