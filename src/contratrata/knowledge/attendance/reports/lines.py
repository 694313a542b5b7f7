"""From the rows of a file to lines of people, whatever stands around them: preambles, several sections, sheets."""

import dataclasses
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contratrata.ground.codes.public import fold, repair_text
from contratrata.ground.sheets.public import Book, FileProblem, RawRow

from .moments import Written, seconds_of, unit_of, written
from .report import Doubt
from .words import Field, Platform, words

_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"]+@[^\s@<>()\[\],;:\"]+\.[^\W\d_]{2,}")
_UNSEEN = dict.fromkeys((*range(32), 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF))
_PEOPLE = (Field.NAME, Field.FIRST_NAME, Field.EMAIL)
_TIMES = (Field.JOINED, Field.SECONDS, Field.ALL_SECONDS, Field.FIRST_JOINED, Field.MOMENT)
_NOTHING = frozenset({"", "-", "--", "n/a", "–", "—"})


@dataclasses.dataclass(slots=True)
class Line:
    """One row about somebody. `seconds`: what its duration may mean (`moments.seconds_of`); `whole`: it speaks of all
    her stays together; `action`: whether she came (True) or went (False) at `joined`, in a log of both."""

    number: int
    name: str = ""
    email: str = ""
    joined: Written | None = None
    left: Written | None = None
    seconds: tuple[int, ...] = ()
    guest: bool | None = None
    whole: bool = False
    action: bool | None = None
    doubts: set[Doubt] = dataclasses.field(default_factory=set)

    @property
    def key(self) -> str:
        """Who it is within the file."""
        return self.email or fold(self.name)


@dataclasses.dataclass(slots=True)
class FileLines:
    """Everything that a file says, before anything is decided."""

    platform: Platform
    lines: list[Line]
    notes: list[str]
    skipped: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class _Section:
    """Where the fields stand in the rows under a heading."""

    at: dict[Field, int]
    unit: int | None
    whole: bool

    def cell(self, row: RawRow, *fields: Field) -> Any:
        """What stands in the first of these columns that there is."""
        position = next((self.at[field] for field in fields if field in self.at), None)
        value = row.cells[position] if position is not None and position < len(row.cells) else None
        if isinstance(value, str):
            value = " ".join(value.translate(_UNSEEN).split())
            return None if value in _NOTHING else value
        return value

    def text(self, row: RawRow, *fields: Field) -> str:
        """The same as text, broken letters mended."""
        value = self.cell(row, *fields)
        return "" if value is None else repair_text(str(value))[0]

    def truth(self, row: RawRow, field: Field) -> bool | None:
        """Yes or no; None where there is no such column, or neither stands in it."""
        return words().truth(self.cell(row, field)) if field in self.at else None


def find(book: Book) -> FileLines:
    """The lines of all visible sheets. Raises `FileProblem` when nothing in them is a report."""
    content = FileLines(Platform.OTHER, [], [str(note) for note in book.notes])
    sections = sum(_read_sheet(content, book.rows(sheet.name)) for sheet in book.sheets if not sheet.hidden)
    if not sections:
        raise FileProblem(
            _(
                "No se reconoce como informe de asistencia: falta la fila con los títulos (nombre o correo, entrada, "
                "salida o duración). Traiga el informe tal como lo dio Zoom, Teams, BigBlueButton o Meet, o cambie "
                "los títulos por «Nombre», «Correo», «Entrada», «Salida» y «Duración (minutos)»."
            )
        )
    if content.skipped:
        content.notes.append(
            ngettext(
                "Se dejó fuera %(n)s fila de la sala de espera o de quien no asistió.",
                "Se dejaron fuera %(n)s filas de la sala de espera o de quienes no asistieron.",
                content.skipped,
            )
            % {"n": content.skipped}
        )
    content.lines = _without_sums(_paired(content.lines))
    return content


def _read_sheet(content: FileLines, rows: Iterable[RawRow]) -> int:
    """Read one sheet; how many sections of people there were. A lone cell is a title when a heading follows it."""
    section: _Section | None = None
    sections, alone = 0, list[Line]()
    for row in rows:
        heading = _heading(row.cells, content)
        if heading is not None:
            section, sections = heading, sections + (heading.at != {})
            alone.clear()
            continue
        if section is None or not section.at:
            continue
        content.lines += alone
        alone.clear()
        if section.truth(row, Field.WAITING) is True or section.truth(row, Field.ATTENDED) is False:
            content.skipped += 1
        elif sum(cell not in (None, "") for cell in row.cells) == 1:
            alone.append(_line(row, section))
        else:
            content.lines.append(_line(row, section))
    content.lines += alone
    return sections


