"""The list of cases: who, how old, what is needed first, what comes next, since when and with whom."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Value
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from contratrata.ground.base import clock
from contratrata.ground.base.answers import Answer
from contratrata.ground.base.lazily import once_a_language
from contratrata.ground.base.partial import ADULT_AT, Age, PartialDate
from contratrata.ground.base.paths import path_of
from contratrata.ground.base.scope import Scope, required
from contratrata.ground.base.statements import Statement
from contratrata.ground.codes.public import vocabulary
from contratrata.ground.kinds.public import Fact
from contratrata.ground.lists import public as lists
from contratrata.ground.lists.public import Column, Order, Tab
from contratrata.ground.network.public import user_names
from contratrata.ground.ui.parts import State
from contratrata.ground.vault import public as vault

from . import queries, rules
from .file.questions import FILE
from .file.values import age_of, read_many
from .models import Case, Identity, Need
from .queries import Card
from .states import STILL_OPEN, CaseState

MARKS: dict[str, State] = {CaseState.ACTIVE: "done", CaseState.FOLLOW_UP: "wait"}
_SOON = {"h2": "late", "h24": "soon"}


@dataclasses.dataclass(frozen=True, slots=True)
class OpenNeed:
    """The most urgent open need of a case, and how many more there are."""

    kind: str
    urgency: str
    others: int

    def words(self) -> str:
        """What is needed, how soon, and how much more."""
        return _need_words(self)

    def cell(self) -> str:
        """The same on the page: what is urgent stands out."""
        return _need_html(self)

    def more(self) -> str:
        """«y 2 más», or nothing."""
        if not self.others:
            return ""
        return ngettext("y %(n)d más", "y %(n)d más", self.others) % {"n": self.others}


@once_a_language
def _need_words(need: OpenNeed) -> str:
    kinds, urgencies = vocabulary("service_kind"), vocabulary("urgency")
    words = kinds.label(need.kind) if kinds.has(need.kind) else need.kind
    if urgencies.has(need.urgency):
        words = f"{words}: {urgencies.label(need.urgency).lower()}"
    return f"{words} {need.more()}".strip()


@once_a_language
def _need_html(need: OpenNeed) -> str:
    mark = _SOON.get(need.urgency)
    if mark is None:
        return need.words()
    kinds, urgencies = vocabulary("service_kind"), vocabulary("urgency")
    kind = kinds.label(need.kind) if kinds.has(need.kind) else need.kind
    sentence = lists.cells.tag(urgencies.label(need.urgency), "late" if mark == "late" else "soon")
    return lists.cells.together(kind, sentence, need.more())


@once_a_language
def _state_words(state: str) -> str:
    return str(CaseState(state).label).capitalize()


@once_a_language
def _state_html(state: str) -> str:
    return lists.cells.tag(_state_words(state), MARKS.get(state, "plain"))


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """One row of the list; `why`: why a search found it."""

    case: Case
    card: Card
    need: OpenNeed | None = None
    responsible: str = ""
    why: str = ""
    answers: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def age(self) -> Age | None:
        """The age today."""
        born = PartialDate.parse(self.card.born) if self.card.born else None
        return age_of({"birth_date": born}, self.case.person)

    @property
    def state(self) -> str:
        """The state in words."""
        return _state_words(self.case.state)


def rows(scope: Scope, cases: Sequence[Case]) -> list[Row]:
    """Cases already found visible, as rows; three queries whatever their number. `person` must be loaded."""
    ids = [case.id for case in cases]
    queries.with_persons(scope, cases)
    named, needs = queries.cards(cases), most_urgent(ids)
    people = user_names(case.responsible_id for case in cases)
    return [
        Row(
            case,
            named[case.id],
            needs.get(case.id),
            people.get(case.responsible_id, "") if case.responsible_id else "",
        )
        for case in cases
    ]


def _open_needs(_scope: Scope, *, ids: list[uuid.UUID]) -> QuerySet[Need, tuple[Any, ...]]:
    rows = Need.objects.order_by().filter(case__id__among=ids, state=Need.State.OPEN)
    return rows.values_list("case_id", "kind", "urgency", "at")


_OPEN_NEEDS = Statement(_open_needs, planned=True)


def most_urgent(case_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, OpenNeed]:
    """The most urgent open need of each of these visible cases, the oldest of equals; one query."""
    rank = {term.code: number for number, term in enumerate(vocabulary("urgency").terms())}
    result: dict[uuid.UUID, list[tuple[int, dt.datetime, str, str]]] = {}
    for case_id, kind, urgency, at in _OPEN_NEEDS.rows(required(), ids=list(case_ids)):
        result.setdefault(case_id, []).append((rank.get(urgency, len(rank)), at, kind, urgency))
    return {
        case_id: OpenNeed(min(open_)[2], min(open_)[3], len(open_) - 1) for case_id, open_ in result.items()
    }


def _person(row: Row) -> SafeString:
    also = _("En sus papeles: %(names)s") % {"names": row.card.also} if row.card.also else ""
    url = path_of("cases:detail", row.case.id)
    return lists.cells.named(row.card.name, row.case.code, url, also)


def _age(row: Row) -> int | str | None:
    age = row.age
    return None if age is None else _years(age)


def _years(age: Age) -> int | str:
    return age.low if age.low == age.high else f"{age.low}–{age.high}"


def _age_cell(row: Row) -> SafeString | str:
    age = row.age
    if age is None:
        return ""
    minor = lists.cells.tag(_("menor"), "wait") if age.is_minor is Answer.YES else SafeString("")
    return SafeString(f"{_years(age)} ") + minor


def _next_cell(row: Row) -> SafeString | str:
    if row.case.next_due:
        return lists.cells.due(row.case.next_due)
    if row.case.has_open_step:
        return lists.cells.nothing(_("Sin fecha"))
    return lists.cells.nothing(_("Sin fijar") if row.case.state in STILL_OPEN else _("Ninguno"))


PERSON = Column[Row](
    name="person", label=_l("Persona"), value=lambda row: row.card.name, cell=_person, identity=True
)
CODE = Column[Row](name="code", label=_l("Código"), value=lambda row: row.case.code, page=False)
STATE = Column[Row](
    name="state",
    label=_l("Situación"),
    value=lambda row: row.state,
    cell=lambda row: _state_html(row.case.state),
)
RESPONSIBLE = Column[Row](
    name="responsible", label=_l("Responsable"), value=lambda row: row.responsible, none=_l("Nadie")
)
COLUMNS = (
    PERSON,
    CODE,
    Column[Row](name="age", label=_l("Edad"), value=_age, cell=_age_cell),
    STATE,
    Column[Row](
        name="need",
        label=_l("Necesita antes"),
        value=lambda row: row.need.words() if row.need else "",
        cell=lambda row: row.need.cell() if row.need else "",
        none=_l("Nada abierto"),
    ),
    Column[Row](
        name="next",
        label=_l("Siguiente paso"),
        value=lambda row: row.case.next_due,
        cell=_next_cell,
        order="next",
    ),
    Column[Row](name="arrived", label=_l("Llegó"), value=lambda row: row.case.arrived_on, order="arrived"),
    RESPONSIBLE,
)
#: What a search shows of a case.
SEARCH_COLUMNS = (
    PERSON,
    CODE,
    STATE,
    Column[Row](name="why", label=_l("Por qué aparece"), value=lambda row: row.why),
    RESPONSIBLE,
)


def _with_answers(_scope: Scope, query: Sequence[Row]) -> list[Row]:
    """The rows with every answer of their files; three queries."""
    keys = vault.ring()
    sealers = vault.open_subjects({row.case.person.subject_id for row in query}, keys)
    identities = {
        one.person_id: one for one in Identity.objects.filter(person_id__in=[r.case.person_id for r in query])
    }
    opened: dict[uuid.UUID, tuple[vault.Sealer | None, dict[str, str]]] = {}
    for row in query:
        sealer, identity = sealers.get(row.case.person.subject_id), identities.get(row.case.person_id)
        opened[row.case.person_id] = (sealer, identity.open(sealer) if sealer and identity else {})
    answers = read_many((row.case for row in query), opened)
    return [dataclasses.replace(row, answers=answers[row.case.id]) for row in query]


def _answer(fact: Fact) -> Column[Row]:
    """A question as a column, in the words by which an import finds it; what is sealed leaves as identities do."""
    identity = fact.store == "identity" or fact.sealed
    return lists.fact_column(
        fact, lambda row: row.answers, name=f"answer_{fact.name}", identity=identity, page=False
    )


#: Every question of the file, besides what the list shows.
ANSWERS = lists.More[Row](
    label=_l("Con las respuestas del expediente; las que identifican, solo si usted puede y lo pide"),
    columns=tuple(_answer(fact) for fact in FILE.facts),
    fill=_with_answers,
)


def _needing(**wanted: Any) -> Exists:
    return Exists(
        Need.objects.filter(
            organisation_id=OuterRef("organisation_id"),
            case_id=OuterRef("id"),
            state=Need.State.OPEN,
            **wanted,
        )
    )


def _of_age(query: QuerySet[Case], wanted: str) -> QuerySet[Case]:
    """Minors, adults, or those whose age nobody knows. The age told on a day grows by the full years since.

    Of a birth date the row holds the full years on the day it was written, so that for some months of a year who
    has turned 18 still counts as a minor: the error that does no harm.
    """
    if wanted == "unknown":
        return query.filter(person__age_years__isnull=True)
    since = Func(
        Value(clock.today()),
        F("person__age_on"),
        template="date_part('year', age(%(expressions)s))",
        output_field=IntegerField(),
    )
    aged = query.annotate(age_now=F("person__age_years") + since)
    return aged.filter(age_now__lt=ADULT_AT) if wanted == "minor" else aged.filter(age_now__gte=ADULT_AT)


def _stepping(query: QuerySet[Case], wanted: str) -> QuerySet[Case]:
    if wanted == "vencido":
        return query.filter(next_due__lt=clock.now())
    if wanted == "semana":
        return query.filter(next_due__range=(clock.now(), clock.now() + dt.timedelta(days=7)))
    return query.filter(has_open_step=False, state__in=STILL_OPEN)


def _terms(key: str) -> lists.Choices:
    return lambda _scope: [(term.code, term.label.here()) for term in vocabulary(key).terms()]


#: The filter that shows whose responsible is gone; Hoy and Equipo lead to it.
NOBODYS = "sin_responsable"

FILTERS: tuple[lists.Filter[Case], ...] = (
    lists.chosen(
        "responsable",
        _l("Responsable"),
        queries.COLLEAGUES,
        "responsible_id",
        empty=_l("Todas las personas"),
    ),
    lists.Filter(
        name=NOBODYS,
        field=lambda _scope: forms.BooleanField(label=_("Sin responsable")),
        narrow=lambda result, _on: queries.without_responsible(result),
    ),
    lists.choice(
        "necesidad",
        _l("Necesita"),
        _terms("service_kind"),
        lambda result, kind: result.filter(_needing(kind=kind)),
        empty=_l("Cualquier cosa"),
    ),
    lists.choice(
        "urgencia",
        _l("Urgencia"),
        _terms("urgency"),
        lambda result, urgency: result.filter(_needing(urgency=urgency)),
        empty=_l("Cualquiera"),
    ),
    lists.choice(
        "edad",
        _l("Edad"),
        lambda _scope: (
            ("minor", _("Menores de edad")),
            ("adult", _("Mayores de edad")),
            ("unknown", _("Sin dato")),
        ),
        _of_age,
        empty=_l("Cualquiera"),
    ),
    lists.choice(
        "paso",
        _l("Siguiente paso"),
        lambda _scope: (
            ("vencido", _("Vencido")),
            ("semana", _("En los próximos 7 días")),
            ("sin", _("Sin siguiente paso")),
        ),
        _stepping,
        empty=_l("Todos"),
    ),
    *lists.days("desde", "hasta", "arrived_on", (_l("Llegó desde"), _l("Llegó hasta"))),
)


def _counts(scope: Scope, narrowed: QuerySet[Case] | None) -> dict[str, int]:
    by_state = queries.counts(scope, narrowed)
    closed = by_state[CaseState.CLOSED] + by_state[CaseState.CLOSED_REFERRED]
    return {
        "": sum(by_state.values()),
        "activos": by_state[CaseState.ACTIVE],
        "seguimiento": by_state[CaseState.FOLLOW_UP],
        "cerrados": closed,
    }


CASES = lists.List[Case, Row](
    name="cases",
    title=_l("Casos"),
    visible=queries.visible_to,
    steady=True,
    rows=rows,
    columns=COLUMNS,
    filters=FILTERS,
    tabs=lists.Tabs(
        name="estado",
        label=_l("Situación de los casos"),
        tabs=(
            Tab(slug="", label=_l("Todos")),
            Tab(slug="activos", label=_l("Activos"), where=Q(state=CaseState.ACTIVE)),
            Tab(slug="seguimiento", label=_l("En seguimiento"), where=Q(state=CaseState.FOLLOW_UP)),
            Tab(
                slug="cerrados",
                label=_l("Cerrados"),
                where=Q(state__in=[CaseState.CLOSED, CaseState.CLOSED_REFERRED]),
            ),
        ),
        counts=_counts,
    ),
    orders=(
        Order("touched", _l("Lo último que se tocó"), ("-touched_at", "id")),
        Order("next", _l("Siguiente paso"), ("next_due", "id")),
        Order("arrived", _l("Llegada, lo más reciente primero"), ("-arrived_on", "id")),
        Order("code", _l("Código"), ("code",)),
    ),
    counted=lambda number: ngettext("%(n)s caso", "%(n)s casos", number) % {"n": number},
    event="case.listed",
    kind="case",
    empty={
        "": lists.Empty(
            _l("Todavía no hay casos"),
            _l("Aquí aparecerán los casos que registre y los que compartan con usted."),
            _l("Registrar el primero"),
            "cases:register",
        ),
        **dict.fromkeys(
            ("activos", "seguimiento", "cerrados"),
            lists.Empty(_l("No hay casos así"), _l("Mire en otra pestaña."), _l("Ver todos"), "cases:list"),
        ),
    },
    nothing_matches=lists.Empty(_l("No hay casos así"), _l("Quite algún filtro o mire en otra pestaña.")),
    export=lists.Export(
        event="case.exported",
        name="casos",
        may=lambda scope: rules.may("export", scope),
        identities=lambda scope: rules.may("export_identities", scope),
        more=ANSWERS,
    ),
    template="cases/list.html",
)
