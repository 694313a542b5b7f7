"""A row as it stood in the file, as text to seal and back; and what it is known by when it comes again."""

import datetime as dt
import hashlib
import hmac
import json
import re
from typing import Any

from contratrata.ground.sheets.public import KEY_COLUMN, Flag, SourceRow

from .findings import plain

#: The column our own report adds, in both languages: never data.
WHAT_HAPPENS = "Qué pasa"
OWN_COLUMNS = frozenset({"qué pasa", "what happens"})
_KEY = re.compile(r"ct-[0-9a-f]{40}")
_MOMENTS = {
    "datetime": dt.datetime.fromisoformat,
    "date": dt.date.fromisoformat,
    "time": dt.time.fromisoformat,
}


def to_text(row: SourceRow) -> str:
    """The row as JSON that keeps what kind of value each cell is."""
    return json.dumps(
        {
            "number": row.number,
            "cells": {name: _packed(value) for name, value in row.cells.items()},
            "extra": {name: _packed(value) for name, value in _others(row).items()},
            "flags": {flag.value: list(headers) for flag, headers in row.flags.items()},
            "source_id": row.source_id,
            "answered_at": _packed(row.answered_at),
        },
        ensure_ascii=False,
    )


def from_text(text: str) -> SourceRow:
    """The row again."""
    values = json.loads(text)
    return SourceRow(
        number=values["number"],
        cells={name: _unpacked(value) for name, value in values["cells"].items()},
        extra={name: _unpacked(value) for name, value in values["extra"].items()},
        flags={Flag(name): tuple(headers) for name, headers in values["flags"].items()},
        source_id=values["source_id"],
        answered_at=_unpacked(values["answered_at"]),
    )


def key_of(row: SourceRow, secret: bytes) -> str:
    """What the row is known by in its organisation: its id at the source, else all that stands in it; keyed.

    A key that our own report carried stays the key, so that a corrected row is still the same row.
    """
    if row.source_id and _KEY.fullmatch(row.source_id):
        return row.source_id
    if row.source_id:
        about = f"import|id|{row.source_id}"
    else:
        cells = {**row.cells, **{f"?{header}": value for header, value in _others(row).items()}}
        about = "import|row|" + json.dumps(sorted((name, _folded(value)) for name, value in cells.items()))
    return "ct-" + hmac.digest(secret, about.encode(), hashlib.sha256)[:20].hex()


def _others(row: SourceRow) -> dict[str, Any]:
    return {name: value for name, value in row.extra.items() if name.strip().casefold() not in OWN_COLUMNS}


def _folded(value: Any) -> str:
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    return plain(value).casefold()


def _packed(value: Any) -> Any:
    for kind, known in (("datetime", dt.datetime), ("date", dt.date), ("time", dt.time)):
        if isinstance(value, known):
            return {kind: value.isoformat()}
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def _unpacked(value: Any) -> Any:
    if isinstance(value, dict):
        ((kind, text),) = value.items()
        return _MOMENTS[kind](text)
    return value


__all__ = ["KEY_COLUMN", "OWN_COLUMNS", "WHAT_HAPPENS", "from_text", "key_of", "to_text"]
