"""Vocabularies are whole: two languages, no code twice, no word for two codes, no mapping into the void."""

import itertools
import re

import pycountry
import pytest
from django.utils import translation

from contratrata.ground.codes.load import build
from contratrata.ground.codes.public import UnknownCode, Vocabulary, vocabulary, vocabulary_keys

KEYS = vocabulary_keys()

#: Lists other parts build on; a rename has to be a decision.
NEEDED = {
    "act", "means", "purpose", "trafficking_status", "decision_making_org", "method_of_control",
    "type_of_exploitation", "sexual_exploitation_type", "labour_industry", "method_of_recruitment",
    "relationship_to_trafficker", "case_status", "referral_reason", "support_plan_type", "migrant_type",
    "protection_status", "other_status", "gender", "education_level", "marital_status", "salutation",
    "consent_question", "service_kind", "urgency", "service_outcome", "decline_reason", "closure_reason",
    "arrival_channel", "consent_purpose", "consent_means", "consent_giver", "file_part", "language", "sex",
    "age_band", "document_kind", "contact_channel", "org_kind",
}  # fmt: skip


def test_every_list_that_other_parts_need_is_there() -> None:
    assert NEEDED - set(KEYS) == set()


@pytest.mark.parametrize("key", KEYS)
class TestEachVocabulary:
    def test_says_where_it_comes_from(self, key: str) -> None:
        source = vocabulary(key).source
        assert all((source.standard, source.version, source.source, source.licence))
        if "HTCDS" in source.standard:
            assert "CC BY 4.0" in source.licence

    def test_has_spanish_and_english_words_for_everything(self, key: str) -> None:
        result = vocabulary(key)
        assert result.title.es
        assert result.title.en
        for term in result:
            assert term.label.es.strip(), term.code
            assert term.label.en.strip(), term.code
            assert term.help is None or (term.help.es and term.help.en), term.code

    def test_has_codes_in_snake_case_none_of_them_twice(self, key: str) -> None:
        codes = [term.code for term in vocabulary(key)]
        assert len(codes) == len(set(codes))
        assert [code for code in codes if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", code)] == []

    def test_has_codes_that_fit_their_columns(self, key: str) -> None:
        room = {
            "language": 20,
            "sex": 20,
            "file_part": 20,
            "consent_purpose": 20,
            "gender": 30,
            "urgency": 10,
        }
        longest = max(len(term.code) for term in vocabulary(key))
        assert longest <= room.get(key, 40)

    @pytest.mark.parametrize("language", ["es", "en"])
    def test_shows_no_two_terms_with_the_same_words(self, key: str, language: str) -> None:
        shown = [getattr(term.label, language).casefold() for term in vocabulary(key)]
        assert sorted(shown) == sorted(set(shown))

    @pytest.mark.parametrize("standard", ["htcds", "isic", "isced", "iso639", "palermo"])
    def test_reads_no_spelling_as_two_codes(self, key: str, standard: str) -> None:
        vocabulary(key).spellings(standard)  # raises when one would

    def test_maps_only_to_codes_that_exist(self, key: str) -> None:
        for term in vocabulary(key):
            for other, codes in term.maps.items():
                assert [code for code in codes if not vocabulary(other).has(code)] == [], term.code


def test_a_label_follows_the_active_language() -> None:
    methods = vocabulary("method_of_control")
    choices = dict(methods.choices())
    with translation.override("es"):
        assert methods.label("debt_bondage") == "Servidumbre por deudas"
        assert str(choices["debt_bondage"]) == "Servidumbre por deudas"
    with translation.override("en"):
        assert methods.label("debt_bondage") == "Debt bondage"
        assert str(choices["debt_bondage"]) == "Debt bondage"


def test_a_language_without_words_of_its_own_shows_spanish() -> None:
    with translation.override("fr"):
        assert vocabulary("urgency").label("h2") == "En 2 horas"


def test_help_is_empty_where_a_caseworker_needs_none() -> None:
    with translation.override("es"):
        assert vocabulary("act").help("transfer") == "Pasarla a manos de otra persona o grupo."
    assert vocabulary("marital_status").help("single") == ""


def test_an_unknown_code_is_said() -> None:
    with pytest.raises(UnknownCode, match="sin_tal_codigo"):
        vocabulary("act").label("sin_tal_codigo")
    with pytest.raises(UnknownCode):
        vocabulary("../public")
    with pytest.raises(UnknownCode):
        vocabulary("act").mapped("sin_tal_codigo", "means")
    assert not vocabulary("act").has("sin_tal_codigo")


def test_a_national_value_is_offered_in_its_country_only_and_known_everywhere() -> None:
    documents = vocabulary("document_kind")
    common = {term.code for term in documents.terms()}
    honduras = {term.code for term in documents.terms("HND")}
    assert honduras - common == {"hnd_dni"}
    assert {term.code for term in documents.terms("GTM")} - common == {"gtm_dpi"}
    assert documents.has("gtm_dpi")
    assert "hnd_dni" not in dict(documents.choices("GTM"))


def test_national_values_name_countries_that_exist() -> None:
    known = {country.alpha_3 for country in pycountry.countries}
    named = {country for key in KEYS for term in vocabulary(key) for country in term.countries}
    assert named - known == set()


def test_a_deprecated_value_is_read_and_shown_but_not_offered() -> None:
    former = vocabulary("vulnerability")
    assert former.choices() == []
    assert former.from_standard("htcds", "SocialGroup") == "social_group"
    with translation.override("es"):
        assert former.label("social_group") == "Pertenencia a un grupo social"


def test_languages_carry_iso_639_codes() -> None:
    # nah (a collective code of 639-2) and sgn, und are not in 639-3.
    outside = {"nah", "sgn", "und"}
    codes = [term.standards["iso639"].code for term in vocabulary("language")]
    assert [code for code in codes if code not in outside and not pycountry.languages.get(alpha_3=code)] == []
    assert len(codes) == len(set(codes))
    assert vocabulary("language").from_standard("htcds", "es") == "spanish"
    assert vocabulary("language").from_standard("htcds", "QUICHÉ") == "kiche"


def test_urgencies_grow_and_age_bands_join_without_gap() -> None:
    assert [term.values["hours"] for term in vocabulary("urgency")] == [2, 24, 72, 168]
    bands = vocabulary("age_band").all_terms
    for lower, upper in itertools.pairwise(bands):
        assert upper.values["from"] == lower.values["to"] + 1
    assert bands[0].values["from"] == 0
    assert "to" not in bands[-1].values
    # Eighteen is the line of the Palermo Protocol: no band crosses it.
    assert 18 in {term.values["from"] for term in bands}


def test_palermo_has_five_acts_eight_means_and_names_its_source() -> None:
    assert [term.code for term in vocabulary("act")] == [
        "recruitment", "transportation", "transfer", "harbouring", "receipt",
    ]  # fmt: skip
    assert len(vocabulary("means").all_terms) == 8
    for key in ("act", "means", "purpose"):
        assert vocabulary(key).source.source == "Protocolo de Palermo, art. 3"


def test_what_htcds_knows_is_evidence_of_elements() -> None:
    control = vocabulary("method_of_control")
    assert control.mapped("physical_abuse", "means") == ("threat_or_force",)
    assert control.mapped("false_promises", "means") == ("deception", "fraud")
    # Long hours are a sign of exploitation; alone they are no means of Palermo.
    assert [term.code for term in control if not control.mapped(term.code, "means")] == [
        "excessive_working_hours",
        "other",
    ]
    exploitation = vocabulary("type_of_exploitation")
    assert all(exploitation.mapped(term.code, "purpose") for term in exploitation)
    recruitment = vocabulary("method_of_recruitment")
    assert {recruitment.mapped(term.code, "act") for term in recruitment} == {("recruitment",)}


def test_every_support_plan_type_of_htcds_is_reached_by_a_service() -> None:
    services = vocabulary("service_kind")
    reached = {kind for term in services for kind in services.mapped(term.code, "support_plan_type")}
    assert reached == {term.code for term in vocabulary("support_plan_type")}
    assert [term.code for term in services if not services.mapped(term.code, "support_plan_type")] == [
        "other"
    ]


def _data(**changes: object) -> dict[str, object]:
    whole: dict[str, object] = {
        "title": {"es": "Prueba", "en": "Test"}, "standard": "x", "version": 1, "source": "x", "licence": "x",
        "terms": [{"code": "one", "es": "Uno", "en": "One"}],
    }  # fmt: skip
    return whole | changes


class TestWrongData:
    def test_a_code_that_stands_twice_is_refused(self) -> None:
        twice = [{"code": "one", "es": "Uno", "en": "One"}, {"code": "one", "es": "Otro", "en": "Another"}]
        with pytest.raises(ValueError, match="stands twice"):
            build("prueba", _data(terms=twice))

    def test_a_word_missing_in_one_language_is_refused(self) -> None:
        with pytest.raises(ValueError, match="'en' is missing"):
            build("prueba", _data(terms=[{"code": "one", "es": "Uno"}]))
        with pytest.raises(ValueError, match="help in one language"):
            build("prueba", _data(terms=[{"code": "one", "es": "Uno", "en": "One", "help_es": "Así"}]))

    def test_a_mistyped_field_is_refused(self) -> None:
        with pytest.raises(ValueError, match="countrys"):
            build("prueba", _data(terms=[{"code": "one", "es": "Uno", "en": "One", "countrys": ["HND"]}]))

    def test_an_alias_of_two_codes_is_refused(self) -> None:
        terms = [
            {"code": "one", "es": "Uno", "en": "One", "htcds": {"code": "One", "aliases": ["Both"]}},
            {"code": "two", "es": "Dos", "en": "Two", "htcds": {"code": "Two", "aliases": ["BOTH"]}},
        ]
        result: Vocabulary = build("prueba", _data(terms=terms))
        with pytest.raises(ValueError, match="means one and two"):
            result.spellings("htcds")
