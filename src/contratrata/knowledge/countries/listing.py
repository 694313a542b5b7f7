"""The list of entries, which is its sheet too."""

import dataclasses
from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from contratrata.ground.base.scope import Scope
from contratrata.ground.codes.public import countries_here
from contratrata.ground.lists import public as lists
from contratrata.ground.lists.public import Column, Order
from contratrata.ground.things.public import from_row

from .models import FACTS, Entry, Kind, Published
from .rules import WRITERS


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """An entry, its facts in words, and the version that anybody reads."""

    entry: Entry
    words: dict[str, str]
    published: int | None

    @property
    def state(self) -> str:
        """Whether everybody reads it, and as it is now."""
        if self.published is None:
            return _("Sin publicar")
        return (
            _("Publicada")
            if self.published == self.entry.version
            else _("Publicada, con cambios sin publicar")
        )


def rows(_scope: Scope, entries: Sequence[Entry]) -> list[Row]:
    """Entries as rows; one query."""
    ids = [entry.id for entry in entries]
    versions = dict(Published.objects.filter(entry_id__in=ids).values_list("entry_id", "version"))
    return [
        Row(entry, {one.name: one.words(values[one.name]) for one in FACTS}, versions.get(entry.id))
        for entry in entries
        for values in [from_row(FACTS, entry)]
    ]


def visible_to(scope: Scope) -> QuerySet[Entry]:
    """Every entry of the realm: they are no secret inside it."""
    return Entry.objects.filter(realm=scope.realm) if scope.realm else Entry.objects.none()


def _is_published() -> dict[str, Q]:
    ids = Published.objects.values("entry_id")
    return {"si": Q(id__in=ids), "no": ~Q(id__in=ids)}


def _name(row: Row) -> object:
    return lists.cells.linked(row.words["name"], reverse("countries:entry", args=[row.entry.id]))


def _of(name: str) -> Column[Row]:
    one = next(one for one in FACTS if one.name == name)
    cell = _name if name == "name" else None
    shown = name in ("name", "kind", "country", "phone", "checked_on")
    return Column[Row](
        name=name, label=one.said or one.label, value=lambda row: row.words[name], cell=cell, page=shown
    )


_PUBLISHED = [("si", _l("Publicadas")), ("no", _l("Sin publicar"))]


def _countries(_scope: Scope) -> list[tuple[str, str]]:
    return [(one.alpha3, one.name.here()) for one in countries_here() if one.in_region]


ENTRIES = lists.List[Entry, Row](
    name="countries",
    title=_l("Páginas de países"),
    lead=_l("Líneas de ayuda, contactos, instituciones, ruta de atención y leyes de cada país."),
    visible=visible_to,
    rows=rows,
    columns=(
        *(_of(name) for name in ("name", *(one.name for one in FACTS if one.name != "name"))),
        Column[Row](name="state", label=_l("Publicación"), value=lambda row: row.state),
    ),
    orders=(
        Order("country", _l("Por país"), ("country", "kind", "id")),
        Order("changed", _l("Lo último cambiado"), ("-changed_at", "id")),
    ),
    filters=(
        lists.choice("pais", _l("País"), _countries, "country", empty=_l("Todos")),
        lists.choice("tipo", _l("Tipo"), lambda _scope: Kind.choices, "kind", empty=_l("Todos")),
        lists.choice("publicada", _l("Publicación"), lambda _scope: _PUBLISHED,
                     lambda entries, chosen: entries.filter(_is_published()[chosen]), empty=_l("Todas")),
    ),
    counted=lambda number: ngettext("%(n)s entrada", "%(n)s entradas", number) % {"n": number},
    empty={"": lists.Empty(_l("Todavía no hay entradas"), _l("Empiece por la línea de ayuda de su país."),
                           _l("Escribir una entrada"), "countries:new")},
    export=lists.Export(event="country.exported", name="paises", may=lambda scope: scope.has(*WRITERS), grave=False),
    template="countries/list.html",
)  # fmt: skip
