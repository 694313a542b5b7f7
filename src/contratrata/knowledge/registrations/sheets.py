"""The list for the door on paper: a line each, with room to sign."""

from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from contratrata.ground.codes.public import country_name, sort_key
from contratrata.ground.paper.public import TableBlock, Text, document

from .happenings import Happening, moment_words
from .listing import Line


def sheet_of(event: Happening, lines: Sequence[Line]) -> bytes:
    """The PDF, in the language of who prints it. Raises `PaperError`."""
    language = get_language() or "es"
    head = [_("Nombre"), _("País"), _("Código"), _("Firma")]
    rows = [
        [line.name or _("Datos borrados"), country_name(line.row.country), line.row.code, ""]
        for line in sorted(lines, key=lambda line: sort_key(line.name))
    ]
    when = moment_words(event.copy.begins, event.facts.zone, language)
    blocks = [
        Text(when, "lead"),
        TableBlock(head, rows) if rows else Text(_("Nadie tiene un lugar todavía.")),
    ]
    return document(event.title(language), blocks, subtitle=_("Lista de entrada"), code=event.facts.code)
