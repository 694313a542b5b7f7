"""What waits for the acting person, as a list."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from contratrata.ground.base.scope import Scope
from contratrata.ground.lists import public as lists
from contratrata.ground.lists.public import Column, Order
from contratrata.ground.notices import public as notices
from contratrata.ground.notices.public import Kind, Notice


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """A notice and its kind."""

    notice: Notice
    kind: Kind

    @property
    def words(self) -> str:
        """What it says."""
        return self.kind.words(self.notice.code)


def _visible(scope: Scope) -> QuerySet[Notice]:
    """A kind that a newer version no longer knows is left out rather than breaking the page."""
    return notices.waiting_for(scope).filter(kind__in=list(notices.declared()))


def _rows(_scope: Scope, rows: Sequence[Notice]) -> list[Row]:
    return [Row(one, notices.kind_of(one.kind)) for one in rows]


def _what(row: Row) -> Any:
    sentence = lists.cells.linked(row.words, row.kind.url(row.notice.subject_id))
    return [sentence, lists.cells.tag(_("Urgente"), "late")] if row.kind.urgent else sentence


def _act(row: Row) -> Any:
    seen = reverse("noticeboard:seen")
    return lists.cells.Post(seen, _("Marcar como visto"), row.words, {"notice": str(row.notice.id)})


NOTICES = lists.List[Notice, Row](
    name="notices",
    title=_l("Avisos"),
    visible=_visible,
    rows=_rows,
    columns=(
        Column[Row](name="what", label=_l("Qué espera"), value=lambda row: row.words, cell=_what),
        Column[Row](name="at", label=_l("Cuándo"), value=lambda row: row.notice.at),
        Column[Row](name="acts", label=_l("Qué hacer"), value=lambda _row: "", cell=_act, sheet=False),
    ),
    orders=(Order("newest", _l("Lo más reciente primero"), ("-at", "id")),),
    counted=lambda number: (
        ngettext("%(n)s aviso espera por usted.", "%(n)s avisos esperan por usted.", number) % {"n": number}
    ),
    size=50,
    empty={
        "": lists.Empty(_l("No hay avisos pendientes"), _l("Cuando algo espere por usted, aparecerá aquí."))
    },
    template="noticeboard/list.html",
)
