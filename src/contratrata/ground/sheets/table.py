"""A table of rows as it stands in a file: columns recognised, nothing interpreted yet."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from contratrata.ground.base.answers import Answer
from contratrata.ground.codes.public import fold

from .child import TOP
from .problems import EMPTY, FORM, MOST_ROWS, MOST_TEXT, ROWS, FileProblem
from .reading import Book, RawRow, Source, open_book

_LONGEST_HEADER = 1_000
_TICKS = frozenset("✓✔☑")
_UNSEEN = {mark: None for mark in (*range(32), 0x200B, 0xFEFF) if chr(mark) not in "\n\t"} | {0xA0: " "}
_RISKY = ("=", "+", "-", "@", "\t", "\r")
_ENDINGS = {
    "xlsx": {".xlsx"},
    "xls": {".xls"},
    "ods": {".ods"},
    "csv": {".csv", ".txt", ".tsv"},
    "xml": {".xml"},
}
#: The column that carries the key of a row through our report and back.
KEY_COLUMN = "Código de origen"


_UNKNOWN = _("No se reconocen las columnas: falta la fila con los títulos.")


def _never(_header: str) -> bool:
    return False


def _no_choice(_header: str) -> tuple[str, str] | None:
    return None


@dataclasses.dataclass(frozen=True, slots=True)
class Headers:
    """How the columns of one kind of thing are known by what stands above them.

    `field_of`: the name of the field a header means; `choice_of`: field and choice of a column for one choice;
    `is_field_name`: written for machines, not for people; `is_of_tool`: added by a tool for itself. A header row
    names at least `fewest` fields. `source_ids`: columns whose first filled value identifies the row.
    """

    field_of: Callable[[str], str | None]
    choice_of: Callable[[str], tuple[str, str] | None] = _no_choice
    is_field_name: Callable[[str], bool] = _never
    is_of_tool: Callable[[str], bool] = _never
    source_ids: tuple[str, ...] = (KEY_COLUMN, "Source ID")
    answered_at: tuple[str, ...] = ()
    not_read: frozenset[str] = frozenset()
    fewest: int = 2
    unknown: str | Promise = _UNKNOWN

    @classmethod
    def of(cls, spellings: Mapping[str, Sequence[str]], *, fewest: int = 2) -> "Headers":
        """From the spellings of each field by its name. Raises `ValueError` for one that means two fields."""
        known: dict[str, str] = {}
        for name, labels in spellings.items():
            for label in (name, *labels):
                if known.setdefault(fold(label), name) != name:
                    raise ValueError(f"{label!r} names two fields")
        return cls(lambda header: known.get(fold(header)), fewest=fewest)

    def is_source_id(self, header: str) -> bool:
        """Whether the column identifies the row where it came from."""
        return header.strip().casefold() in {name.casefold() for name in self.source_ids}


class Flag(StrEnum):
    """What was noticed about the cells of a row."""

    FORMULA = "formula"  # the value of a formula was taken
    FORMULA_WITHOUT_VALUE = "formula_without_value"  # the file holds no value for it: nothing was taken
    LOOKS_LIKE_FORMULA = "looks_like_formula"  # text that a sheet would run: kept as text
    MERGED = "merged"  # cells merged with others: the value stands in the first only
    TOO_LONG = "too_long"  # a text was cut
    MORE_CELLS = "more_cells"  # cells beyond the last header
    UNCLEAR_CHOICE = "unclear_choice"  # neither yes nor no in the column of a choice: kept apart


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
class Column:
    """What a column is: a field, a choice of one, a mark of the source, or unknown."""

    position: int
    header: str
    field: str | None = None
    choice: str | None = None


@dataclasses.dataclass(frozen=True)
class SourceTable:
    """The rows of a file. Iterate it (the file is read anew); raises `FileProblem` where a row cannot be read.

    `notes` are words about the file as a whole; `epoch1904`: numbers that stand for days count from 1904.
    """

    kind: str
    columns: tuple[Column, ...]
    notes: tuple[str | Promise, ...]
    headers: Headers
    epoch1904: bool
    _rows: Callable[[], Iterator[RawRow]]

    @property
    def unknown(self) -> tuple[str, ...]:
        """Headers that name nothing we know, and that no collecting tool added (kept as `extra`)."""
        named = (one.header for one in self.columns if one.field is None)
        return tuple(header for header in named if not _is_mark(self.headers, header))

    def __iter__(self) -> Iterator[SourceRow]:
        taken = 0
        for raw in self._rows():
            row = _source_row(raw, self.columns, self.headers)
            if row is None:
                continue
            taken += 1
            if taken > MOST_ROWS:
                raise FileProblem(ROWS, row=raw.number)
            yield row


def open_table(source: Source, filename: str, headers: Headers) -> SourceTable:
    """The table of a file: its first visible sheet whose columns are known. Raises `FileProblem`.

    `filename` is only compared with what the bytes say.
    """
    book = open_book(source)
    if {"survey", "choices"} <= {sheet.name for sheet in book.sheets}:
        raise FileProblem(FORM)
    notes: list[str | Promise] = list(book.notes)
    chosen: SourceTable | None = None
    problem: FileProblem | None = None
    for sheet in book.sheets:
        if sheet.name in headers.not_read:
            continue
        try:
            table = _table(book, sheet.name, sheet.top, headers)
        except FileProblem as refused:
            problem = problem or refused
            continue
        if sheet.hidden:
            notes.append(format_lazy(_("La hoja oculta «{name}» tiene datos y no se lee."), name=sheet.name))
        elif chosen is not None:
            notes.append(format_lazy(_("La hoja «{name}» también tiene datos y no se lee."), name=sheet.name))
        else:
            chosen = table
    if chosen is None:
        raise problem or FileProblem(EMPTY)
    notes = [*notes, *chosen.notes]
    ending = Path(filename).suffix.lower()
    if ending and ending not in _ENDINGS[book.kind]:
        words = _("El archivo se llama {ending}, pero es {kind}: se leyó como lo que es.")
        notes.append(format_lazy(words, ending=ending, kind=book.kind))
    return dataclasses.replace(chosen, notes=tuple(dict.fromkeys(notes)))


def _table(book: Book, name: str, top: Sequence[RawRow], headers: Headers) -> SourceTable:
    """Finds the header among the first rows. Raises `FileProblem` when there is none."""
    top = [row for row in top if any(_text(cell) for cell in row.cells)][:TOP]
    if not top:
        raise FileProblem(EMPTY)
    hits = [_known(row, headers) for row in top]
    best = max(range(len(top)), key=lambda i: (hits[i], -i))
    if hits[best] < headers.fewest:
        raise FileProblem(headers.unknown)
    rows = [top[best]]
    beside = [top[i] for i in (best - 1, best + 1) if 0 <= i < len(top)]
    rows += [row for row in beside if _is_second_header(row, top[best], headers)]
    names = next((row for row in rows if _names_fields(row, headers)), None)
    labels = next((row for row in rows if row is not names), None)
    columns, notes = _columns(names, labels, headers)
    last = max(row.number for row in rows)

    def data() -> Iterator[RawRow]:
        return (row for row in book.rows(name) if row.number > last)

    return SourceTable(book.kind, columns, tuple(notes), headers, book.epoch1904, data)


def _known(row: RawRow, headers: Headers) -> int:
    texts = [_text(cell) for cell in row.cells]
    return sum(bool(text and (headers.field_of(text) or headers.choice_of(text))) for text in texts)


def _names_fields(row: RawRow, headers: Headers) -> bool:
    texts = [text for cell in row.cells if (text := _text(cell))]
    return sum(map(headers.is_field_name, texts)) * 2 > len(texts)


def _is_second_header(row: RawRow, first: RawRow, headers: Headers) -> bool:
    """Workbooks may hold two header rows: hidden field names, and labels that people see."""
    different = _names_fields(row, headers) != _names_fields(first, headers)
    return different and _known(row, headers) >= headers.fewest


def _columns(
    names: RawRow | None, labels: RawRow | None, headers: Headers
) -> tuple[tuple[Column, ...], list[str | Promise]]:
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
        column = _column(position, name, label, headers)
        if name and label and column.field and headers.field_of(name) not in (column.field, None):
            notes.append(
                format_lazy(
                    _("«{label}»: el nombre oculto de la columna es otro; vale el título visible."),
                    label=label,
                )
            )
        key = f"{column.field}/{column.choice or ''}" if column.field else f"?{header}"
        if key in seen:
            notes.append(
                format_lazy(_("«{header}» está repetida: la segunda se guarda aparte."), header=header)
            )
            column = Column(position, f"{header} ({position + 1})")
        seen[key] = header
        columns.append(column)
    return tuple(columns), notes


def _column(position: int, name: str, label: str, headers: Headers) -> Column:
    for header in filter(None, (label, name)):
        if field := headers.field_of(header):
            return Column(position, header, field)
        if choice := headers.choice_of(header):
            return Column(position, header, *choice)
    return Column(position, label or name)


def _at(row: RawRow | None, position: int) -> str:
    return _text(row.cells[position]) if row and position < len(row.cells) else ""


def _text(cell: Any) -> str:
    """The text of a cell as a header; what is longer than any header is not folded as a whole."""
    return " ".join(str(cell)[:_LONGEST_HEADER].split()) if cell is not None else ""


def _source_row(raw: RawRow, columns: Sequence[Column], headers: Headers) -> SourceRow | None:
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
            cells[column.field] = value
        elif (answer := _ticked(value)) is Answer.YES:
            chosen.setdefault(column.field, []).append(column.choice)
        elif answer is None:
            extra[column.header] = value
            flags.setdefault(Flag.UNCLEAR_CHOICE, []).append(column.header)
    cells = {name: ";".join(choices) for name, choices in chosen.items()} | cells
    if not cells and all(map(headers.is_of_tool, extra)):
        return None
    if _has_more_cells(raw, columns):
        flags[Flag.MORE_CELLS] = []
    if raw.merged:
        flags[Flag.MERGED] = []
    return SourceRow(
        number=raw.number,
        cells=cells,
        extra={header: value for header, value in extra.items() if not _is_mark(headers, header)},
        flags={flag: tuple(names) for flag, names in flags.items()},
        source_id=_first(extra, headers.source_ids),
        answered_at=_first(extra, headers.answered_at),
    )


def _ticked(value: Any) -> Answer | None:
    """Whether a choice is marked in the column of its own; None where that cannot be read."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return Answer.YES if str(value) in _TICKS else Answer.from_text(value)


