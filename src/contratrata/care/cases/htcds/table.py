"""A table of rows as it stands in a file: columns recognised, nothing interpreted yet."""

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .fields import (
    ANSWERED_AT,
    SOURCE_IDS,
    Field,
    choice_of,
    field_of,
    is_field_name,
    is_of_tool,
    is_source_id,
)
from .problems import MOST_ROWS, MOST_TEXT, FileProblem

_HEADER_WITHIN = 12
_FEWEST_KNOWN = 3
_TRUE = frozenset({"1", "1.0", "true", "yes", "si", "sí"})
_LONGEST_HEADER = 1_000
_UNSEEN = {mark: None for mark in (*range(32), 0x200B, 0xFEFF) if chr(mark) not in "\n\t"} | {0xA0: " "}
_RISKY = ("=", "+", "-", "@", "\t", "\r")


class Flag(StrEnum):
    """What was noticed about the cells of a row."""

    FORMULA = "formula"  # the value of a formula was taken
    FORMULA_WITHOUT_VALUE = "formula_without_value"  # the file holds no value for it: nothing was taken
    LOOKS_LIKE_FORMULA = "looks_like_formula"  # text that a sheet would run: kept as text
    MERGED = "merged"  # cells merged with others: the value stands in the first only
    TOO_LONG = "too_long"  # a text was cut
    MORE_CELLS = "more_cells"  # cells beyond the last header


@dataclasses.dataclass(frozen=True, slots=True)
class SourceRow:
    """One row: `cells` by field name (HTCDS field list), `extra` by header as written, what was noticed.

    `number` counts as the sheet shows it. `flags` names the headers concerned, empty for the whole row.
    """

    number: int
    cells: Mapping[str, Any]
    extra: Mapping[str, Any]
    flags: Mapping[Flag, tuple[str, ...]]
    source_id: str | None = None
    answered_at: Any = None


@dataclasses.dataclass(frozen=True, slots=True)
class RawRow:
    """Cells by position as a reader found them, with the positions that hold formulas or merged cells."""

    number: int
    cells: Sequence[Any]
    formulas: frozenset[int] = frozenset()
    merged: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """What a column is: a field, a choice of one, a mark of the source, or unknown."""

    position: int
    header: str
    field: Field | None = None
    choice: str | None = None


@dataclasses.dataclass(frozen=True)
class SourceTable:
    """The rows of a file. Iterate it; raises `FileProblem` on the way where a row cannot be read.

    `notes` are words about the file as a whole; `unknown` the headers kept as `extra`.
    """

    kind: str
    columns: tuple[Column, ...]
    notes: tuple[str | Promise, ...]
    _rows: Callable[[], Iterator[RawRow]]

    @property
    def unknown(self) -> tuple[str, ...]:
        """Headers that name nothing we know, and that no collecting tool added."""
        return tuple(
            one.header
            for one in self.columns
            if one.field is None and not is_source_id(one.header) and not is_of_tool(one.header)
        )

    def __iter__(self) -> Iterator[SourceRow]:
        taken = 0
        for raw in self._rows():
            row = _source_row(raw, self.columns)
            if row is None:
                continue
            taken += 1
            if taken > MOST_ROWS:
                raise too_many_rows(raw.number)
            yield row


def too_many_rows(row: int | None = None) -> FileProblem:
    """The refusal of a file with more rows than one import takes."""
    return FileProblem(
        _("El archivo tiene más de 100 000 filas. Divídalo en varios archivos y tráigalos uno por uno."),
        row=row,
    )


def make_table(
    kind: str, open_rows: Callable[[], Iterator[RawRow]], notes: Iterable[str | Promise]
) -> SourceTable:
    """Finds the header of the rows. Raises `FileProblem` when there is none."""
    top: list[RawRow] = []
    for row in open_rows():
        if any(_text(cell) for cell in row.cells):
            top.append(row)
        if len(top) == _HEADER_WITHIN:
            break
    if not top:
        raise FileProblem(_("El archivo está vacío."))
    best = max(range(len(top)), key=lambda i: (_known(top[i]), -i))
    if _known(top[best]) < _FEWEST_KNOWN:
        raise FileProblem(
            _("No se reconocen las columnas: falta la fila con los nombres de los campos de HTCDS.")
        )
    headers = [top[best]]
    headers += [
        top[i] for i in (best - 1, best + 1) if 0 <= i < len(top) and _is_second_header(top[i], top[best])
    ]
    names = next((row for row in headers if _names_fields(row)), None)
    labels = next((row for row in headers if row is not names), None)
    columns, more = _columns(names, labels)
    last = max(row.number for row in headers)

    def data() -> Iterator[RawRow]:
        return (row for row in open_rows() if row.number > last)

    return SourceTable(kind, columns, (*notes, *more), data)


def _known(row: RawRow) -> int:
    texts = [_text(cell) for cell in row.cells]
    return sum(bool(text) and (field_of(text) is not None or choice_of(text) is not None) for text in texts)


def _names_fields(row: RawRow) -> bool:
    texts = [text for cell in row.cells if (text := _text(cell))]
    return sum(map(is_field_name, texts)) * 2 > len(texts)


