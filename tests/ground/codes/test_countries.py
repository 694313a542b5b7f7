"""Countries by alpha-3 and first-level areas, with Spanish names in Spanish order."""

import csv
from pathlib import Path

import pytest
from django.utils import translation

from contratrata.ground.codes.public import (
    REGION,
    UnknownCode,
    area,
    area_name,
    areas,
    countries,
    country,
    country_name,
    sort_key,
)

ADMIN1 = Path(__file__).parents[3].parent / "shared" / "data" / "geo" / "admin1_region.csv"


def test_the_whole_world_is_there_the_region_first() -> None:
    codes = [item.alpha3 for item in countries()]
    assert len(codes) == len(set(codes)) == 249
    assert set(codes[: len(REGION)]) == set(REGION)
    names = [entry.name.es for entry in countries()[len(REGION) :]]
    assert names == sorted(names, key=sort_key)


@pytest.mark.parametrize(
    ("code", "spanish", "english"),
    [
        ("HTI", "Haití", "Haiti"),
        ("DOM", "República Dominicana", "Dominican Republic"),
        ("VEN", "Venezuela", "Venezuela"),
        ("USA", "Estados Unidos", "United States"),
        ("BLZ", "Belice", "Belize"),
    ],
)
def test_a_country_has_its_name_in_both_languages(code: str, spanish: str, english: str) -> None:
    with translation.override("es"):
        assert country_name(code) == spanish
    with translation.override("en"):
        assert country_name(code) == english


def test_a_country_of_the_region_has_a_demonym() -> None:
    assert [code for code in REGION if country(code).demonym is None] == []
    demonym = country("HND").demonym
    assert demonym is not None
    assert (demonym.es, demonym.en) == ("hondureña", "Honduran")


def test_an_unknown_country_or_area_is_said() -> None:
    for ask in (country, country_name, areas):
        with pytest.raises(UnknownCode, match="XXX"):
            ask("XXX")
    for wrong in ("HN-ZZ", "ZZ-01", "", "HND"):
        with pytest.raises(UnknownCode):
            area(wrong)


def test_areas_come_in_spanish_with_their_kind() -> None:
    result = areas("HND")
    assert len(result) == 18
    assert [place.name.es for place in result] == sorted((p.name.es for p in result), key=sort_key)
    with translation.override("es"):
        assert area_name("BZ-BZ") == "Belice"
        assert area("NI-AN").kind_name.here() == "Región autónoma"
    assert areas("PRI") == ()


def test_no_place_of_the_dominican_republic_is_in_two_areas() -> None:
    # ISO 3166-2 lists the ten regions beside the provinces that they hold.
    assert {place.kind for place in areas("DOM")} == {"Province", "District"}
    assert len(areas("DOM")) == 32


@pytest.mark.skipif(not ADMIN1.is_file(), reason=f"the list of areas is not at {ADMIN1}")
def test_the_areas_of_the_region_are_those_of_the_list_given() -> None:
    with ADMIN1.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["country_alpha3"] for row in rows} == set(REGION)
    expected = {
        (row["country_alpha3"], row["code"], row["name_es"])
        for row in rows
        if not (row["country_alpha3"] == "DOM" and row["type"] == "Region")
    }
    assert {(p.country, p.code, p.name.es) for code in REGION for p in areas(code)} == expected


def test_spanish_order_puts_enye_after_n_and_folds_accents() -> None:
    words = ["Oeste", "Ñandú", "Nube", "Nzongo", "nó", "Álamo", "alba", "zeta", "Ana", "NA"]
    assert sorted(words, key=sort_key) == [
        "Álamo", "alba", "Ana", "NA", "nó", "Nube", "Nzongo", "Ñandú", "Oeste", "zeta",
    ]  # fmt: skip
    # Also when the Ñ comes as an N with a combining tilde.
    assert sort_key("n\u0303andu")[0] == sort_key("ñandú")[0]
