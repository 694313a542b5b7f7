"""Finding rows by words: PostgreSQL's full text, Spanish and English at once, without accents, with other names.

Every text is put in twice, with the stems of each language; accents are taken off before, from what is said and from
what is typed, for people who search leave them out and the dictionaries tell them apart. A word of the field has its
other names, which are data (`finding.yaml`) and are asked for beside it: nothing is written anew when they change.
"""

import dataclasses
import functools
import operator
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector, SearchVectorField
from django.db import connection, models
from django.db.models import Expression, F, FloatField, Func, QuerySet, Value
from django.utils.translation import override

from contratrata.ground.base.translated import Translated
from contratrata.ground.codes.public import without_accents
from contratrata.ground.kinds.public import Country, Fact, TranslatedText, Values, plain_text

_WORD = re.compile(r"[a-z0-9]+")
#: The dictionary of each language of the house.
_DICTIONARY = {"es": "spanish", "en": "english"}
#: What a word counts by where it is said: in the rest (never ranked), a choice, a short text, the name.
WEIGHTS = (0.05, 0.2, 0.5, 1.0)
#: More words than these of one question are not looked for.
MOST_WORDS = 12
#: The columns of `Searched`, which no page reads.
SEARCH_COLUMNS = ("text_search", "lead_search")


class Searched(models.Model):
    """A row that is found by its words; where there are many, with an index over `text_search` (`GinIndex`).

    `text_search`: everything that is said of it. `lead_search`: its name, short texts and choices alone, by which
    what was found is ranked: small, so that ranking thousands of rows reads none of their long texts.
    """

    text_search = SearchVectorField(null=True, editable=False)
    lead_search = SearchVectorField(null=True, editable=False)

    class Meta:
        abstract = True

    def put_words(self, facts: Iterable[Fact], values: Values, named_by: str) -> None:
        """Let it be found, once it is saved, by what these values say."""
        parts = _parts(facts, values, named_by)
        self.lead_search = _vector([part for part in parts if part[0] != "D"])
        self.text_search = _vector(parts)


def words_of(text: str) -> list[str]:
    """The words of a text that somebody may look for, in their order, without accents."""
    words = _WORD.findall(without_accents(text).casefold())
    return [word[:40] for word in words if word not in _data().empty and len(word) > 1]


def found_by(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    """The rows that say every one of these words, or another name of it; words that say nothing narrow nothing."""
    for query in _queries(words):
        rows = rows.filter(text_search=query)
    return rows


def ranked_by(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    """The rows that say every one of these words, with `rank`: how near they come to them, the nearer the more."""
    ranks: list[Any] = [
        SearchRank(F("lead_search"), query, weights=list(WEIGHTS)) * _size(query) for query in _queries(words)
    ]
    rank = functools.reduce(operator.add, ranks, Value(0.0, output_field=FloatField()))
    near: QuerySet[Any] = found_by(rows, words).annotate(rank=rank)
    return near


def nearest(rows: QuerySet[Any], words: str, column: str) -> list[Any]:
    """A column of the rows that say these words, the nearest first, then in the order that `rows` has; by the index.

    The planner counts a comparison of texts as any other and would read the texts of all rows for a common word; the
    index over them tells without opening one.
    """
    near = ranked_by(rows, words)
    near = near.order_by("-rank", *rows.query.order_by)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('enable_seqscan', 'off', true)")
        values = list(near.values_list(column, flat=True))
        cursor.execute("SELECT set_config('enable_seqscan', 'on', true)")
    return values


def alike_to(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """These rows with `rank`: how much they say of what a text says, in any of its words."""
    queries = [_one(word) for word in dict.fromkeys(words_of(text)[:60])]
    rank: Any = Value(0.0, output_field=FloatField())
    if queries:
        rank = SearchRank(F("lead_search"), functools.reduce(operator.or_, queries), weights=list(WEIGHTS))
    near: QuerySet[Any] = rows.annotate(rank=rank)
    return near


def _parts(facts: Iterable[Fact], values: Values, named_by: str) -> list[tuple[str, str, str]]:
    """Weight, dictionary and text of everything that is said."""
    parts = []
    for fact in facts:
        for language, _name in settings.LANGUAGES:
            text = _text_of(fact, values[fact.name], language)
            if text:
                parts.append((_weight(fact, named_by), _DICTIONARY[language], without_accents(text)))
    return parts


def _text_of(fact: Fact, value: Any, language: str) -> str:
    if isinstance(value, Translated):
        return plain_text(
            value.text(language)
        )  # an original that stands in has the stems of its own language
    with override(language):
        return plain_text(fact.words(value))


def _weight(fact: Fact, named_by: str) -> str:
    if fact.name == named_by:
        return "A"
    if type(fact.kind) is TranslatedText:
        return "B"
    return "C" if fact.kind.options() or isinstance(fact.kind, Country) else "D"


def _vector(parts: Iterable[tuple[str, str, str]]) -> Any:
    texts: dict[tuple[str, str], list[str]] = {}
    for weight, dictionary, text in parts:
        texts.setdefault((weight, dictionary), []).append(text)
    vectors = [
        SearchVector(Value("\n".join(some)), config=dictionary, weight=weight)
        for (weight, dictionary), some in texts.items()
    ]
    return functools.reduce(operator.add, vectors) if vectors else None


def _queries(words: str) -> list[SearchQuery]:
    """One question a word."""
    return [_one(word) for word in dict.fromkeys(words_of(words)[:MOST_WORDS])]


def _one(word: str) -> SearchQuery:
    """A word or another name of it, in the stems of either language."""
    names = sorted(_alike().get(word, {word}))
    asked = [SearchQuery(name, config=dictionary) for name in names for dictionary in _DICTIONARY.values()]
    return functools.reduce(operator.or_, asked)


def _size(query: SearchQuery) -> Expression:
    """By how much the rank of a word with many names is too small."""
    return Func(query, function="numnode", output_field=FloatField())


@dataclasses.dataclass(frozen=True, slots=True)
class _Data:
    """`empty`: what everybody says and nobody looks for. `alike`: groups of words that mean one thing."""

    empty: frozenset[str]
    alike: tuple[tuple[str, ...], ...]


@functools.cache
def _data() -> _Data:
    data = yaml.safe_load(Path(__file__).with_name("finding.yaml").read_text(encoding="utf-8"))
    return _Data(frozenset(data["empty"].split()), tuple(tuple(group) for group in data["alike"]))


@functools.cache
def _alike() -> dict[str, set[str]]:
    """Each word that has other names, in either number, with them."""
    alike: dict[str, set[str]] = {}
    for group in _data().alike:
        names = {word for name in group for word in words_of(name)}
        for name in names:
            for form in _forms(name):
                alike.setdefault(form, {form}).update(names)
    return alike


def _forms(word: str) -> set[str]:
    """A word as it may be typed: in its plural and its singular."""
    forms = {word, f"{word}s", f"{word}es"}
    for ending in ("es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            forms.add(word[: -len(ending)])
    return forms
