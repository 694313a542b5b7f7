"""How much text a zipped sheet gives back, added up before a library opens it.

A few bytes may stand for very much: one shared string used by many cells, one cell repeated over many rows.
The parts are parsed as a stream, as UTF-8 whatever they declare, without definitions. Where the reader could
take another meaning than this count, the file is refused or the larger cost is counted.
"""

import abc
import dataclasses
import re
import zipfile
from array import array
from collections.abc import Mapping, Sequence
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _

from .problems import MOST_COLUMNS, MOST_ROWS, FileProblem
from .table import too_many_rows

#: Four bytes for each of the 32,767 characters that a cell of Excel may hold.
MOST_CELL_TEXT = 4 * 32_767
#: Bytes of text over all cells, at most; a small file gives back less (see `Budget`).
MOST_HELD = 256 << 20
_SHARED_COST = 24  # what the reader keeps about each shared string besides its text
_MOST_MERGED = MOST_ROWS
#: A cell that names a shared string as programs write it; anything that says `s` otherwise is parsed.
_USUAL = re.compile(rb' t="s"><v>(\d{1,9})</v></c>')
#: Comments, definitions, texts within the cells, merged cells: a sheet that has them is parsed.
_UNUSUAL = (b"<!", b"<is", b":is", b"mergeCell")
_TYPES = (b' t="n"', b' t="b"', b' t="e"')  # of cells without text
_CHUNK = 1 << 18
_MOST_UNFINISHED = 8 << 20  # one mark of XML that does not end is kept in memory as a whole


def measure_xlsx(archive: zipfile.ZipFile, members: Sequence[str]) -> None:
    """Refuses a workbook whose sheets give back too much text, or merge too many cells."""
    budget = Budget.of(archive)
    lengths = array("L")
    held = 0
    for name in archive.namelist():
        if plain(name) == "xl/sharedstrings.xml":
            strings = _Strings(budget)
            _parse(archive, name, strings)
            lengths, held = strings.lengths, strings.held
    merged = 0
    for member in members:
        sheet = _Sheet(budget, lengths, held, merged)
        if not _usual(archive, member, sheet):
            sheet = _Sheet(budget, lengths, held, merged)
            _parse(archive, member, sheet)
        held, merged = sheet.held, sheet.merged


def measure_ods(archive: zipfile.ZipFile) -> tuple[bool, bool]:
    """Refuses a document that gives back too much. Says whether it holds formulas, and merged cells."""
    document = _Document(Budget.of(archive))
    _parse(archive, "content.xml", document)
    return document.formulas, document.merged


def plain(name: str) -> str:
    """The name of a member as the reader compares it."""
    return name.replace("\\", "/").lstrip("/").lower()


def too_much() -> FileProblem:
    """The refusal of a file that is small and unpacks to very much."""
    return FileProblem(_("El archivo ocupa demasiado al abrirse. Divídalo en varios."))


def too_wide(row: int) -> FileProblem:
    """The refusal of a sheet with more columns than one import takes."""
    return FileProblem(_("La hoja tiene más de 200 columnas. Deje solo las que va a traer."), row=row)


@dataclasses.dataclass(frozen=True, slots=True)
class Budget:
    """What a file may give back: so much in any case, more for each byte it really brings."""

    text: int
    cells: int

    @classmethod
    def of(cls, archive: zipfile.ZipFile) -> "Budget":
        brought = sum(one.compress_size for one in archive.infolist())
        return cls(
            text=min(MOST_HELD, (32 << 20) + 20 * brought),
            cells=min((MOST_ROWS + 1_000) * MOST_COLUMNS, 2_000_000 + 4 * brought),
        )


class _Texts(abc.ABC):
    """Adds texts up: `length` within one cell, `held` over all."""

    def __init__(self, budget: Budget, held: int = 0) -> None:
        self.budget = budget
        self.held = held
        self.inside = False
        self.length = 0

    @abc.abstractmethod
    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A mark begins."""

    @abc.abstractmethod
    def end(self, name: str) -> None:
        """A mark ends."""

    def text(self, data: str) -> None:
        if self.inside:
            self.add(_size(data))

    def begin(self) -> None:
        """A cell or string begins; in another one the reader would see something else than we do."""
        if self.inside:
            raise _damaged()
        self.inside, self.length = True, 0

    def add(self, length: int) -> None:
        self.length += length
        if self.length > MOST_CELL_TEXT:
            raise too_much()

    def hold(self, length: int) -> None:
        self.held += length
        if self.held > self.budget.text:
            raise too_much()


class _Strings(_Texts):
    """The shared strings of a workbook: how long each is."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.lengths = array("L")

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if _local(name) == "si":
            self.begin()

    def end(self, name: str) -> None:
        if _local(name) == "si":
            self.inside = False
            self.lengths.append(self.length)
            self.hold(self.length + _SHARED_COST)


