"""Finding a name without reading it: keyed tokens, then a score over the few opened.

A name is kept as truncated HMACs (a key for each organisation) of what may be asked for. Each word of a name gives

- `exact` (the folded word), `sound` (as heard), `skeleton` (consonants), `edges` (first and last two letters:
  a slip in the middle), `prefix` (first three letters as heard) and `initial`, or `bare` when only an initial
  is known.

Selection: for each word asked for the heaviest token that a file shares counts (`WEIGHTS`), and a file is a
candidate when the sum reaches `needed(...)`: about two words by sound, or one that is not among the commonest
names. The heaviest `MOST` are opened and ranked by `score`. Who keeps tokens keeps them where equal ones cannot be
seen to be equal (cases: sealed, opened in memory).

Cost: about six tokens of eight bytes for a word, 20 to 30 for a person.
"""

import dataclasses
import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Self

from .name_words import ABBREVIATIONS, COMMON, PARTICLES
from .sounds import edges, fold_word, heard_as, skeleton, sounds

TOKEN_BYTES = 8
MOST = 50
#: Words of a query that count; nobody types more, and a pasted page must not cost a page of tokens.
MOST_WORDS = 8
Token = bytes

_PARTING = re.compile(r"[\s\-‐‑–—.,;/_()\"ªº&+]+")
_ORDINAL_MARKS = re.compile(r"(?<=\w)\.?[ªº]")


class Kind(StrEnum):
    """What a token stands for."""

    EXACT = "w"
    SOUND = "s"
    SKELETON = "k"
    EDGES = "e"
    PREFIX = "p"
    INITIAL = "i"
    BARE = "b"


WEIGHTS = {
    Kind.EXACT: 6,
    Kind.SOUND: 5,
    Kind.SKELETON: 4,
    Kind.EDGES: 4,
    Kind.PREFIX: 3,
    Kind.INITIAL: 2,
    Kind.BARE: 2,
}
#: A word that half the region bears tells less: what its tokens weigh less.
COMMON_LESS = 3


class NamePart(StrEnum):
    """Where a word stood; words of unknown place may be either."""

    GIVEN = "given"
    SURNAME = "surname"
    ANY = "any"


@dataclasses.dataclass(frozen=True, slots=True)
class Names:
    """The names of one person as recorded, or as typed. All may be empty; `whole` is a single box.

    `others` are aliases and earlier names, each a whole name.
    """

    given: str = ""
    surname: str = ""
    second_surname: str = ""
    whole: str = ""
    others: tuple[str, ...] = ()

    @classmethod
    def typed(cls, text: str) -> Self:
        """Names typed in one box, order unknown (`Pérez, Juan` as well as `Juan Pérez`)."""
        return cls(whole=text)

    def main(self) -> str:
        """All recorded parts as one text."""
        return " ".join(filter(None, (self.given, self.surname, self.second_surname, self.whole)))

    def words(self) -> tuple["Word", ...]:
        """The words of the recorded parts (not of `others`), each with the part it stood in."""
        parts = (
            (self.given, NamePart.GIVEN),
            (self.surname, NamePart.SURNAME),
            (self.second_surname, NamePart.SURNAME),
            (self.whole, NamePart.ANY),
        )
        return tuple(word for text, part in parts for word in words(text, part))


@dataclasses.dataclass(frozen=True, slots=True)
class Word:
    """One word of a name: folded, its other possible readings, and the part of the name it stood in."""

    text: str
    readings: tuple[str, ...] = ()
    part: NamePart = NamePart.ANY

    @property
    def bare(self) -> bool:
        """A single letter: all that is known of the word."""
        return len(self.text) == 1

    @property
    def common(self) -> bool:
        """Whether the word is among the commonest of the region."""
        return self.text in COMMON

    def all_readings(self) -> tuple[str, ...]:
        """The word and its other readings."""
        return (self.text, *self.readings)


@dataclasses.dataclass(frozen=True, slots=True)
class QueryToken:
    """A token to look for: which word of the query it stands for (from 0) and what it weighs."""

    token: Token
    word: int
    weight: int


