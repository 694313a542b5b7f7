"""The list of a noun: every fact is a column of its sheet, the chosen ones stand on the page."""

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import lazy
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base.lazily import lazystr
from contratrata.ground.codes.public import countries_here
from contratrata.ground.kinds.public import Country, Fact, Somebody
from contratrata.ground.lists import public as lists
from contratrata.ground.lists.public import Column
from contratrata.ground.things.public import from_row

from . import ties
from .declared import C, Noun, R
from .finding import found_by
from .models import NounCopy, NounMove, NounRow
from .moving import Moves
from .ties import Tie


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """A row of a noun, what its facts say in values and in words, and the version that anybody reads."""

    row: NounRow
    values: dict[str, Any]
    words: dict[str, str]
    title: str
    published: int | None
    last: NounMove | None = None
    standing: str = ""

    @property
    def state(self) -> str:
        """Where it stands, and whether everybody reads it as it is now."""
        if self.standing:
            return self.standing
        if self.published is None:
            return _("Sin publicar")
        current = self.published == self.row.version
        return _("A la vista de todos") if current else _("A la vista de todos, con cambios sin publicar")


def lines_of(noun: Noun[R, C], rows: Sequence[NounRow]) -> list[Line]:
    """Rows as lines; one query where the noun has a published copy, else none."""
    copies = published_among(noun.copy, rows) if noun.copy else {}
    moves = noun.moves
    moved = moves.last(row.id for row in rows) if moves else {}
    lines = []
    for row in rows:
        values = from_row(noun.facts, row)
        words = {fact.name: fact.words(values[fact.name]) for fact in noun.facts}
        published, last = copies.get(row.id), moved.get(row.id)
        standing = _standing(moves, row, last, published) if moves else ""
        lines.append(Line(row, values, words, words[noun.named_by], published, last, standing))
    return lines


def _standing(moves: Moves, row: NounRow, last: NounMove | None, published: int | None) -> str:
    """The state of a row in words, and what the words of its state alone would hide."""
    state = moves.state(last)
    if published is None or state == moves.machine.moves["publish"].target:
        changed = last is not None and last.version != row.version and state != moves.born
        return _("%s, con cambios") % moves.words(state) if changed else moves.words(state)
    return _("%s; a la vista de todos lo anterior") % moves.words(state)


def published_among(copy: type[NounCopy], rows: Sequence[NounRow]) -> dict[Any, int]:
    """The published version of each of these rows that has one."""
    query = copy._default_manager.filter(row_id__in=[row.id for row in rows])
    return dict(query.values_list("row_id", "version"))


def list_of(noun: Noun[R, C]) -> lists.List[R, Line]:
    """The list that a noun's declaration asks for."""
    words, first = noun.words, noun.by[0].removeprefix("-")
    label = _l("Estado") if noun.moves else _l("Publicación")
    state = Column[Line](name="state", label=label, value=lambda line: line.state)
    return lists.List[R, Line](
        name=noun.key,
        title=noun.questions.title.lazily(),
        lead=words("lead").lazily(),
        visible=noun.visible_to,
        rows=lambda _scope, rows: lines_of(noun, rows),
        columns=(*_columns(noun), *([state] if noun.copy else [])),
        orders=(
            lists.Order(first, _by(noun.questions.fact(first)), (*noun.by, "id")),
            lists.Order("changed", _l("Lo último cambiado"), ("-changed_at", "id")),
        ),
        filters=tuple(_filters(noun)),
        counted=lambda number: words("one" if number == 1 else "many").here() % {"n": number},
        empty={
            "": lists.Empty(
                _l("Todavía no hay nada aquí"),
                words("first").lazily(),
                words("write").lazily(),
                f"{noun.app}:new",
            )
        },
        export=lists.Export(event=noun.event(".exported"), name=noun.key, may=noun.may_write, grave=False),
        template="nouns/list.html",
    )


def _by_words(fact: Fact) -> str:
    return _("Por %s") % fact.title.lower()


_by = lazy(_by_words, str)


def _columns(noun: Noun[R, C]) -> Iterator[Column[Line]]:
    """The facts on the page in their order there, then those that only the sheet has."""
    named = {fact.name: fact for fact in noun.facts}
    for name in (*noun.columns, *(name for name in named if name not in noun.columns)):
        yield _column(noun, named[name])


def _column(noun: Noun[R, C], fact: Fact) -> Column[Line]:
    def title(line: Line) -> object:
        return lists.cells.linked(line.title, noun.url("row", line.row))

    return lists.fact_column(
        fact,
        lambda line: line.values,
        label=fact.said or fact.label,
        cell=title if fact.name == noun.named_by else lambda line: line.words[fact.name],
        kind="number" if fact.kind.number else "text",
        page=fact.name in noun.columns,
    )


def _filters(noun: Noun[R, C]) -> Iterator[lists.Filter[R]]:
    if noun.is_searched:
        words: lists.Filter[R] = lists.text("palabras", _l("Palabras"), "")
        yield dataclasses.replace(words, narrow=found_by)
    yield from (_filter(noun.questions.fact(name)) for name in noun.filters)
    if noun.moves is not None:
        yield _of_state(noun.moves)
    if noun.copy is not None:
        yield lists.choice("publicada", _l("Publicación"), lambda _scope: _PUBLISHED, _is_published(noun.copy),
                           empty=_l("Todo"))  # fmt: skip


def _of_state(moves: Moves) -> lists.Filter[Any]:
    def among(rows: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        return moves.in_state(rows, chosen)

    return lists.choice("estado", _l("Estado"), lambda _scope: moves.states.choices, among, empty=_l("Todo"))


def _filter(fact: Fact) -> lists.Filter[Any]:
    def among(rows: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        return rows.filter(**{f"{fact.name}__contains": [chosen]})

    several, kind = isinstance(fact.kind.empty, tuple), fact.kind
    name, label = slugify(_spanish(fact)), lazystr(fact.said or fact.label)
    if isinstance(kind, Somebody):
        return lists.Filter(name=name, field=lambda _scope: kind.offered(label, _l("Todo"), live=False),
                            narrow=lambda rows, chosen: rows.filter(**{fact.name: chosen}))  # fmt: skip
    if isinstance(kind, Tie):  # a thing that was renamed since is the same
        return lists.choice(name, label, lambda _scope: options_of(fact), lambda rows, chosen: rows.filter(
            **{f"{fact.name}__startswith": ties.key_in(chosen)}), empty=_l("Todo"))  # fmt: skip
    return lists.choice(name, label, lambda _scope: options_of(fact), among if several else fact.name,
                        empty=_l("Todo"))  # fmt: skip


_PUBLISHED = [("si", _l("A la vista de todos")), ("no", _l("Sin publicar"))]


def _is_published(copy: type[NounCopy]) -> Any:
    def narrow(rows: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        published = Q(id__in=copy._default_manager.values("row_id"))
        return rows.filter(published if chosen == "si" else ~published)

    return narrow


def _spanish(fact: Fact) -> str:
    """The word of a fact in addresses."""
    words = fact.said or fact.label
    return str(getattr(words, "es", words))


def options_of(fact: Fact) -> list[tuple[str, str]]:
    """What a list may be narrowed to by this fact; of countries those of the region."""
    if isinstance(fact.kind, Country):
        return [(one.alpha3, one.name.here()) for one in countries_here() if one.in_region]
    return fact.kind.options()