class _Sheet(_Texts):
    """The cells of one sheet of a workbook, each with the shared string it names."""

    def __init__(self, budget: Budget, lengths: Sequence[int], held: int, merged: int) -> None:
        super().__init__(budget, held)
        self.lengths = lengths
        self.longest = max(lengths, default=0)
        self.merged = merged
        self.is_shared = False
        self.index: list[str] | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if self.index is not None:
            raise _damaged()
        local = _local(name)
        if local == "c":
            self.begin()
            self.is_shared = attributes.get("t") == "s"
        elif local == "v" and self.is_shared:
            self.index = []
        elif local == "mergeCell":
            self.merged += 1
            if self.merged > _MOST_MERGED:
                raise too_much()

    def text(self, data: str) -> None:
        if self.inside:
            self.add(_size(data))
            if self.index is not None:
                self.index.append(data)

    def end(self, name: str) -> None:
        if self.index is not None:
            self.hold(self._named(self.index))
            self.index = None
        elif _local(name) == "c":
            self.hold(self.length)
            self.inside = self.is_shared = False

    def _named(self, pieces: Sequence[str]) -> int:
        """The length of the string an index names; the longest where the reader may read another index."""
        if len(pieces) == 1 and pieces[0].isascii() and pieces[0].isdigit():
            return self.length_at(int(pieces[0]))
        return self.longest

    def length_at(self, index: int) -> int:
        return self.lengths[index] if index < len(self.lengths) else self.longest


class _Document(_Texts):
    """The tables of an OpenDocument sheet, where cells and rows say how often they stand."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.formulas = self.merged = False
        self.spread = 0  # cells of all tables, the empty ones between others too
        self.row = self.rows = self.height = self.width = 0
        self.column = self.last = self.cost = 0
        self.cells = 1
        self.holds = self.in_row = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "table:table":
            self._table()
        elif name == "table:table-row":
            if self.in_row:
                raise _damaged()
            self.in_row = True
            self.rows = _times(attributes, "table:number-rows-repeated")
            self.column = self.last = self.cost = 0
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._cell(attributes)
        elif name == "text:s" and self.inside:
            self.add(_times(attributes, "text:c"))

    def _cell(self, attributes: Mapping[str, str]) -> None:
        self.begin()
        self.cells = _times(attributes, "table:number-columns-repeated")
        self.holds = False
        for name, value in attributes.items():
            if name == "table:formula" or name.startswith("office:"):
                self.holds = True
                self.add(_size(value))
                self.formulas = self.formulas or name == "table:formula"
            elif name in ("table:number-rows-spanned", "table:number-columns-spanned") and value != "1":
                self.merged = True

    def end(self, name: str) -> None:
        if name in ("table:table-cell", "table:covered-table-cell"):
            self.inside = False
            self.column += self.cells
            self.cost += self.length * self.cells
            if self.holds:
                self.last = self.column
        elif name == "table:table-row":
            self.in_row = False
            self.row += self.rows
            if self.last:
                self._row()
        elif name == "table:table":
            self._table()

    def _table(self) -> None:
        self.spread += self.height * self.width
        self.row = self.height = self.width = 0
        if self.spread > self.budget.cells:
            raise too_much()

    def _row(self) -> None:
        self.height, self.width = self.row, max(self.width, self.last)
        if self.row > MOST_ROWS + 1_000:
            raise too_many_rows(self.row)
        if self.last > MOST_COLUMNS:
            raise too_wide(self.row)
        self.hold(self.cost * self.rows)


def _parse(archive: zipfile.ZipFile, member: str, texts: _Texts) -> None:
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = texts.start
    parser.EndElementHandler = texts.end
    parser.CharacterDataHandler = texts.text
    parser.StartDoctypeDeclHandler = _refuse_definitions
    fed = 0
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            fed += len(chunk)
            parser.Parse(chunk)
            if fed - parser.CurrentByteIndex > _MOST_UNFINISHED:
                raise too_much()
        parser.Parse(b"", True)


def _usual(archive: zipfile.ZipFile, member: str, sheet: _Sheet) -> bool:
    """Adds up a sheet that names its strings only as every program does, quicker; False for any other."""
    with archive.open(member) as stream:
        rest = b""
        while chunk := stream.read(_CHUNK):
            rest += chunk
            cut = rest.rfind(b"<c ")
            if cut > 0:
                if not _add_usual(rest[:cut], sheet):
                    return False
                rest = rest[cut:]
            elif len(rest) > _MOST_UNFINISHED:
                return False
    return _add_usual(rest, sheet)


def _add_usual(part: bytes, sheet: _Sheet) -> bool:
    named = _USUAL.findall(part)
    if any(mark in part for mark in _UNUSUAL) or len(named) != part.count(b'"s"') + part.count(b"'s'"):
        return False
    if part.count(b' t="') != len(named) + sum(map(part.count, _TYPES)):
        return False
    sheet.hold(sum(map(sheet.length_at, map(int, named))))
    return True


def _refuse_definitions(*_about: object) -> None:
    raise FileProblem(_("El archivo contiene definiciones que no se abren por seguridad."))


def _damaged() -> FileProblem:
    return FileProblem(_("El archivo está dañado o incompleto: no se puede abrir."))


def _times(attributes: Mapping[str, str], name: str) -> int:
    times = attributes.get(name, "1")
    if not (times.isascii() and times.isdigit()):
        raise _damaged()
    return int(times)


def _local(name: str) -> str:
    return name.partition(":")[2] if ":" in name else name


def _size(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode(errors="surrogatepass"))
