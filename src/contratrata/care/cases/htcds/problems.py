"""Why a file is not taken, in words for the person who brought it. Never carries what the file holds."""

from django.utils.functional import Promise

MOST_BYTES = 100 * 1024 * 1024
MOST_UNPACKED = 1024 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 200
MOST_TEXT = 20_000


class FileProblem(Exception):
    """The whole file is refused. `row` is where it was noticed, counted as the sheet shows it."""

    def __init__(self, message: str | Promise, *, row: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.row = row

    def __str__(self) -> str:
        return str(self.message)
