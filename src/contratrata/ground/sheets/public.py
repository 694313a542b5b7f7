"""Reading files of rows, each in a process of its own with limits; what packages above may use of it."""

from .problems import MOST_BYTES, MOST_ROWS, MOST_TEXT, FileProblem
from .reading import Book, RawRow, Sheet, Source, open_book, refuse_other_kinds
from .table import KEY_COLUMN, Column, Flag, Headers, SourceRow, SourceTable, open_table
