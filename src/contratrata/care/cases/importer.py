"""Where imports look for the importer of this package."""

from .imports.importer import CASES

__all__ = ["CASES"]
