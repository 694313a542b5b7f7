"""The importer that a list of facts needs: its headings, cells and remarks follow from their declaration.

A package says what is its own: `write` makes a thing of values under a token, `find` says which of these tokens made
one, `remove` takes one back. A noun says nothing at all (`nouns.importing`).
"""

import abc
import datetime as dt
import functools
import hashlib
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.scope import Scope
from contratrata.ground.codes.public import fold
from contratrata.ground.kinds.public import Fact, Unreadable, check_values
from contratrata.ground.sheets.public import Headers, SourceRow

from .findings import Finding, Kind, plain
from .importer import Importer, Reading, Understood

#: Values by fact, and the token that they are written under.
Written = tuple[dict[str, Any], uuid.UUID]


class FactsImporter(Importer[Written]):
    """Brings things of declared facts. What is not known of a thing comes in empty; what is required is not."""

    confidential = False
    help_template = "imports/facts_help.html"
    before_reversing = _l(
        "Se quita todo lo que entró y nadie cambió. Después puede traer el archivo de nuevo."
    )

    def __init__(self, facts: Sequence[Fact], *, ours: Callable[[], Collection[str]] = tuple) -> None:
        self.facts = tuple(facts)
        self._ours = ours

    @functools.cached_property
    def headers(self) -> Headers:
        """Every heading of a fact, in every language; `ours`: those that our own sheet has besides are no news."""
        named = {cell: names for fact in self.facts for cell, names in fact.kind.headings(fact).items()}
        ours = {fold(title) for code, _name in settings.LANGUAGES for title in self._in(code)}
        known = Headers.of({cell: [n for n in names if n != cell] for cell, names in named.items()}, fewest=1)
        return Headers(known.field_of, is_of_tool=lambda header: fold(header) in ours, fewest=1)

    def _in(self, language: str) -> Iterator[str]:
        with override(language):
            yield from [str(one) for one in self._ours()]

    @abc.abstractmethod
    def write(self, values: Mapping[str, Any], token: uuid.UUID) -> uuid.UUID:
        """Make a thing by the operation that its form calls. Raises `DomainError`."""

    @abc.abstractmethod
    def find(self, tokens: Collection[uuid.UUID]) -> Collection[uuid.UUID]:
        """Those of these tokens that made a thing of this organisation."""

    @abc.abstractmethod
    def remove(self, made_id: uuid.UUID) -> None:
        """Take a thing back. Raises `WrongState` when somebody worked on it."""

    def understand(self, row: SourceRow, reading: Reading) -> Understood[Written]:
        """Each fact from its cells; what is not understood, and columns of no fact, are asked about."""
        values: dict[str, Any] = {}
        findings = [
            Finding(header, Kind.ASKED, _("No se sabe qué es esta columna: no se trae."), raw)
            for header, raw in row.extra.items()
        ]
        cells = {name: _text(cell) for name, cell in row.cells.items()}
        for fact in self.facts:
            try:
                values[fact.name] = _read(fact, cells)
            except Unreadable as unclear:
                raw = next((row.cells[name] for name in fact.kind.headings(fact) if name in row.cells), "")
                findings.append(Finding(fact.name, Kind.ASKED, str(unclear.words), raw))
                values[fact.name] = fact.kind.empty
        try:
            values = check_values(self.facts, values)
        except DomainError as error:
            findings.append(Finding(error.field or "", Kind.REFUSED, error.message))
        return Understood((values, token_of(reading.key)), findings, self.name_of(values))

    def name_of(self, values: Mapping[str, Any]) -> str:
        """What a thing of these values is called."""
        return next((sentence for fact in self.facts if (sentence := fact.words(values.get(fact.name)))), "")

    def is_field(self, name: str) -> bool:
        """One of the facts."""
        return any(fact.name == name for fact in self.facts)

    def label_of(self, field: str) -> str:
        """What the fact is called."""
        return next((fact.title for fact in self.facts if fact.name == field), field)

    def apply(self, batch: Sequence[Written]) -> Sequence[uuid.UUID]:
        """Write each."""
        return [self.write(values, token) for values, token in batch]

    def reverse(self, ids: list[uuid.UUID]) -> int:
        """Remove each."""
        for one in ids:
            self.remove(one)
        return len(ids)

    def known(self, scope: Scope, keys: Collection[str]) -> Collection[str]:
        """The keys whose token made a thing."""
        by_token = {token_of(key): key for key in keys}
        return {by_token[token] for token in self.find(by_token)}


def token_of(key: str) -> uuid.UUID:
    """The token under which the row of this key is written: the same row makes the same thing."""
    return uuid.UUID(bytes=hashlib.sha256(f"import|{key}".encode()).digest()[:16])


def _text(cell: Any) -> str:
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        cell = cell.date()
    return plain(cell)


def _read(fact: Fact, cells: Mapping[str, str]) -> Any:
    """What the cells mean in the language of the reader, else in another: a sheet is in that of who made it."""
    unclear: Unreadable | None = None
    for code in dict.fromkeys((get_language() or "", *(code for code, _name in settings.LANGUAGES))):
        with override(code or settings.LANGUAGE_CODE):
            try:
                return fact.kind.read_cells(fact, cells)
            except Unreadable as error:
                unclear = unclear or error
    raise unclear or Unreadable("")
