"""What of an import is sealed with the organisation's keys, put in and taken out."""

import dataclasses
import datetime as dt
import json
from typing import Any

from contratrata.ground.base import clock
from contratrata.ground.sheets.public import SourceRow, SourceTable
from contratrata.ground.vault.public import Ring

from . import raws
from .importer import Reading, Understood, importer_of
from .models import Import, ImportRow

Columns = list[tuple[str, str]]


def put_table(one: Import, table: SourceTable, keys: Ring) -> None:
    """Keep the columns (field and header as written) and what was noticed about the file (unsaved)."""
    columns: Columns = []
    for column in table.columns:
        pair = (column.field, column.field if column.choice else column.header) if column.field else None
        if pair is None and column.header in table.unknown:
            pair = ("", column.header)
        if pair and pair not in columns and not _is_own(pair):
            columns.append(pair)
    notes = [str(note) for note in table.notes]
    one.seal(keys.drafts(), columns=json.dumps(columns), notes=json.dumps(notes, ensure_ascii=False))


def _is_own(pair: tuple[str, str]) -> bool:
    return not pair[0] and pair[1].strip().casefold() in raws.OWN_COLUMNS


def opened(one: Import, keys: Ring) -> dict[str, str]:
    """The sealed texts of an import."""
    return one.open(keys.drafts())


def columns_of(one: Import, keys: Ring) -> Columns:
    """Field and header of each column, in the order of the file."""
    text = one.open(keys.drafts(), "columns")["columns"]
    return [(field, header) for field, header in json.loads(text or "[]")]


def notes_of(one: Import, keys: Ring) -> list[str]:
    """What was noticed about the file as a whole."""
    return list(json.loads(one.open(keys.drafts(), "notes")["notes"] or "[]"))


def put_raw(row: ImportRow, source: SourceRow, keys: Ring) -> ImportRow:
    """Seal what stood in the row (unsaved)."""
    return row.seal(keys.drafts(), raw=raws.to_text(source))


def source_of(row: ImportRow, keys: Ring) -> SourceRow:
    """What stood in the row. Raises `ValueError` when it is not kept any more."""
    return raws.from_text(row.open(keys.drafts(), "raw")["raw"])


def reading_of(one: Import) -> Reading:
    """How the rows of an import are to be read."""
    about = dict(one.reading)
    today = about.pop("today", None)
    day = dt.date.fromisoformat(today) if today else clock.today()
    return Reading(day, about, responsible_id=one.responsible_id)


def understood(one: Import, row: ImportRow, source: SourceRow) -> Understood[Any]:
    """What a row of an import means, in the active language."""
    reading = dataclasses.replace(reading_of(one), key=row.key)
    return importer_of(one.importer).understand(source, reading)
