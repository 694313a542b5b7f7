"""The open catalogue: what was published, narrowed by what stands in the address; what cannot be read there is said."""

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from contratrata.ground.base.texts import LINE, visible
from contratrata.ground.nouns.public import SEARCH_COLUMNS, nearest

from .facets import Facet, every_facet
from .index import Index, index
from .models import Published

#: Practices on one page of the catalogue.
SIZE = 20
WORDS, PAGE = "q", "pagina"


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
class Asked:
    """What an address asks for: words, and the codes of each facet that are known."""

    words: str
    chosen: Mapping[str, list[str]]
    offered: Mapping[str, Mapping[str, str]]

    def url(self, page: int = 1) -> str:
        """The same question as the end of an address."""
        return _url(self.words, self.chosen, page)

    @property
    def is_empty(self) -> bool:
        """Whether it asks for everything."""
        return not self.words and not any(self.chosen.values())

    def title(self) -> str:
        """The question in words."""
        parts = [_("«%s»") % self.words] if self.words else []
        parts += [self.offered[name][code] for name, codes in self.chosen.items() for code in codes]
        return " · ".join(parts)


@dataclasses.dataclass(frozen=True, slots=True)
class Result:
    """A page of the catalogue."""

    rows: list[Published]
    number: int
    total: int
    asked: Asked
    facets: list[tuple[Facet, list[Option]]]
    chips: list[Chip]
    unread: list[str]
    previous: str
    following: str

    @property
    def words(self) -> str:
        """The words that were looked for."""
        return self.asked.words


def asked_in(typed: QueryDict, held: Index | None = None) -> Asked:
    """What an address asks for, without what means nothing."""
    held = held or index()
    words = " ".join(visible(typed.get(WORDS, "")).split())[:LINE]
    offered = {facet.name: facet.options(held.marks[facet.name]) for facet in every_facet()}
    chosen = {
        name: [code for code in dict.fromkeys(typed.getlist(name)) if code in codes]
        for name, codes in offered.items()
    }
    return Asked(words, chosen, offered)


def newest(asked: Asked, size: int) -> list[Published]:
    """What is asked for, the last published first."""
    held = index()
    spoken, _order = _spoken(held, asked.words)
    return rows_of(held.some(_narrowed(held, spoken, asked), 0, size))


def rows_of(numbers: list[int]) -> list[Published]:
    """The published practices of these numbers, in their order."""
    rows = {row.number: row for row in Published.objects.defer(*SEARCH_COLUMNS).filter(number__in=numbers)}
    return [rows[number] for number in numbers if number in rows]


def found_in(typed: QueryDict) -> Result:
    """What the address asks for; three queries, one of them where words are looked for."""
    held = index()
    asked = asked_in(typed, held)
    spoken, order = _spoken(held, asked.words)
    rows = _narrowed(held, spoken, asked)
    number = rows.bit_count()
    page = _page(typed, number)
    return Result(
        rows=rows_of(held.some(rows, (page - 1) * SIZE, SIZE, order)),
        number=number,
        total=len(held.numbers),
        asked=asked,
        facets=list(_offered(held, spoken, asked)),
        chips=list(_chips(asked)),
        unread=list(_unread(typed, asked, number)),
        previous=asked.url(page - 1) if page > 1 else "",
        following=asked.url(page + 1) if page * SIZE < number else "",
    )


def _spoken(held: Index, words: str) -> tuple[int, list[int]]:
    """The set of those that say these words, and their numbers, the nearest first."""
    if not words:
        return held.everything, []
    order = held.order(words, _asked_by)
    return held.of(order), order


def _asked_by(words: str) -> list[int]:
    return nearest(Published.objects.order_by("-published_at", "id"), words, "number")


def _narrowed(held: Index, rows: int, asked: Asked, besides: str = "") -> int:
    """Those of a set that are as every facet asks, one left out."""
    for name, codes in asked.chosen.items():
        if name != besides:
            rows = held.narrowed(rows, name, codes)
    return rows


def _offered(held: Index, spoken: int, asked: Asked) -> Iterator[tuple[Facet, list[Option]]]:
    """The boxes of each facet: how many it would be with the other facets as they are."""
    for facet in every_facet():
        counts = held.counts(_narrowed(held, spoken, asked, facet.name), facet.name)
        chosen = asked.chosen[facet.name]
        options = [
            Option(code, words, counts.get(code, 0), code in chosen)
            for code, words in asked.offered[facet.name].items()
            if counts.get(code) or code in chosen
        ]
        if options:
            yield facet, options


def _page(typed: QueryDict, number: int) -> int:
    """The page that is asked for, or the first when there is none like it."""
    text = typed.get(PAGE, "")
    page = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
    return page if page >= 1 and (page - 1) * SIZE < max(number, 1) else 1


def _url(words: str, chosen: Mapping[str, list[str]], page: int = 1) -> str:
    pairs = [(WORDS, words)] if words else []
    pairs += [(name, code) for name, codes in chosen.items() for code in codes]
    if page > 1:
        pairs.append((PAGE, str(page)))
    return f"?{urlencode(pairs)}"


def _chips(asked: Asked) -> Iterator[Chip]:
    if asked.words:
        yield Chip(_("«%s»") % asked.words, _url("", asked.chosen))
    for name, codes in asked.chosen.items():
        for code in codes:
            without = {**asked.chosen, name: [other for other in codes if other != code]}
            yield Chip(asked.offered[name][code], _url(asked.words, without))


def _unread(typed: QueryDict, asked: Asked, number: int) -> Iterator[str]:
    """What of the address means nothing here, as it stands there."""
    for name in typed:
        for value in typed.getlist(name):
            known: Any = value in asked.offered[name] if name in asked.offered else name == WORDS
            if name == PAGE:
                known = value == str(_page(typed, number))
            if not known:
                yield visible(f"{name}={value}")[:LINE]
