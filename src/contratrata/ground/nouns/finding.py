"""Finding rows by words: what is said of a row as stems, so that «víctima» finds «víctimas», «niña» «niños».

Stems are our own and alike for Spanish and English: the database's dictionaries tell accents apart, and people who
search leave them out. A word of the field has its other names (`finding.yaml`).
"""

import dataclasses
import functools
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import override

from contratrata.ground.codes.public import without_accents
from contratrata.ground.kinds.public import Fact, Values, plain_text

_WORD = re.compile(r"[a-z0-9]+")
#: Endings that say number and gender, the longest first.
_ENDINGS = ("es", "s")
#: More words than these of one question are not looked for.
MOST_WORDS = 12


class Searched(models.Model):
    """A row that is found by its words: their stems, each once. An open one has an index over them (`GinIndex`)."""

    stems = ArrayField(models.CharField(max_length=40), default=list, blank=True, editable=False)

    class Meta:
        abstract = True


def stem(word: str) -> str:
    """What a word has in common with its plural and its other gender."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 4 and word[-1] in "aeo" else word


def stems(text: str) -> list[str]:
    """The stems of a text, in its order."""
    words = _WORD.findall(without_accents(text).casefold())
    return [stem(word)[:40] for word in words if word not in _data().empty and len(word) > 1]


def stems_of(facts: Iterable[Fact], values: Values) -> list[str]:
    """The stems of everything that is said of a row, in every language."""
    found: set[str] = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            for fact in facts:
                found.update(stems(plain_text(fact.words(values[fact.name]))))
    return sorted(found)


def found_by(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    """The rows that say every one of these words, or another name of it; words that say nothing narrow nothing."""
    for one in dict.fromkeys(stems(words)[:MOST_WORDS]):
        rows = rows.filter(stems__overlap=sorted(_alike().get(one, {one})))
    return rows


@dataclasses.dataclass(frozen=True, slots=True)
class _Data:
    """`empty`: what everybody says and nobody looks for. `alike`: groups of words that mean one thing."""

    empty: frozenset[str]
    alike: tuple[tuple[str, ...], ...]


@functools.cache
def _data() -> _Data:
    said = yaml.safe_load(Path(__file__).with_name("finding.yaml").read_text(encoding="utf-8"))
    return _Data(frozenset(said["empty"].split()), tuple(tuple(group) for group in said["alike"]))


@functools.cache
def _alike() -> dict[str, set[str]]:
    """Each stem that has other names, with them."""
    alike: dict[str, set[str]] = {}
    for group in _data().alike:
        names = {one for word in group for one in stems(word)}
        for name in names:
            alike.setdefault(name, set()).update(names)
    return alike
