"""Dirty text: what is certain is repaired, what is not is asked about, and nothing is lost."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contratrata.ground.codes.public import countries, country_from_text, is_broken, repair_text

GLOTIP = Path(__file__).parents[3].parent / "shared" / "data" / "glotip" / "glotip_ca_caribbean.csv"
U = "\ufffd"

#: Labels of UNODC's export that are not a plain name, and the country they must become.
MUST_MAP = {
    "NICARAGUENSE": "NIC", "Nicaraguense": "NIC", "Hondureans": "HND", "Honduranian": "HND",
    "HONDUREÑA": "HND", f"HONDURE{U}A": "HND", "SALVADOREÑA": "SLV", f"SALVADORE{U}A": "SLV",
    f"Salvadore{U}as": "SLV", f"Salvadore{U}os": "SLV", "EL SALVADOR": "SLV", "BELICEÑA": "BLZ",
    f"BELICE{U}A": "BLZ", "Belice": "BLZ", "Belizean": "BLZ", "GUATEMALTECA": "GTM", "Guatemalean": "GTM",
    f"Rep{U}blica Dominicana": "DOM", f"REP{U}BLICA DOMINICANA": "DOM", "REPUBLICA DOMINICANA": "DOM",
    "Rep. Dominicana": "DOM", "DOMINICANA": "DOM", "República Dominicana": "DOM",
    "Dominican Republic": "DOM", "Venezuela (Bolivarian Republic of)": "VEN", "VENEZOLANA": "VEN",
    "Venezolana": "VEN",
    "Venezuelan": "VEN", "MEXICANA": "MEX", "Mexican": "MEX", f"M{U}XICO": "MEX", "MEXICO": "MEX",
    f"PANAM{U}": "PAN", f"Panam{U}": "PAN", f"PER{U}": "PER", f"Per{U}": "PER", "Peruvian": "PER",
    f"ESPA{U}A": "ESP", f"Hait{U}": "HTI", "Haitiana": "HTI", f"Turqu{U}a": "TUR", "NIGERIANA": "NGA",
    "Paraguayian": "PRY", "Ecuadorean": "ECU", "Argentinian": "ARG", "Brazilian": "BRA", "BRASIL": "BRA",
    "Germans": "DEU", "ALEMANIA": "DEU", "HOLANDA": "NLD", "COREA DEL SUR": "KOR",
    "Republic of Korea": "KOR", "USA": "USA", "Estados Unidos": "USA",
    "Bolivia (Plurinational State of)": "BOL", "Russian Federation": "RUS", "Viet Nam": "VNM",
    "Chinese": "CHN", "Cuban": "CUB", "Chilean": "CHL", "Colombian": "COL", "CAMBOYA": "KHM",
    "TAILANDIA": "THA", "SUIZA": "CHE",
}  # fmt: skip
#: Labels that could mean two things, or are too far from any name, with what may be offered.
MUST_ASK = {
    "Congo": ("COG", "COD"),
    "GUINEANA": ("GIN", "GNB", "GNQ"),
    "Hodruanian": ("HND",),
    "BARSIL": ("BRA", "BHR"),
}
OWN_COUNTRY = {f"Ciudadanos de su pa{U}s", "Nationals"}
SAYS_UNKNOWN = {"", "Unknown", "DESCONOCIDA", "NO DETERMINADA", "NO DETERMINADAS"}
NO_COUNTRY = {
    "Total", "TOTAL POR AÑO", "Abroad", f"(especifique el pa{U}s)", "(especifique otras nacionalidades)",
    "Sexual exploitation", "Forced labour", "Other forms of exploitation",
}  # fmt: skip


@pytest.mark.skipif(not GLOTIP.is_file(), reason=f"the GLOTIP export is not at {GLOTIP}")
class TestEveryLabelOfGlotip:
    @pytest.fixture
    def labels(self) -> set[str]:
        with GLOTIP.open(encoding="utf-8-sig", newline="") as file:
            return {row["Category"] for row in csv.DictReader(file)}

    def test_the_labels_named_here_are_really_in_it(self, labels: set[str]) -> None:
        named = {*MUST_MAP, *MUST_ASK, *OWN_COUNTRY, *SAYS_UNKNOWN, *NO_COUNTRY}
        assert named - labels == set()

    def test_what_is_certain_becomes_its_country(self, labels: set[str]) -> None:
        assert {label: country_from_text(label).code for label in labels & set(MUST_MAP)} == MUST_MAP

    def test_what_is_not_certain_is_asked(self, labels: set[str]) -> None:
        result = {label: country_from_text(label) for label in labels & set(MUST_ASK)}
        assert {label: match.candidates for label, match in result.items()} == MUST_ASK
        assert {(match.code, match.how) for match in result.values()} == {(None, "ambiguous")}

    def test_citizens_of_ones_own_country_are_of_the_country_that_writes(self, labels: set[str]) -> None:
        for label in labels & OWN_COUNTRY:
            match = country_from_text(label, own="CRI")
            assert (match.code, match.how) == ("CRI", "repaired")
            assert country_from_text(label).how == "ambiguous"

    def test_what_says_that_it_is_not_known_needs_no_question(self, labels: set[str]) -> None:
        result = {label for label in labels if country_from_text(label).says_unknown}
        assert result == SAYS_UNKNOWN

    def test_all_the_rest_are_plain_names(self, labels: set[str]) -> None:
        rest = labels - {*MUST_MAP, *MUST_ASK, *OWN_COUNTRY, *SAYS_UNKNOWN, *NO_COUNTRY}
        hows = {label: country_from_text(label).how for label in rest}
        assert [label for label, how in hows.items() if how != "exact"] == []
        assert len(rest) > 50

    def test_what_is_no_country_is_never_taken_for_one(self, labels: set[str]) -> None:
        for label in labels & NO_COUNTRY:
            match = country_from_text(label, own="CRI")
            assert (match.code, match.how, match.candidates) == (None, "unknown", ())

    def test_the_countries_that_report_are_read(self) -> None:
        with GLOTIP.open(encoding="utf-8-sig", newline="") as file:
            pairs = {(row["Country"], row["Iso3_code"]) for row in csv.DictReader(file)}
        assert {(name, country_from_text(name).code) for name, _ in pairs} == pairs


@pytest.mark.parametrize(
    ("raw", "code", "how"),
    [
        ("HN", "HND", "exact"), ("hnd", "HND", "exact"), ("Haïti", "HTI", "exact"), ("Ayiti", "HTI", "exact"),
        ("Trinidad y Tobago", "TTO", "exact"), ("  honduras ", "HND", "exact"), ("EE. UU.", "USA", "exact"),
        ("MÃ©xico", "MEX", "repaired"), ("RepÃºblica Dominicana", "DOM", "repaired"),
        ("Repï¿½blica Dominicana", "DOM", "repaired"), ("Rep?blica Dominicana", "DOM", "repaired"),
        ("Rep??blica Dominicana", "DOM", "repaired"), ("Per&uacute;", "PER", "repaired"),
        ("nacionalidad hondureña", "HND", "repaired"), ("ciudadano de Honduras", "HND", "repaired"),
        ("HN - Honduras", "HND", "repaired"), ("Honduras (HND)", "HND", "repaired"),
        ("Hondurass", "HND", "repaired"), ("Hodnuras", "HND", "repaired"), ("españoles", "ESP", "repaired"),
        ("francés", "FRA", "repaired"), ("alemán", "DEU", "repaired"), ("brasilero", "BRA", "repaired"),
    ],
)  # fmt: skip
def test_a_form_of_one_country_becomes_it(raw: str, code: str, how: str) -> None:
    match = country_from_text(raw)
    assert (match.code, match.how) == (code, how)


@pytest.mark.parametrize(
    ("raw", "candidates"),
    [
        ("Honduras y Guatemala", ("GTM", "HND")),
        ("Nicaragua; Honduras", ("HND", "NIC")),
        ("Dominican", ("DMA", "DOM")),
        ("Congoleña", ("COD", "COG")),
        ("Corea", ("KOR", "PRK")),
        ("Guayana", ("GUY", "GUF")),
        ("NO", ("NOR",)),
        ("Cuba?", ("CUB",)),
        ("Honduras?", ("HND",)),
        ("El Salvador, la paz", ("SLV",)),
    ],
)
def test_a_form_that_may_be_several_or_doubted_is_asked(raw: str, candidates: tuple[str, ...]) -> None:
    match = country_from_text(raw)
    assert (match.code, match.how, match.candidates) == (None, "ambiguous", candidates)


@pytest.mark.parametrize(
    "raw", ["xyz", "Centroamérica", "???", "12345", "<script>alert(1)</script>", "=HND()"]
)
def test_what_is_no_country_is_unknown(raw: str) -> None:
    match = country_from_text(raw)
    assert (match.code, match.how) == (None, "unknown")


def test_a_whole_paragraph_is_no_country_and_is_not_searched() -> None:
    assert country_from_text("Honduras " * 20).how == "unknown"


def test_neighbours_by_one_letter_stay_apart() -> None:
    pairs = {"Gambia": "GMB", "Zambia": "ZMB", "Irán": "IRN", "Irak": "IRQ", "Níger": "NER", "Nigeria": "NGA",
             "Austria": "AUT", "Australia": "AUS", "Dominica": "DMA", "nigerina": "NER",
             "nigeriana": "NGA", "Granada": "GRD", "Guinea": "GIN", "Guyana": "GUY"}  # fmt: skip
    assert {raw: country_from_text(raw).code for raw in pairs} == pairs


def test_every_name_and_demonym_we_show_is_read_as_its_country() -> None:
    wrong = []
    for home in countries():
        shown = [home.name.es, home.name.en, home.alpha3]
        if home.demonym:
            shown += [home.demonym.es]
        for text in shown:
            match = country_from_text(text)
            if match.code != home.alpha3 and home.alpha3 not in match.candidates:
                wrong.append((home.alpha3, text, match))
    assert wrong == []


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("MarÃ­a NuÃ±ez", "María Nuñez"),
        ("MarÃƒÂ­a", "María"),
        ("ESPAÃ‘A", "ESPAÑA"),
        ("PANAMÃ\x81", "PANAMÁ"),
        ("Itzaâ€™", "Itza’"),
        ("Jos&eacute;", "José"),
    ],
)
def test_wrongly_decoded_letters_are_set_right(raw: str, text: str) -> None:
    assert repair_text(raw) == (text, True)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "María Ñáñez",
        "«CAFÉ»",
        "K’iche’ – Q’eqchi’",
        "Ngäbere",
        "ÁÉÍÓÚÜÑ",
        "&lt;b&gt;",
        "&amp;",
        "Rep?blica",
    ],
)
def test_text_with_nothing_certain_to_repair_is_left_alone(raw: str) -> None:
    assert repair_text(raw) == (raw, False)


def test_a_lost_letter_is_seen() -> None:
    assert [is_broken(text) for text in ("Rep?blica", f"Hait{U}", "Repï¿½blica", "Panam?")] == [True] * 4
    assert [is_broken(text) for text in ("República", "¿Dónde vive? No sabe", "")] == [False] * 3


@settings(deadline=None)  # the first call makes the table of spellings
@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzáéíóúüñÁÉÍÓÚÜÑ ’-.", max_size=40))
def test_what_was_wrongly_decoded_comes_back(text: str) -> None:
    assert repair_text(text) == (text, False)
    assert repair_text(text.encode().decode("latin-1"))[0] == text


@settings(deadline=None)  # the first call makes the table of spellings
@given(st.text(max_size=60))
def test_any_text_gets_an_answer_and_a_code_only_when_it_is_sure(raw: str) -> None:
    match = country_from_text(raw)
    assert (match.code is None) == (match.how in {"ambiguous", "unknown"})
