"""The competences with what covers them: the table beside the matrix, and its sheet."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from contratrata.ground.audit import public as audit
from contratrata.ground.base.scope import Scope, required
from contratrata.ground.lists import public as lists
from contratrata.ground.lists.public import EXPORTED, Column
from contratrata.ground.nouns.public import ties
from contratrata.ground.ui.parts import State

from .coverage import Covered, covered, missing_words
from .models import COMPETENCE_QUESTIONS, COMPETENCES, Competence

STATES = {"missing": _l("Sin cubrir"), "part": _l("En parte"), "covered": _l("Cubierta")}
_LOOKS: dict[str, State] = {"missing": "late", "part": "soon", "covered": "done"}
_words = {fact.name: fact.kind.words for fact in COMPETENCE_QUESTIONS.facts}
audit.declare("training_coverage.exported", _l("exportó {rows} filas de lo que falta cubrir"), *EXPORTED)


def _rows(scope: Scope, objects: Sequence[Competence]) -> list[Covered]:
    return covered(scope, objects)


def _in_state(rows: QuerySet[Competence], chosen: str) -> QuerySet[Competence]:
    scope = required()
    everything = covered(scope, COMPETENCES.visible_to(scope))
    return rows.filter(id__in=[one.row.id for one in everything if one.state == chosen])


def _linked(one: Covered) -> object:
    return lists.cells.linked(COMPETENCES.title(one.row), COMPETENCES.url("row", one.row))


def _column(name: str, **more: Any) -> Column[Covered]:
    fact = COMPETENCE_QUESTIONS.fact(name)
    several = isinstance(fact.kind.empty, tuple)

    def value(one: Covered) -> str:
        stored = vars(one.row)[name]
        return str(_words[name](tuple(stored) if several else stored))

    return Column[Covered](**{"name": name, "label": fact.said or fact.label, "value": value} | more)


COVERAGE = lists.List[Competence, Covered](
    name="training_coverage",
    title=_l("Qué falta cubrir"),
    lead=_l("Lo que cada función tiene que saber hacer, y qué cursos del programa lo enseñan."),
    visible=COMPETENCES.visible_to,
    rows=_rows,
    columns=(
        _column("name", cell=_linked),
        Column[Covered](name="theme", label=COMPETENCE_QUESTIONS.fact("theme").label,
                        value=lambda one: ties.title_in(one.row.theme), order="theme"),
        _column("areas"),
        _column("roles", page=False),
        _column("level"),
        Column[Covered](name="courses", label=_l("Lo enseña"), value=lambda one: ", ".join(one.courses),
                        cell=lambda one: ", ".join(one.courses) or _("Ningún curso todavía")),
        Column[Covered](name="missing", label=_l("A quién no llega"), value=missing_words,
                        cell=lambda one: missing_words(one) or "–"),
        Column[Covered](name="state", label=_l("Estado"), value=lambda one: str(STATES[one.state]),
                        cell=lambda one: lists.cells.tag(str(STATES[one.state]), _LOOKS[one.state])),
    ),
    orders=(
        lists.Order("theme", _l("Por tema"), ("theme", "id")),
        lists.Order("changed", _l("Lo último cambiado"), ("-changed_at", "id")),
    ),
    filters=(
        *COMPETENCES.list.filters,
        lists.choice("estado", _l("Estado"), lambda _scope: STATES.items(), _in_state, empty=_l("Todo")),
    ),
    counted=lambda n: ngettext("%(n)s competencia", "%(n)s competencias", n) % {"n": n},
    empty={"": lists.Empty(_l("Todavía no hay competencias"),
                           _l("Escriba lo que cada función tiene que saber hacer: aquí se verá qué curso lo enseña."),
                           _l("Escribir una competencia"), "competences:new")},
    export=lists.Export(event="training_coverage.exported", name="cobertura", may=lambda _scope: True, grave=False),
    template="curriculum/matrix.html",
)  # fmt: skip
