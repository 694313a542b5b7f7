"""The cache in the database, holding JSON: Django's holds pickles, and a pickle runs what whoever wrote it wants.

Who can write rows of the table (SQL as `app`) would otherwise run code in the web process, where the keys are.
"""

import base64
import datetime as dt
import json
import secrets
import types
from typing import Any

from django.core.cache.backends import db
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import DatabaseError, connection, transaction

from . import clock


def _dumps(value: Any, protocol: int | None = None) -> bytes:
    """As `pickle.dumps`. Raises `TypeError` for what JSON cannot say."""
    return json.dumps(value).encode()


def _loads(text: bytes) -> Any:
    """As `pickle.loads`; what is no JSON is nothing (a row from before, or from behind the platform)."""
    try:
        return json.loads(text)
    except ValueError:
        return None


_JSON = types.SimpleNamespace(dumps=_dumps, loads=_loads, HIGHEST_PROTOCOL=0)


#: One of so many writes looks whether there are too many rows: counting them all at each costs more than writing.
_COUNTED = 100
_NEVER = dt.datetime(9999, 12, 31, tzinfo=dt.UTC)
_WRITE = {
    "set": "INSERT INTO {0} (cache_key, value, expires) VALUES (%(key)s, %(value)s, %(expires)s) "
    "ON CONFLICT (cache_key) DO UPDATE SET value = EXCLUDED.value, expires = EXCLUDED.expires",
    "add": "INSERT INTO {0} AS c (cache_key, value, expires) VALUES (%(key)s, %(value)s, %(expires)s) "
    "ON CONFLICT (cache_key) DO UPDATE SET value = EXCLUDED.value, expires = EXCLUDED.expires "
    "WHERE c.expires < %(now)s",
    "touch": "UPDATE {0} SET expires = %(expires)s WHERE cache_key = %(key)s",
}


class PlainCache(DatabaseCache):
    """Django's cache in a table, with numbers, texts and lists of them only; each write is one statement."""

    def __init__(self, table: str, params: dict[str, Any]) -> None:
        super().__init__(table, params)
        self._rows = connection.ops.quote_name(table)
        db.pickle = _JSON  # type: ignore[attr-defined]  # the one place where it is chosen

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT) -> bool:
        """As Django's, which asks four times for each write; whether it was written. Nothing raises here."""
        ends = self.get_backend_timeout(timeout)
        expires = _NEVER if ends is None else dt.datetime.fromtimestamp(ends, tz=dt.UTC)
        now = clock.now().replace(microsecond=0)
        values: dict[str, str | dt.datetime] = {
            "key": key,
            "value": base64.b64encode(_dumps(value)).decode("ascii"),
            "expires": expires.replace(microsecond=0),
            "now": now,
        }
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(_WRITE[mode].format(self._rows), values)
                written = bool(cursor.rowcount)
                if secrets.randbelow(_COUNTED) == 0:
                    cursor.execute(f"SELECT count(*) FROM {self._rows}")  # noqa: S608  (our own table)
                    (number,) = cursor.fetchone()
                    if number > self._max_entries:
                        self._cull(connection.alias, cursor, now, number)  # type: ignore[attr-defined]
        except DatabaseError:
            return False
        return written
