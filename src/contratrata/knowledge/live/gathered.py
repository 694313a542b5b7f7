"""What tables tell a systematisation: what each wrote and what was agreed, once it was shared with who took part."""

import uuid

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contratrata.ground.kinds.public import plain_text
from contratrata.knowledge.systematisations.public import gathering

from .agreeing import shared_agreements
from .models import Agreement
from .notebook import lines_of, notebooks_of
from .owning import tables_of, title


def tables(event_id: uuid.UUID) -> gathering.Known | None:
    """Each table that was shared: its title and what it wrote under its questions; None while there is none."""
    books = notebooks_of(event_id)
    shared = [one for one in tables_of(event_id) if one.id in books and books[one.id].shared_at]
    if not shared:
        return None
    lines = lines_of(shared)
    sessions = tuple(
        gathering.Session(title(one), " ".join(
            f"{line.question} {plain_text(line.words)}".strip() for line in lines[one.id] if line.words
        )) for one in shared
    )  # fmt: skip
    number = ngettext("mesa", "mesas", len(shared))
    return gathering.Known(figures=((str(len(shared)), number),), sessions=sessions)


def agreements(event_id: uuid.UUID) -> gathering.Known | None:
    """What shared tables agreed, each with its table; None while there is nothing."""
    rows = shared_agreements(event_id)
    if not rows:
        return None
    titles = {one.id: title(one) for one in tables_of(event_id)}
    number = ngettext("acuerdo", "acuerdos", len(rows))
    return gathering.Known(
        figures=((str(len(rows)), number),),
        sentences=tuple(_sentence(one, titles.get(one.session_id, "")) for one in rows),
    )


def _sentence(row: Agreement, table: str) -> str:
    who = _(" Lo hará: %s.") % row.who if row.who else ""
    return f"{table}: {row.words.rstrip('.')}.{who}"


gathering.provide("tables", tables)
gathering.provide("agreements", agreements)