def _heading(cells: Sequence[Any], content: FileLines) -> _Section | None:
    """The section that begins with this row; one without columns for the block about the meeting; else None."""
    folded = [fold(str(cell)) if isinstance(cell, str) else "" for cell in cells]
    known = words()
    about_meeting = any(cell in known.meeting for cell in folded)
    at: dict[Field, int] = {}
    for position, cell in enumerate(folded):
        field = known.fields.get(cell)
        if field and (about_meeting or field not in at):
            at[field] = position
    platform = next((known.platforms[cell] for cell in folded if cell in known.platforms), None)
    people = any(field in at for field in _PEOPLE) and any(field in at for field in _TIMES)
    if about_meeting and Field.JOINED not in at:
        people, at = len(at) >= 1 and len(folded) > 1, {}
    if not people:
        return None
    if platform and content.platform is Platform.OTHER:
        content.platform = platform
    if {Field.FIRST_NAME, Field.LAST_NAME} <= at.keys() and content.platform is Platform.OTHER:
        content.platform = Platform.MEET
    duration = at.get(Field.SECONDS, at.get(Field.ALL_SECONDS))
    unit = unit_of(str(cells[duration])) if duration is not None else None
    return _Section(at, unit, Field.JOINED not in at and Field.MOMENT not in at)


def _line(row: RawRow, section: _Section) -> Line:
    name = section.text(row, Field.NAME) or " ".join(
        filter(None, (section.text(row, Field.FIRST_NAME), section.text(row, Field.LAST_NAME)))
    )
    line = Line(row.number, name[:300], whole=section.whole)
    places = (section.text(row, Field.EMAIL), section.text(row, Field.ACCOUNT), name)
    line.email = next(filter(None, map(in_address, places)), "")
    line.guest = section.truth(row, Field.GUEST)
    line.joined = _read(line, written, section.cell(row, Field.JOINED, Field.FIRST_JOINED, Field.MOMENT))
    line.left = _read(line, written, section.cell(row, Field.LEFT, Field.LAST_LEFT))
    duration = section.cell(row, Field.SECONDS, Field.ALL_SECONDS)
    line.seconds = _read(line, lambda cell: seconds_of(cell, section.unit), duration) or ()
    if Field.ACTION in section.at:
        line.action = _action(section.text(row, Field.ACTION), line)
    if not line.name and not line.email:
        line.doubts.add(Doubt.NAMELESS)
    return line


def in_address(text: str) -> str:
    """The first e-mail address that stands in a text, in small letters; "" without one."""
    match = _ADDRESS.search(text)
    return match[0].lower()[:254] if match else ""


def _read(line: Line, reader: Callable[[Any], Any], cell: Any) -> Any:
    value = reader(cell) if cell is not None else None
    if cell is not None and not value:
        line.doubts.add(Doubt.UNREADABLE)
    return value


def _action(text: str, line: Line) -> bool | None:
    folded = fold(text)
    if folded in words().came:
        return True
    if folded not in words().went:
        line.doubts.add(Doubt.UNREADABLE)
        return None
    return False


def _paired(lines: list[Line]) -> list[Line]:
    """A log of comings and goings as stays: from the first coming of somebody until all her devices went."""
    result: list[Line] = []
    there: dict[str, tuple[Line, int]] = {}
    for line in lines:
        came, devices = there.pop(line.key, (None, 0))
        if line.action is True:
            there[line.key] = (came or line, devices + 1)
        if line.action is False and came:
            came.left = line.joined
            if devices > 1:
                there[line.key] = (came, devices - 1)
        elif line.action is False:  # went without having come: she was there before the log began
            line.joined, line.left = None, line.joined
        if came is None:
            result.append(line)
    return result


def _without_sums(lines: list[Line]) -> list[Line]:
    """Where a file tells somebody's stays one by one, her line of all together says nothing more."""
    single = {key for line in lines if not line.whole for key in (line.email, fold(line.name)) if key}
    named = {fold(line.name) for line in lines if not line.whole and not line.email}
    return [line for line in lines if not (line.whole and (line.key in single or fold(line.name) in named))]
