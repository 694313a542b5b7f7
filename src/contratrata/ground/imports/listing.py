"""The lists of imports: the files that were brought, and the rows of one of them."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from contratrata.ground.base.scope import Scope
from contratrata.ground.lists import public as lists
from contratrata.ground.lists.public import Column, Empty, Order
from contratrata.ground.ui.parts import State
from contratrata.ground.vault import public as vault
from contratrata.ground.vault.public import Ring

from . import present, sealing
from .importer import Importer, importer_of
from .models import Import, ImportRow
from .present import Shown
from .rules import visible_to
from .states import TABS, ImportState, Tab

MARKS: dict[str, State] = {
    ImportState.APPLIED: "done",
    ImportState.FAILED: "late",
    ImportState.STAGED: "soon",
    ImportState.CANCELLED: "plain",
    ImportState.REVERSED: "plain",
}


@dataclasses.dataclass(frozen=True, slots=True)
class File:
    """A file that was brought; its name is "" when nothing of it is kept."""

    of: Import
    name: str


def mark_of(one: Import) -> State:
    """The colour of its state: one that stopped waits for somebody."""
    stopped = one.problem and one.state != ImportState.FAILED
    return "soon" if stopped else MARKS.get(one.state, "wait")


def _files(_scope: Scope, rows: Sequence[Import]) -> list[File]:
    keys = vault.ring() if rows else None
    return [File(one, sealing.opened(one, keys)["file_name"]) for one in rows if keys]


def _file_name(row: File) -> SafeString:
    url = importer_of(row.of.importer).address("detail", row.of.id)
    return lists.cells.linked(row.name or _("Archivo sin conservar"), url)


def files_of(importer: Importer[Any]) -> lists.List[Import, File]:
    """The files that were brought for an importer."""
    return dataclasses.replace(_FILES, visible=lambda scope: visible_to(scope).filter(importer=importer.key))


_FILES = lists.List[Import, File](
    name="imports",
    title=_l("Archivos traídos"),
    visible=visible_to,
    rows=_files,
    columns=(
        Column[File](name="name", label=_l("Archivo"), value=lambda row: row.name, cell=_file_name),
        Column[File](name="at", label=_l("Cuándo"), value=lambda row: row.of.at),
        Column[File](
            name="state",
            label=_l("Situación"),
            value=lambda row: row.of.get_state_display(),
            cell=lambda row: lists.cells.tag(row.of.get_state_display(), mark_of(row.of)),
        ),
    ),
    orders=(Order("newest", _l("Lo más reciente primero"), ("-at", "id")),),
    counted=lambda number: ngettext("%(n)s archivo", "%(n)s archivos", number) % {"n": number},
    empty={"": Empty(_l("Todavía no se ha traído ninguno."))},
)


def number_behind(tab: Tab, counts: Mapping[str, int]) -> int:
    """How many rows stand behind a tab. Of those with a doubt, some may have come in."""
    _slug, _label, outcomes, created = tab
    if created:
        return counts["asked_made"]
    return sum(counts[each] for each in outcomes) - (counts["asked_made"] if created is False else 0)


def rows_of(one: Import, counts: Mapping[str, int], keys: Ring) -> lists.List[ImportRow, Shown]:
    """The rows of a file as they stand now, those that wait for somebody first."""
    importer = importer_of(one.importer)

    def rows(_scope: Scope, query: Sequence[ImportRow]) -> list[Shown]:
        return [
            present.shown(
                importer, row, sealing.understood(one, row, sealing.source_of(row, keys)) if row.raw else None
            )
            for row in query
        ]

    def where(tab: Tab) -> Q:
        created = Q() if tab[3] is None else Q(made_id__isnull=not tab[3])
        return Q(outcome__in=tab[2]) & created

    # Nothing came in with doubts in most imports: then there is no such tab.
    tabs = [tab for tab in TABS if number_behind(tab, counts) or not tab[3]]
    numbers = {tab[0]: number_behind(tab, counts) for tab in tabs}
    return lists.List[ImportRow, Shown](
        name="import_rows",
        title=_l("Las filas"),
        visible=lambda _scope: one.rows.all(),
        rows=rows,
        columns=(
            Column[Shown](
                name="name",
                label=_l("Persona"),
                value=lambda row: row.name or _("Sin nombre"),
                cell=lambda row: lists.cells.linked(row.name or _("Sin nombre"), row.url),
                identity=True,
            ),
            Column[Shown](name="number", label=_l("Fila"), value=lambda row: row.number),
            Column[Shown](
                name="lines",
                label=_l("Qué pasa"),
                value=lambda row: "\n".join(row.lines),
                cell=lambda row: lists.cells.lines(row.lines),
                none="—",
            ),
            Column[Shown](
                name="outcome",
                label=_l("Resultado"),
                value=lambda row: row.outcome,
                cell=lambda row: lists.cells.tag(row.outcome, row.mark),
            ),
        ),
        tabs=lists.Tabs(
            name="filas",
            label=_l("Filas del archivo"),
            tabs=tuple(lists.Tab(slug=tab[0], label=tab[1], where=where(tab)) for tab in tabs),
            counts=lambda _scope, _narrowed: numbers,
        ),
        orders=(Order("number", _l("Como en el archivo"), ("number",)),),
        counted=lambda number: ngettext("%(n)s fila", "%(n)s filas", number) % {"n": number},
        event="import.viewed",
        kind="import",
        subject=one.id,
        empty={"": Empty(_l("Ninguna."))},
    )
