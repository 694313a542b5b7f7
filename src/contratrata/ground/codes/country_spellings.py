"""Every way of writing a country that we read, folded, with the countries it may mean."""

import dataclasses
import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from .countries import countries, country_words
from .fold import fold


@dataclasses.dataclass(frozen=True, slots=True)
class Spellings:
    """`names` and `codes` are read as they are; `others` (demonyms, misspellings) count as repaired.

    `doubtful` are asked about whatever else they match. `written` keeps each spelling with its accents, lower
    case, for the repair of letters that an encoding destroyed.
    """

    codes: Mapping[str, str]
    names: Mapping[str, frozenset[str]]
    others: Mapping[str, frozenset[str]]
    doubtful: Mapping[str, tuple[str, ...]]
    written: Mapping[str, frozenset[str]]


@functools.lru_cache(maxsize=1)
def spellings() -> Spellings:
    """The table, made once (~50 ms) when the first country is read from text."""
    words = country_words()
    codes: dict[str, str] = {}
    names: defaultdict[str, set[str]] = defaultdict(set)
    others: defaultdict[str, set[str]] = defaultdict(set)
    written: defaultdict[str, set[str]] = defaultdict(set)
    for alpha3, name in _names():
        names[fold(name)].add(alpha3)
        written[name.lower()].add(alpha3)
    for home in countries():
        codes[home.alpha2], codes[home.alpha3] = home.alpha3, home.alpha3
    for alpha3, forms in words["demonyms"].items():
        for form in _forms(forms):
            others[fold(form)].add(alpha3)
            written[form.lower()].add(alpha3)
    for alpha3, forms in words["misspelt"].items():
        for form in forms:
            others[fold(form)].add(alpha3)
            others[fold(form + "s")].add(alpha3)
    return Spellings(
        codes=MappingProxyType(codes),
        names=_frozen(names),
        others=_frozen(others),
        doubtful=MappingProxyType({fold(word): tuple(entry) for word, entry in words["ambiguous"].items()}),
        written=_frozen(written),
    )


def _frozen(table: Mapping[str, set[str]]) -> Mapping[str, frozenset[str]]:
    return MappingProxyType({key: frozenset(entry) for key, entry in table.items()})


def _names() -> Iterator[tuple[str, str]]:
    """Names in Spanish, English and French, formal and short, and those of our own list."""
    import pycountry
    from babel import Locale

    tables = [Locale(*code).territories for code in (("es",), ("es", "419"), ("en",), ("fr",))]
    for row in pycountry.countries:
        for attribute in ("name", "common_name", "official_name"):
            formal = getattr(row, attribute, None)
            if formal:
                yield row.alpha_3, formal
        for table in tables:
            if row.alpha_2 in table:
                yield row.alpha_3, table[row.alpha_2]
    for home in countries():
        yield home.alpha3, home.name.es
        yield home.alpha3, home.name.en
    for alpha3, more in country_words()["names"].items():
        for name in more:
            yield alpha3, name


def _forms(words: Mapping[str, list[str]]) -> Iterator[str]:
    """The demonyms with their regular masculine and plural forms; a form that nobody writes does no harm."""
    for feminine in words["es"]:
        yield from (feminine, feminine + "s", feminine + "es")
        if feminine.endswith("a"):
            stem = feminine[:-1]
            yield from (stem + "o", stem + "os")
            if stem.endswith("es"):  # francesa: francés, franceses
                yield from (stem[:-2] + "és", stem + "es")
            elif stem.endswith(("n", "l")):  # alemana: alemán, alemanes; española: español, españoles
                yield from (stem, stem[:-2] + "án", stem + "es")
    for english in words["en"]:
        yield from (english, english + "s")
