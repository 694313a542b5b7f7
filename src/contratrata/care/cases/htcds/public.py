"""Reading files of cases in the shape of HTCDS 2.0; what the import of `cases` builds on."""

from .fields import FIELDS, Field, Shape
from .findings import KIND_LABELS, Finding, Kind
from .interpret import Defaults, ReadCase, date_orders, interpret
from .problems import MOST_BYTES, MOST_ROWS, FileProblem
from .reading import open_table, read_table
from .table import Column, Flag, SourceRow, SourceTable, safe_cell

__all__ = [
    "FIELDS",
    "KIND_LABELS",
    "MOST_BYTES",
    "MOST_ROWS",
    "Column",
    "Defaults",
    "Field",
    "FileProblem",
    "Finding",
    "Flag",
    "Kind",
    "ReadCase",
    "Shape",
    "SourceRow",
    "SourceTable",
    "date_orders",
    "interpret",
    "open_table",
    "read_table",
    "safe_cell",
]