def _is_second_header(row: RawRow, first: RawRow) -> bool:
    """The workbooks hold two header rows: hidden field names, and labels that people see."""
    return _known(row) >= _FEWEST_KNOWN and _names_fields(row) != _names_fields(first)


def _columns(names: RawRow | None, labels: RawRow | None) -> tuple[tuple[Column, ...], list[str | Promise]]:
    """The columns, and what was settled. Where the hidden name and the label disagree the label holds.

    (In the workbooks of HTCDS 2.0 the hidden names of the address are in another order than the labels under
    which people typed.)
    """
    width = max(len(row.cells) for row in (names, labels) if row)
    columns: list[Column] = []
    notes: list[str | Promise] = []
    seen: dict[str, str] = {}
    for position in range(width):
        name, label = _at(names, position), _at(labels, position)
        header = label or name
        if not header:
            continue
        column = _column(position, name, label)
        if name and label and column.field and field_of(name) not in (column.field, None):
            notes.append(
                format_lazy(
                    _("«{label}»: el nombre oculto de la columna es otro; vale el título visible."),
                    label=label,
                )
            )
        key = f"{column.field.name}/{column.choice or ''}" if column.field else f"?{header}"
        if key in seen:
            notes.append(
                format_lazy(_("«{header}» está repetida: la segunda se guarda aparte."), header=header)
            )
            column = Column(position, f"{header} ({position + 1})")
        seen[key] = header
        columns.append(column)
    return tuple(columns), notes


def _column(position: int, name: str, label: str) -> Column:
    for header in filter(None, (label, name)):
        if field := field_of(header):
            return Column(position, header, field)
        if found := choice_of(header):
            return Column(position, header, *found)
    return Column(position, label or name)


def _at(row: RawRow | None, position: int) -> str:
    return _text(row.cells[position]) if row and position < len(row.cells) else ""


def _text(cell: Any) -> str:
    """The text of a cell as a header; what is longer than any header is not folded as a whole."""
    return " ".join(str(cell)[:_LONGEST_HEADER].split()) if cell is not None else ""


def _source_row(raw: RawRow, columns: Sequence[Column]) -> SourceRow | None:
    """The row by fields; None when nothing stands under any header (numbered blank rows of the workbooks)."""
    cells: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    chosen: dict[str, list[str]] = {}
    flags: dict[Flag, list[str]] = {}
    for column in columns:
        value = _cleaned(raw.cells[column.position]) if column.position < len(raw.cells) else None
        if column.position in raw.formulas:
            flag = Flag.FORMULA_WITHOUT_VALUE if value is None else Flag.FORMULA
            flags.setdefault(flag, []).append(column.header)
        if value is None:
            continue
        if isinstance(value, str):
            value = _watched(value, column, flags)
        if column.field is None:
            extra[column.header] = value
        elif column.choice is None:
            cells[column.field.name] = value
        elif str(value).casefold() in _TRUE:
            chosen.setdefault(column.field.name, []).append(column.choice)
    cells = {name: ";".join(choices) for name, choices in chosen.items()} | cells
    if not cells and all(map(is_of_tool, extra)):
        return None
    if _has_more_cells(raw, columns):
        flags[Flag.MORE_CELLS] = []
    if raw.merged:
        flags[Flag.MERGED] = []
    return SourceRow(
        number=raw.number,
        cells=cells,
        extra={header: value for header, value in extra.items() if not _is_mark(header)},
        flags={flag: tuple(headers) for flag, headers in flags.items()},
        source_id=_first(extra, SOURCE_IDS),
        answered_at=_first(extra, ANSWERED_AT),
    )


def _is_mark(header: str) -> bool:
    return is_source_id(header) or is_of_tool(header)


def _has_more_cells(raw: RawRow, columns: Sequence[Column]) -> bool:
    """Whether something stands right of the first column under no header (left of it: numbers of rows)."""
    known = {column.position for column in columns}
    return any(
        i > min(known) and i not in known and _cleaned(cell) is not None for i, cell in enumerate(raw.cells)
    )


def _first(extra: Mapping[str, Any], names: Sequence[str]) -> str | None:
    by_key = {header.strip().casefold(): value for header, value in extra.items()}
    found = next((by_key[name.casefold()] for name in names if by_key.get(name.casefold()) is not None), None)
    if isinstance(found, float) and found.is_integer():
        found = int(found)
    return str(found).strip() if found is not None else None


def _cleaned(cell: Any) -> Any:
    """The cell without blanks around it; None when nothing is in it."""
    if isinstance(cell, str):
        cell = cell.translate(_UNSEEN).strip()
    return None if cell is None or cell == "" else cell


def _watched(value: str, column: Column, flags: dict[Flag, list[str]]) -> str:
    if value.startswith(_RISKY) and not value.lstrip("+-").replace(" ", "").replace("-", "").isdigit():
        flags.setdefault(Flag.LOOKS_LIKE_FORMULA, []).append(column.header)
    if len(value) > MOST_TEXT:
        flags.setdefault(Flag.TOO_LONG, []).append(column.header)
        return value[:MOST_TEXT]
    return value


def safe_cell(value: Any) -> Any:
    """What may be written to a sheet for people: text that a sheet would run as a formula is led by '."""
    if isinstance(value, str) and value.startswith(_RISKY):
        return "'" + value
    return value
