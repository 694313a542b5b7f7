"""Answers of the XForm as XML, one submission or many in one file.

Parsed by expat with every door to the outside shut: a document type or an entity is refused, not resolved.
"""

import dataclasses
from collections.abc import Iterator
from typing import BinaryIO
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _

from .fields import field_of
from .problems import MOST_ROWS, MOST_TEXT, FileProblem
from .table import RawRow, SourceTable, make_table, too_many_rows

_CHUNK = 1 << 16
_DEEPEST = 30
_MOST_LEAVES = 500


@dataclasses.dataclass(slots=True)
class _Node:
    name: str
    text: list[str]
    leaf: bool = True
    fields: int = 0


class _Collector:
    """Takes as one submission the outermost element that directly or through groups holds known fields."""

    def __init__(self) -> None:
        self.path: list[_Node] = []
        self.leaves: list[list[tuple[str, str]]] = [[]]
        self.rows: list[dict[str, str]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        plain = name.rsplit(":", 1)[-1]
        if not self.path and plain == "html":
            raise FileProblem(
                _("Es el formulario XForm, no sus respuestas. Exporte y traiga las respuestas.")
            )
        if len(self.path) >= _DEEPEST:
            raise FileProblem(_("El archivo XML está anidado más de lo que se admite."))
        if self.path:
            self.path[-1].leaf = False
        self.path.append(_Node(plain, []))
        self.leaves.append([])
        if "instanceID" in attributes:
            self.leaves[-1].append(("instanceID", attributes["instanceID"]))

    def text(self, data: str) -> None:
        if self.path and sum(map(len, self.path[-1].text)) <= MOST_TEXT:
            self.path[-1].text.append(data)

    def end(self, _name: str) -> None:
        node = self.path.pop()
        own = self.leaves.pop()
        if node.leaf:
            self.leaves[-1].append((node.name, "".join(node.text).strip()))
            return
        if len(own) > _MOST_LEAVES:
            raise FileProblem(_("El archivo XML tiene más campos de los que se admiten."))
        # A group has few known fields of its own; a submission is what holds the form's version or its id.
        if self._is_submission(own):
            self.rows.append(dict(reversed([pair for pair in own if pair[1]])))
            if len(self.rows) > MOST_ROWS:
                raise too_many_rows()
        else:
            self.leaves[-1].extend(own)

    def finish(self) -> None:
        """What holds fields but no mark of a submission is one submission as a whole."""
        rest = self.leaves[0]
        if not self.rows and sum(field_of(name) is not None for name, _text in rest) >= 3:
            self.rows.append(dict(reversed([pair for pair in rest if pair[1]])))

    def _is_submission(self, own: list[tuple[str, str]]) -> bool:
        names = {name for name, _text in own}
        marked = names & {"instanceID", "__version__", "_uuid", "start"}
        return bool(marked) and sum(field_of(name) is not None for name in names) >= 3


def read_submissions(file: BinaryIO) -> SourceTable:
    """The rows of an XML file of answers. Raises `FileProblem`."""
    collector = _Collector()
    parser = expat.ParserCreate()
    parser.StartElementHandler = collector.start
    parser.EndElementHandler = collector.end
    parser.CharacterDataHandler = collector.text
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.UnparsedEntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse
    file.seek(0)
    try:
        while chunk := file.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as wrong:
        raise FileProblem(_("El archivo XML está mal formado."), row=wrong.lineno) from None
    collector.finish()
    if not collector.rows:
        raise FileProblem(_("El archivo XML no contiene respuestas del formulario de HTCDS."))
    headers = list(dict.fromkeys(name for row in collector.rows for name in row))

    def rows() -> Iterator[RawRow]:
        yield RawRow(0, headers)
        for number, row in enumerate(collector.rows, start=1):
            yield RawRow(number, [row.get(name) for name in headers])

    return make_table("xml", rows, ())


def _refuse(*_declaration: object) -> int:
    raise FileProblem(_("El archivo XML declara entidades o un tipo de documento: no se abre por seguridad."))
