"""How moments are read from the database: by the standard library's compiled reader instead of Django's.

Django's takes the text to pieces in Python and puts the connection's time zone on it; where that is UTC, as here, the
text is one that `fromisoformat` reads. Hoy of a large organisation reads some thousand moments: a quarter of the page.
"""

import datetime as dt
from typing import Any

from psycopg.types.datetime import TimestamptzLoader


class InUTC(TimestamptzLoader):
    """Reads `2026-11-29 23:24:52.123456+00`; what is written otherwise (infinity, another zone) as psycopg does."""

    #: Django asks its reader for which time zone it reads, and puts its own in place of one that reads for another.
    timezone = dt.UTC

    def load(self, data: Any) -> dt.datetime:
        """The moment, in UTC. Raises `psycopg.DataError` for what Python has no moment for."""
        text = bytes(data)
        if text[-3:] == b"+00":
            try:
                return dt.datetime.fromisoformat(text.decode("ascii"))
            except ValueError:
                pass
        return super().load(data).astimezone(dt.UTC)


def read_quickly(connection: Any, **_signal: Any) -> None:
    """For a new connection whose moments are in UTC."""
    if connection.vendor == "postgresql" and connection.timezone is dt.UTC:
        connection.connection.adapters.register_loader("timestamptz", InUTC)
