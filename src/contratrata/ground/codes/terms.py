"""What a vocabulary is: immutable terms with words in two languages and their codes in outside standards."""

import dataclasses
import functools
from collections.abc import Iterator, Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext

from contratrata.ground.base.lazily import lazystr

from .fold import fold


class UnknownCode(LookupError):
    """A code or a vocabulary that does not exist. The message names both, never a person."""


@dataclasses.dataclass(frozen=True, slots=True)
class Words:
    """One text in Spanish and English."""

    es: str
    en: str

    def here(self) -> str:
        """In the active language; a language beyond the two comes from the catalogue, else Spanish."""
        language = (get_language() or "es").split("-")[0]
        if language == "en":
            return self.en
        return self.es if language == "es" or not self.es else gettext(self.es)

    def __str__(self) -> str:
        return self.here()

    def lazily(self) -> Promise:
        """The same, decided when it is shown."""
        return lazystr(self)


@dataclasses.dataclass(frozen=True, slots=True)
class StandardCode:
    """The place of a term in an outside standard: the code we write, the spellings we read.

    `note` says what is lost or doubtful when the term is written as `code`; None when nothing is.
    """

    code: str
    aliases: tuple[str, ...] = ()
    note: Words | None = None


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Term:
    """One value of a vocabulary. `countries` empty: used everywhere; else only in these (alpha-3).

    `maps` holds codes of other vocabularies of ours, by the key of the vocabulary; `values` numbers the term
    stands for (urgency: `hours`; age band: `from`, `to`, both included, the last one open).
    A `deprecated` term is still read and shown, no longer offered.
    """

    code: str
    label: Words
    help: Words | None
    standards: Mapping[str, StandardCode]
    maps: Mapping[str, tuple[str, ...]]
    values: Mapping[str, int]
    countries: frozenset[str] = frozenset()
    deprecated: bool = False
    note: str = ""

    def offered_in(self, country: str | None) -> bool:
        """Whether a form of this country offers the term; without a country, only what is common to all."""
        return not self.deprecated and (not self.countries or country in self.countries)


@dataclasses.dataclass(frozen=True, slots=True)
class Source:
    """Where a vocabulary comes from, so that it can be cited and checked."""

    standard: str
    version: str
    source: str
    licence: str


@dataclasses.dataclass(frozen=True)
class Vocabulary:
    """A list of terms with its title and its source.

    `ordered`: the order of the terms means something (urgency, schooling) and is kept; `multiple`: a fact
    may hold several.
    """

    key: str
    title: Words
    source: Source
    ordered: bool
    multiple: bool
    all_terms: tuple[Term, ...]

    @functools.cached_property
    def _by_code(self) -> Mapping[str, Term]:
        return {term.code: term for term in self.all_terms}

    def __iter__(self) -> Iterator[Term]:
        return iter(self.all_terms)

    def term(self, code: str) -> Term:
        """The term of a code. Raises `UnknownCode`."""
        try:
            return self._by_code[code]
        except KeyError:
            raise UnknownCode(f"{self.key}: {code!r}") from None

    def has(self, code: str) -> bool:
        """Whether the code exists, deprecated and national ones included."""
        return code in self._by_code

    def terms(self, country: str | None = None) -> tuple[Term, ...]:
        """The terms to offer: the common ones, and those of this country (alpha-3) when one is given."""
        return tuple(term for term in self.all_terms if term.offered_in(country))

    def choices(self, country: str | None = None) -> list[tuple[str, Promise]]:
        """Pairs for a form field; the words follow the language at the time of showing."""
        return [(term.code, term.label.lazily()) for term in self.terms(country)]

    def label(self, code: str) -> str:
        """The words of a code in the active language. Raises `UnknownCode`."""
        return self.term(code).label.here()

    def help(self, code: str) -> str:
        """What the caseworker may need to know about the term; empty when nothing. Raises `UnknownCode`."""
        words = self.term(code).help
        return words.here() if words else ""

    def mapped(self, code: str, vocabulary: str) -> tuple[str, ...]:
        """The codes of another vocabulary this term stands for; empty when none. Raises `UnknownCode`."""
        return self.term(code).maps.get(vocabulary, ())

    def spellings(self, standard: str) -> Mapping[str, str]:
        """Every folded spelling read for a standard, with the code it means.

        Our own code and labels are spellings too: what we wrote for people we read again.
        Raises `ValueError` when one spelling would mean two codes: the data would be wrong.
        """
        result: dict[str, str] = {}
        for term in self.all_terms:
            for spelling in _spellings_of(term, standard):
                key = fold(spelling)
                if result.setdefault(key, term.code) != term.code:
                    raise ValueError(f"{self.key}: {spelling!r} means {result[key]} and {term.code}")
        return result

    def from_standard(self, standard: str, raw: str) -> str | None:
        """Our code for what a file of the standard says, in any of its spellings; None when not known."""
        return _spelling_table(self, standard).get(fold(raw))

    def to_standard(self, standard: str, code: str) -> tuple[str, str | None]:
        """The code of the standard, and a note in the active language when something is lost by it.

        Raises `UnknownCode` when the code is not ours or the standard has no place for it.
        """
        place = self.term(code).standards.get(standard)
        if place is None or not place.code:
            raise UnknownCode(f"{self.key}: {code!r} has no code in {standard}")
        return place.code, place.note.here() if place.note else None

    def __hash__(self) -> int:
        return hash(self.key)


def _spellings_of(term: Term, standard: str) -> Iterator[str]:
    yield term.code
    yield term.label.es
    yield term.label.en
    place = term.standards.get(standard)
    if place is None:
        return
    # A lossy code (with a note) belongs to the term that owns it, not to the one written as it.
    if place.code and place.note is None:
        yield place.code
    yield from place.aliases


@functools.lru_cache(maxsize=256)
def _spelling_table(vocabulary: Vocabulary, standard: str) -> Mapping[str, str]:
    return vocabulary.spellings(standard)
