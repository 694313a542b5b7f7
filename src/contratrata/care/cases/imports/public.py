"""What other packages may use of the import of cases: its importer, for the demonstration."""

from .importer import CASES
