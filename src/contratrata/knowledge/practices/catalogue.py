"""The open catalogue: what was published, narrowed by what stands in the address; what cannot be read there is said."""

import dataclasses
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Func, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from contratrata.ground.base.texts import LINE, visible
from contratrata.ground.codes.public import country_name
from contratrata.ground.nouns.public import found_by

from .models import QUESTIONS, RUBRIC, Published

#: Practices on one page of the catalogue.
SIZE = 20
WORDS, PAGE = "q", "pagina"


@dataclasses.dataclass(frozen=True, slots=True)
class Facet:
    """A question of the catalogue: its word in the address, the column, and whether that holds several codes."""

    name: str
    title: Any
    column: str
    several: bool = False

    def options(self) -> dict[str, str]:
        """What may be chosen, code and words; of countries those that a practice is of."""
        if self.column == "country":
            codes = Published.objects.order_by().values_list("country", flat=True).distinct()
            return dict(sorted(((code, country_name(code)) for code in codes), key=lambda pair: pair[1]))
        questions = QUESTIONS if self.several else RUBRIC
        return dict(questions.fact(self.column).kind.options())

    def narrow(self, rows: QuerySet[Published], chosen: list[str]) -> QuerySet[Published]:
        """The rows that are of one of these; all of them when none is chosen."""
        return (
            rows.filter(**{f"{self.column}__{'overlap' if self.several else 'in'}": chosen})
            if chosen
            else rows
        )

    def counts(self, rows: QuerySet[Published]) -> dict[str, int]:
        """How many of these rows are of each; one query."""
        code = Func(F(self.column), function="unnest") if self.several else F(self.column)
        counted = rows.order_by().annotate(code=code).values("code").annotate(number=Count("id"))
        return {one["code"]: one["number"] for one in counted}


FACETS = (
    Facet("tema", QUESTIONS.fact("area").label, "area", several=True),
    Facet("para", QUESTIONS.fact("population").label, "population", several=True),
    Facet("madurez", RUBRIC.fact("maturity").label, "maturity"),
    Facet("pais", QUESTIONS.fact("country").label, "country"),
)


@dataclasses.dataclass(frozen=True, slots=True)
class Option:
    """One box of a facet."""

    code: str
    words: str
    number: int
    chosen: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is put, and the address without it."""

    words: str
    url: str


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """A page of the catalogue."""

    rows: list[Published]
    number: int
    total: int
    words: str
    facets: list[tuple[Facet, list[Option]]]
    chips: list[Chip]
    unread: list[str]
    previous: str
    following: str


def found_in(asked: QueryDict) -> Found:
    """What the address asks for; a constant number of queries."""
    words = " ".join(visible(asked.get(WORDS, "")).split())[:LINE]
    options = {facet.name: facet.options() for facet in FACETS}
    chosen = {
        name: [code for code in asked.getlist(name) if code in codes] for name, codes in options.items()
    }
    everything = Published.objects.all()
    spoken = found_by(everything, words)
    rows = spoken
    for facet in FACETS:
        rows = facet.narrow(rows, chosen[facet.name])
    number = rows.count()
    page = _page(asked, number)
    shown = list(rows.order_by("-published_at", "id")[(page - 1) * SIZE : page * SIZE])
    facets = []
    for facet in FACETS:
        others = spoken
        for other in FACETS:
            others = others if other is facet else other.narrow(others, chosen[other.name])
        counts = facet.counts(others)
        offered = [
            Option(code, said, counts.get(code, 0), code in chosen[facet.name])
            for code, said in options[facet.name].items()
            if code in counts or code in chosen[facet.name]
        ]
        facets.append((facet, offered))
    return Found(
        rows=shown,
        number=number,
        total=everything.count(),
        words=words,
        facets=[(facet, offered) for facet, offered in facets if offered],
        chips=list(_chips(words, chosen, options)),
        unread=list(_unread(asked, options, number)),
        previous=_url(words, chosen, page - 1) if page > 1 else "",
        following=_url(words, chosen, page + 1) if page * SIZE < number else "",
    )


def _page(asked: QueryDict, number: int) -> int:
    """The page that is asked for, or the first when there is none like it."""
    typed = asked.get(PAGE, "")
    page = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 1
    return page if page >= 1 and (page - 1) * SIZE < max(number, 1) else 1


def _url(words: str, chosen: dict[str, list[str]], page: int = 1) -> str:
    pairs = [(WORDS, words)] if words else []
    pairs += [(name, code) for name, codes in chosen.items() for code in codes]
    if page > 1:
        pairs.append((PAGE, str(page)))
    return f"?{urlencode(pairs)}"


def _chips(words: str, chosen: dict[str, list[str]], options: dict[str, dict[str, str]]) -> Iterator[Chip]:
    if words:
        yield Chip(_("«%s»") % words, _url("", chosen))
    for name, codes in chosen.items():
        for code in codes:
            without = chosen | {name: [other for other in codes if other != code]}
            yield Chip(options[name][code], _url(words, without))


def _unread(asked: QueryDict, options: dict[str, dict[str, str]], number: int) -> Iterator[str]:
    """What of the address means nothing here, as it stands there."""
    for name in asked:
        for value in asked.getlist(name):
            known = value in options[name] if name in options else name == WORDS
            if name == PAGE:
                known = value == str(_page(asked, number))
            if not known:
                yield visible(f"{name}={value}")[:LINE]