def _is_mark(headers: Headers, header: str) -> bool:
    return headers.is_source_id(header) or headers.is_of_tool(header)


def _has_more_cells(raw: RawRow, columns: Sequence[Column]) -> bool:
    """Whether something stands right of the first column under no header (left of it: numbers of rows)."""
    known = {column.position for column in columns}
    return any(
        i > min(known) and i not in known and _cleaned(cell) is not None for i, cell in enumerate(raw.cells)
    )


def _first(extra: Mapping[str, Any], names: Sequence[str]) -> str | None:
    by_key = {header.strip().casefold(): value for header, value in extra.items()}
    row = next((by_key[name.casefold()] for name in names if by_key.get(name.casefold()) is not None), None)
    if isinstance(row, float) and row.is_integer():
        row = int(row)
    return str(row).strip() if row is not None else None


def _cleaned(cell: Any) -> Any:
    """The cell without blanks around it; None when nothing is in it."""
    if isinstance(cell, str):
        cell = cell.translate(_UNSEEN).strip()
        if cell[:1] == "'" and cell[1:2] in _RISKY:  # so a sheet of ours marks text that is no formula
            cell = cell[1:]
    return None if cell is None or cell == "" else cell


def _watched(value: str, column: Column, flags: dict[Flag, list[str]]) -> str:
    if value.startswith(_RISKY) and not value.lstrip("+-").replace(" ", "").replace("-", "").isdigit():
        flags.setdefault(Flag.LOOKS_LIKE_FORMULA, []).append(column.header)
    if len(value) > MOST_TEXT:
        flags.setdefault(Flag.TOO_LONG, []).append(column.header)
        return value[:MOST_TEXT]
    return value
