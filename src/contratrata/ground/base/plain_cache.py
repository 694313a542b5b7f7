"""The cache in the database, holding JSON: Django's holds pickles, and a pickle runs what whoever wrote it wants.

Who can write rows of the table (SQL as `app`) would otherwise run code in the web process, where the keys are.
"""

import json
import types
from typing import Any

from django.core.cache.backends import db
from django.core.cache.backends.db import DatabaseCache


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


class PlainCache(DatabaseCache):
    """Django's cache in a table, with numbers, texts and lists of them only."""

    def __init__(self, table: str, params: dict[str, Any]) -> None:
        super().__init__(table, params)
        db.pickle = _JSON  # type: ignore[attr-defined]  # the one place where it is chosen
