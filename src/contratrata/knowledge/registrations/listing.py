"""Who registered, for whoever organises: over all events, and for one."""

import dataclasses
import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from contratrata.ground.base.scope import Scope
from contratrata.ground.codes.public import countries_here, country_name
from contratrata.ground.lists import public as lists
from contratrata.ground.lists.public import Column
from contratrata.ground.network.public import organisation_names
from contratrata.knowledge.events.public import EVENTS, ORGANISERS, Event

from .happenings import Happening
from .models import QUESTIONS, Registration
from .queries import names_of, visible_to
from .states import State

NOBODY = uuid.UUID(int=0)


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """A registration as a row of the list; without a name once it was erased."""

    row: Registration
    name: str
    email: str
    event: str
    nominated_by: str

    @property
    def url(self) -> str:
        """Its page."""
        return reverse("registrations:one", args=[self.row.event_id, self.row.id])


def lines_of(_scope: Scope, rows: Sequence[Registration]) -> list[Line]:
    """These rows as lines; three queries."""
    names = names_of(rows)
    events: Any = Event.objects.in_bulk({row.event_id for row in rows})
    houses = organisation_names({row.nominated_by_id for row in rows if row.nominated_by_id})
    return [
        Line(
            row,
            names.get(row.id, {}).get("name", ""),
            names.get(row.id, {}).get("email", ""),
            events[row.event_id].name.reading().text if row.event_id in events else "",
            houses.get(row.nominated_by_id, "") if row.nominated_by_id else "",
        )
        for row in rows
    ]


def _name(line: Line) -> Any:
    return lists.cells.linked(line.name or _("Datos borrados"), line.url)


def _state(line: Line) -> str:
    words = str(State(line.row.state).label).capitalize()
    living = line.row.confirmed_at is None and line.row.erased_at is None
    return _("%s · correo sin confirmar") % words if living else words


def _words(name: str) -> Column[Line]:
    fact = QUESTIONS.fact(name)
    return Column[Line](name=name, label=fact.title, value=lambda line: fact.words(getattr(line.row, name)))


def _events(scope: Scope) -> list[tuple[str, str]]:
    rows: Any = (
        EVENTS.visible_to(scope)
        .filter(organisation_id=scope.organisation_id or NOBODY)
        .order_by("-starts_on", "id")[:100]
    )
    return [(str(row.id), row.name.reading().text) for row in rows]


def _of_event(rows: QuerySet[Registration], chosen: str) -> QuerySet[Registration]:
    return rows.filter(event_id=uuid.UUID(chosen))


def _options(name: str) -> Any:
    return lambda _scope: QUESTIONS.fact(name).kind.options()


_EVENT = Column[Line](name="event", label=_l("Evento"), value=lambda line: line.event)
_FOR_EVENT = lists.choice("evento", _l("Evento"), _events, _of_event, empty=_l("Todos"))
REGISTRATIONS = lists.List[Registration, Line](
    name="registrations",
    title=_l("Inscripciones"),
    lead=_l("Quién se inscribió en los eventos de su organización. Lo ven solo quienes organizan."),
    visible=visible_to,
    rows=lines_of,
    columns=(
        Column[Line](name="name", label=_l("Nombre"), value=lambda line: line.name, cell=_name, identity=True),
        Column[Line](
            name="email", label=_l("Correo"), value=lambda line: line.email, identity=True, page=False
        ),
        _EVENT,
        Column[Line](name="state", label=_l("Situación"), value=_state),
        Column[Line](name="country", label=_l("País"), value=lambda line: country_name(line.row.country)),
        _words("sector"),
        dataclasses.replace(_words("sex"), page=False),
        Column[Line](
            name="consents", label=_l("Permisos"), page=False,
            value=lambda line: ", ".join(QUESTIONS.fact(one).title for one in line.row.consents),
        ),
        Column[Line](name="nominated", label=_l("La propuso"), value=lambda line: line.nominated_by, page=False),
        Column[Line](name="code", label=_l("Código de entrada"), value=lambda line: line.row.code, page=False),
        Column[Line](name="at", label=_l("Se inscribió"), value=lambda line: line.row.at),
    ),
    filters=(
        _FOR_EVENT,
        lists.choice("estado", _l("Situación"), lambda _scope: State.choices, "state", empty=_l("Todas")),
        lists.choice("pais", _l("País"), lambda _scope: [
            (one.alpha3, one.name.here()) for one in countries_here() if one.in_region
        ], "country", empty=_l("Todos")),
        lists.choice("sector", _l("Sector"), _options("sector"), "sector", empty=_l("Todos")),
        lists.choice("sexo", _l("Sexo"), _options("sex"), "sex", empty=_l("Todos")),
    ),
    orders=(lists.Order("newest", _l("Lo último"), ("-at", "id")),),
    counted=lambda n: ngettext("%(n)s inscripción", "%(n)s inscripciones", n) % {"n": n},
    empty={
        "": lists.Empty(
            _l("Nadie se ha inscrito todavía"),
            _l("Cuando alguien se inscriba desde la página pública de un evento, aparecerá aquí."),
        )
    },
    event="registration.listed",
    kind="event",
    export=lists.Export(
        event="registration.exported", name="inscripciones",
        may=lambda scope: scope.has(*ORGANISERS), identities=lambda scope: scope.has(*ORGANISERS),
    ),
)  # fmt: skip


def list_for(event: Happening) -> lists.List[Registration, Line]:
    """The same for one event."""
    return dataclasses.replace(
        REGISTRATIONS,
        title=_("Inscripciones: %s") % event.title(),
        lead=_("Lo ven solo quienes organizan."),
        visible=lambda scope: visible_to(scope).filter(event_id=event.id),
        columns=tuple(one for one in REGISTRATIONS.columns if one is not _EVENT),
        filters=tuple(one for one in REGISTRATIONS.filters if one is not _FOR_EVENT),
        subject=event.id,
        back=lists.Back(_("Eventos"), "events:list"),
        template="registrations/list.html",
    )