def words(text: str, part: NamePart = NamePart.ANY) -> tuple[Word, ...]:
    """The words of a name: folded, abbreviations written out, particles (de, la, los, y) left out.

    A particle joined to its word is another reading of it (`Del Cid`, `Delcid`).
    """
    result: list[Word] = []
    joined = ""
    for raw in _PARTING.split(_ORDINAL_MARKS.sub("a", text)):
        word = fold_word(raw)
        if not word:
            continue
        if word in PARTICLES:
            joined += word
            continue
        full = ABBREVIATIONS.get(word, word)
        readings = [word] if full != word else []
        if joined:
            readings.append(joined + word)
        readings += _without_joined_particle(word)
        result.append(Word(full, tuple(readings), part))
        joined = ""
    if joined and not result:  # a name that is nothing but a particle ("Y", "La") is still a name
        result.append(Word(joined, part=part))
    return tuple(result)


def name_tokens(key: bytes, names: Names) -> set[Token]:
    """The tokens to store for a person. `key` is the organisation's key for names."""
    return {
        _token(key, kind, text)
        for whole in (names.words(), *map(words, names.others))
        for word in whole
        for kind, text in _stored(word)
    }


def query_tokens(key: bytes, query: Names | str) -> tuple[QueryToken, ...]:
    """The tokens to look for, each with its word and weight. Empty when nothing was typed."""
    asked = _query_words(query)
    result: dict[tuple[Token, int], int] = {}
    for number, word in enumerate(asked):
        # What is still being typed is the last word: only there the first three letters select.
        growing = number == len(asked) - 1
        for kind, text in _asked(word, growing=growing):
            token = (_token(key, kind, text), number)
            result[token] = max(result.get(token, 0), _weight(kind, word))
    return tuple(QueryToken(token, number, weight) for (token, number), weight in result.items())


def needed(query: Names | str) -> int:
    """The sum of weights from which a file is a candidate.

    One word: any token of it. Two: both, one of them at least by sound or nearly. More: what two words by
    sound give, of which at most one is common; a third must then agree.
    """
    asked = _query_words(query)
    whole = [word for word in asked if not word.bare]
    if len(asked) <= 1:
        return 1
    if len(asked) == 2:
        best = sum(_weight(Kind.SOUND if not word.bare else Kind.INITIAL, word) for word in asked)
        return max(3, best - 2)
    rare = sum(not word.common for word in whole)
    return 9 if rare >= 2 else 7 if rare == 1 else 6


def selects(tokens: Iterable[QueryToken], stored: set[Token], least: int) -> int:
    """The sum of weights a stored set reaches, or 0 below `least`: what the SQL above computes."""
    best: dict[int, int] = {}
    for asked in tokens:
        if asked.token in stored:
            best[asked.word] = max(best.get(asked.word, 0), asked.weight)
    total = sum(best.values())
    return total if total >= least else 0


def _query_words(query: Names | str) -> tuple[Word, ...]:
    return (words(query) if isinstance(query, str) else query.words())[:MOST_WORDS]


def _weight(kind: Kind, word: Word) -> int:
    weight = WEIGHTS[kind]
    return max(1, weight - COMMON_LESS) if word.common and kind is not Kind.INITIAL else weight


def _stored(word: Word) -> Iterator[tuple[Kind, str]]:
    if word.bare:
        yield Kind.BARE, word.text
        yield Kind.INITIAL, word.text
        return
    yield Kind.INITIAL, word.text[0]
    for reading in word.all_readings():
        yield Kind.EXACT, reading
        for sound in sounds(reading):
            yield from _of_sound(sound)
            if len(sound) >= 3:
                yield Kind.PREFIX, sound[:3]


def _asked(word: Word, *, growing: bool) -> Iterator[tuple[Kind, str]]:
    if word.bare:
        yield Kind.INITIAL, word.text
        return
    yield Kind.BARE, word.text[0]
    for reading in word.all_readings():
        yield Kind.EXACT, reading
        for sound in heard_as(reading):
            yield from _of_sound(sound)
            if growing and len(sound) >= 3:
                yield Kind.PREFIX, sound[:3]


def _of_sound(sound: str) -> Iterator[tuple[Kind, str]]:
    yield Kind.SOUND, sound
    if bones := skeleton(sound):
        yield Kind.SKELETON, bones
    for edge in edges(sound):
        yield Kind.EDGES, edge


def _without_joined_particle(word: str) -> list[str]:
    for particle in ("dela", "delos", "delas", "del", "mc"):
        rest = word.removeprefix(particle)
        if rest != word and len(rest) >= 3:
            return [rest]
    return []


def _token(key: bytes, kind: Kind, text: str) -> Token:
    return hmac.new(key, f"{kind.value}:{text}".encode(), hashlib.sha256).digest()[:TOKEN_BYTES]
