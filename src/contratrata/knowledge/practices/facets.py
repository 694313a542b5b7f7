"""The facets of the catalogue: what it may be narrowed by, each with the codes of every published practice.

Another package that knows something more of practices (where they were adopted) declares a facet of its own:

    facets.register(Facet("adoptada", _l("Adoptada en"), options=…, codes=…, stamp=…))
"""

import dataclasses
import uuid
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _l

from contratrata.ground.codes.public import country_name
from contratrata.ground.questions.public import QuestionSet

from .bands import band_options
from .models import QUESTIONS, RUBRIC, Published

#: A published practice by the id of its row, and a code that it is of.
Coded = tuple[uuid.UUID, str]


def _never() -> Hashable:
    return None


@dataclasses.dataclass(frozen=True, slots=True)
class Facet:
    """A question of the catalogue.

    `name`: its word in the address. `options`: what may be chosen, code and words, in the order shown and the active
    language; of the codes that nothing is of none is shown. `codes`: every published practice with each code that it
    is of; asked when `stamp` (one small query) says something else than before, or something was published.
    """

    name: str
    title: Any
    options: Callable[[Iterable[str]], Mapping[str, str]]
    codes: Callable[[], Iterable[Coded]]
    stamp: Callable[[], Hashable] = _never


_facets: dict[str, Facet] = {}


def register(facet: Facet) -> None:
    """Declare a facet; it stands after those that are declared already."""
    _facets[facet.name] = facet


def every_facet() -> list[Facet]:
    """All of them in their order."""
    return list(_facets.values())


def countries(codes: Iterable[str]) -> dict[str, str]:
    """Countries by their names, in the order of these."""
    return dict(sorted(((code, country_name(code)) for code in codes), key=lambda pair: pair[1]))


def _of_fact(questions: QuestionSet, name: str) -> Callable[[Iterable[str]], Mapping[str, str]]:
    return lambda _codes: dict(questions.fact(name).kind.options())


def _one(column: str) -> Callable[[], Iterable[Coded]]:
    return lambda: Published.objects.values_list("row_id", column)


def _several(column: str) -> Callable[[], Iterable[Coded]]:
    return lambda: (
        (row_id, code) for row_id, codes in Published.objects.values_list("row_id", column) for code in codes
    )


for _facet in (
    Facet("tema", QUESTIONS.fact("area").label, _of_fact(QUESTIONS, "area"), _several("area")),
    Facet(
        "para", QUESTIONS.fact("population").label, _of_fact(QUESTIONS, "population"), _several("population")
    ),
    Facet("madurez", RUBRIC.fact("maturity").label, _of_fact(RUBRIC, "maturity"), _one("maturity")),
    Facet("evidencia", RUBRIC.fact("evidence").label, _of_fact(RUBRIC, "evidence"), _one("evidence")),
    Facet("costo", _l("Cuánto cuesta"), lambda _codes: band_options(), _one("band")),
    Facet("pais", _l("Dónde nació"), countries, _one("country")),
):
    register(_facet)
