"""Countries and first-level areas: ISO 3166 from pycountry, Spanish names from CLDR (Babel) and iso-codes.

Countries are known by their alpha-3 code everywhere in the product, areas by their ISO 3166-2 code. Nothing
is read until it is asked for, and then kept.
"""

import dataclasses
import functools
import gettext
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType
from typing import Any

import yaml
from django.utils.translation import get_language

from .fold import sort_key
from .terms import UnknownCode, Words

#: The countries of the region: those whose detections UNODC exports for it, and those its routes cross.
REGION = (
    "BHS", "BLZ", "COL", "CRI", "CUB", "DOM", "ECU", "GTM", "HND", "HTI", "JAM", "MEX", "NIC", "PAN", "SLV",
    "TTO", "USA", "VEN",
)  # fmt: skip

#: Short Spanish names where CLDR is formal or not what is said in the region.
_SPANISH = {"CIV": "Costa de Marfil", "COD": "República Democrática del Congo", "COG": "República del Congo",
            "SAU": "Arabia Saudita", "ROU": "Rumania", "VAT": "Santa Sede (Vaticano)",
            "HKG": "Hong Kong", "MAC": "Macao"}  # fmt: skip
_ENGLISH = {"HKG": "Hong Kong", "MAC": "Macao", "COD": "Democratic Republic of the Congo",
            "COG": "Republic of the Congo"}  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Country:
    """A country or territory of ISO 3166-1. `demonym` (Spanish, English) where one is in use."""

    alpha3: str
    alpha2: str
    numeric: str
    name: Words
    demonym: Words | None
    in_region: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Area:
    """A first-level subdivision of ISO 3166-2. `kind` is the standard's word, `kind_name` ours."""

    code: str
    country: str
    name: Words
    kind: str
    kind_name: Words


@functools.lru_cache(maxsize=1)
def countries() -> tuple[Country, ...]:
    """All 249 of ISO 3166-1, the region first, each part in Spanish order."""
    rows = sorted(_by_alpha3().values(), key=lambda country: sort_key(country.name.es))
    return tuple(sorted(rows, key=lambda country: not country.in_region))


def countries_here() -> tuple[Country, ...]:
    """The same, each part in the order of the active language."""
    return _countries_in(get_language() or "es")


@functools.lru_cache(maxsize=4)
def _countries_in(_language: str) -> tuple[Country, ...]:
    rows = sorted(countries(), key=lambda country: sort_key(country.name.here()))
    return tuple(sorted(rows, key=lambda country: not country.in_region))


def country(alpha3: str) -> Country:
    """The country of an alpha-3 code. Raises `UnknownCode`."""
    try:
        return _by_alpha3()[alpha3]
    except KeyError:
        raise UnknownCode(f"country {alpha3!r}") from None


def country_name(alpha3: str) -> str:
    """The name in the active language. Raises `UnknownCode`."""
    return country(alpha3).name.here()


@functools.lru_cache(maxsize=512)
def areas(alpha3: str) -> tuple[Area, ...]:
    """The first-level areas of a country in Spanish order; empty where ISO 3166-2 has none.

    In the Dominican Republic the standard mixes provinces with the ten regions above them; the regions are
    left out, so that no place is in two areas. Raises `UnknownCode` for a code that is no country.
    """
    import pycountry

    home = country(alpha3)
    rows = [row for row in pycountry.subdivisions if row.country_code == home.alpha2]
    first = [row for row in rows if not (alpha3 == "DOM" and row.type == "Region")]
    if alpha3 != "DOM":
        first = [row for row in first if row.parent_code is None]
    return tuple(sorted((_area(alpha3, row) for row in first), key=lambda area: sort_key(area.name.es)))


@functools.lru_cache(maxsize=4096)
def area(code: str) -> Area:
    """The area of an ISO 3166-2 code (`GT-03`). Raises `UnknownCode`."""
    home = _alpha3_of(code.partition("-")[0])
    for entry in areas(home) if home else ():
        if entry.code == code:
            return entry
    raise UnknownCode(f"area {code!r}")


def area_name(code: str) -> str:
    """The name in the active language. Raises `UnknownCode`."""
    return area(code).name.here()


def _alpha3_of(alpha2: str) -> str | None:
    return next((home.alpha3 for home in countries() if home.alpha2 == alpha2), None)


def _area(alpha3: str, row: Any) -> Area:
    kinds = country_words()["kinds"]
    kind = kinds.get(row.type, {"es": "Subdivisión", "en": row.type})
    return Area(
        code=row.code,
        country=alpha3,
        name=Words(es=_spanish_subdivisions().gettext(row.name), en=row.name),
        kind=row.type,
        kind_name=Words(es=kind["es"], en=kind["en"]),
    )


@functools.lru_cache(maxsize=1)
def _spanish_subdivisions() -> gettext.NullTranslations:
    import pycountry

    return gettext.translation("iso3166-2", pycountry.LOCALES_DIR, languages=["es"], fallback=True)


@functools.lru_cache(maxsize=1)
def _by_alpha3() -> Mapping[str, Country]:
    import pycountry
    from babel import Locale

    spanish, english = Locale("es").territories, Locale("en").territories
    demonyms = country_words()["demonyms"]
    result = {}
    for row in pycountry.countries:
        code = row.alpha_3
        words = demonyms.get(code)
        result[code] = Country(
            alpha3=code,
            alpha2=row.alpha_2,
            numeric=row.numeric,
            name=Words(
                es=_SPANISH.get(code) or spanish.get(row.alpha_2) or row.name,
                en=_ENGLISH.get(code) or english.get(row.alpha_2) or row.name,
            ),
            demonym=Words(es=words["es"][0], en=words["en"][0]) if words else None,
            in_region=code in REGION,
        )
    return MappingProxyType(result)


@functools.lru_cache(maxsize=1)
def country_words() -> Mapping[str, Any]:
    """Demonyms, further names, misspellings, doubtful words and kinds of area, as in `places/words.yaml`."""
    file = resources.files("contratrata.ground.codes") / "places" / "words.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    words: Mapping[str, Any] = yaml.load(file.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    return words
