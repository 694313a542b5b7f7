"""The trail as a list: when, who, what; newest first."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from contratrata.ground.audit.public import Entry, declared, queries
from contratrata.ground.base.scope import Scope
from contratrata.ground.lists import public as lists
from contratrata.ground.lists.public import Column, Order
from contratrata.ground.network.public import Membership, Role

from . import events  # noqa: F401  (declares the events of this package)
from .sentences import sentence, staff_names, words


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """One entry in words."""

    at: dt.datetime
    who: str
    text: str


def rows(scope: Scope, entries: Sequence[Entry]) -> list[Row]:
    """Entries as sentences; one query. An act of nobody signed in, or of a job, is the system's."""
    names = staff_names(entry.actor_id for entry in entries)
    system = _("El sistema")
    return [
        Row(one.at, names.get(one.actor_id, system) if one.actor_id else system, sentence(one))
        for one in entries
    ]


def _staff(scope: Scope) -> Iterable[tuple[uuid.UUID, str]]:
    if scope.organisation_id is None:
        return []
    members = Membership.objects.filter(organisation_id=scope.organisation_id)
    people = members.values_list("user_id", "user__name").distinct()
    return sorted(people, key=lambda pair: pair[1].casefold())


#: What may have been done: more than a person reads through.
EVENTS = lists.Words("events", lambda: [(name, words(name)) for name in declared()])

TRAIL = lists.List[Entry, Row](
    name="trail",
    title=_l("Rastro"),
    lead=_l("Quién vio, hizo o exportó qué. Aquí hay códigos, nunca nombres de personas atendidas."),
    visible=queries.visible_to,
    rows=rows,
    columns=(
        Column[Row](name="at", label=_l("Cuándo"), value=lambda row: row.at),
        Column[Row](name="who", label=_l("Quién"), value=lambda row: row.who),
        Column[Row](name="what", label=_l("Qué se hizo"), value=lambda row: row.text),
    ),
    filters=(
        lists.chosen("evento", _l("Qué se hizo"), EVENTS, "event", empty=_l("Todo")),
        lists.choice(
            "persona",
            _l("Quién"),
            lambda scope: [(str(one), name) for one, name in _staff(scope)],
            "actor_id",
            empty=_l("Todas las personas"),
        ),
        *lists.days("desde", "hasta", "at", (_l("Desde"), _l("Hasta")), moments=True),
    ),
    orders=(Order("newest", _l("Lo más reciente primero"), ("-at", "-id")),),
    counted=lambda number: ngettext("%(n)s registro", "%(n)s registros", number) % {"n": number},
    event="trail.viewed",
    kind="trail",
    size=50,
    empty={
        "": lists.Empty(
            _l("Todavía no hay nada"),
            _l("Cada consulta y cada cambio de su organización aparecerá aquí."),
        )
    },
    nothing_matches=lists.Empty(
        _l("Nada con esos filtros"), _l("Pruebe con otras fechas o con otra persona.")
    ),
    export=lists.Export(
        event="trail.exported", name="rastro", may=lambda scope: scope.has(Role.AUDITOR, Role.SUPERVISOR)
    ),
    template="trail/list.html",
)
