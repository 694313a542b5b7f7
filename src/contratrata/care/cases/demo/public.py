"""What other packages may use of the fictitious register."""

from .workbook import rows, write
