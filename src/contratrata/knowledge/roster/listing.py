"""The list of experts, for members."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base.scope import Scope
from contratrata.ground.codes.public import countries_here
from contratrata.ground.lists import public as lists
from contratrata.ground.lists.public import Column
from contratrata.ground.network.public import organisation_names
from contratrata.ground.things.public import from_row

from .models import QUESTIONS, Expert
from .queries import listed, names


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """An expert as a row of the list: her name, her organisation, what she says in words."""

    row: Expert
    name: str
    organisation: str
    words: dict[str, str]


def lines_of(_scope: Scope, rows: Sequence[Expert]) -> list[Line]:
    """These rows as lines; two queries."""
    people = names(row.user_id for row in rows)
    organisations = organisation_names(row.organisation_id for row in rows)
    lines = []
    for row in rows:
        values = from_row(QUESTIONS.facts, row)
        words = {fact.name: fact.words(values[fact.name]) for fact in QUESTIONS.facts}
        lines.append(
            Line(row, people.get(row.user_id, ""), organisations.get(row.organisation_id, ""), words)
        )
    return lines


def _name(line: Line) -> Any:
    return lists.cells.linked(line.name, reverse("roster:expert", args=[line.row.id]))


def _column(name: str) -> Column[Line]:
    return Column[Line](name=name, label=QUESTIONS.fact(name).label, value=lambda line: line.words[name])


def _among(name: str) -> Any:
    def narrow(rows: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        return rows.filter(**{f"{name}__contains": [chosen]})

    return narrow


EXPERTS = lists.List[Expert, Line](
    name="roster",
    title=QUESTIONS.title.lazily(),
    lead=QUESTIONS.words["lead"].lazily(),
    visible=listed,
    rows=lines_of,
    columns=(
        Column[Line](name="name", label=_l("Nombre"), value=lambda line: line.name, cell=_name),
        _column("subjects"),
        _column("countries"),
        _column("languages"),
        Column[Line](name="organisation", label=_l("Organización"), value=lambda line: line.organisation),
    ),
    filters=(
        lists.choice("tema", _l("Tema"), lambda _scope: QUESTIONS.fact("subjects").kind.options(), _among("subjects"),
                     empty=_l("Todos")),
        lists.choice("pais", _l("País"), lambda _scope: [
            (one.alpha3, one.name.here()) for one in countries_here() if one.in_region
        ], _among("countries"), empty=_l("Todos")),
        lists.choice("idioma", _l("Idioma"), lambda _scope: QUESTIONS.fact("languages").kind.options(),
                     _among("languages"), empty=_l("Todos")),
    ),
    orders=(lists.Order("newest", _l("Lo último"), ("-consented_at", "id")),),
    counted=lambda n: QUESTIONS.words["one" if n == 1 else "many"].here() % {"n": n},
    empty={
        "": lists.Empty(
            _l("Nadie se ha ofrecido todavía"),
            _l("¿De qué sabe usted? Ofrézcase, y colegas de otros países podrán preguntarle."),
            _l("Ofrecerse"),
            "roster:mine",
        )
    },
    event="roster.listed",
    template="roster/list.html",
)  # fmt: skip
