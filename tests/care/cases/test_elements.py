"""Elements of trafficking are shown with their reasons; the age and the means decide as art. 3 says."""

import dataclasses
import itertools

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from contratrata.care.cases.elements import Because, Element, Elements, Facts, Rule, State, compute
from contratrata.ground.base.answers import Answer
from contratrata.ground.base.partial import Age
from contratrata.ground.codes.public import UnknownCode, vocabulary

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
FIELDS = {
    "acts": "act",
    "means": "means",
    "purposes": "purpose",
    "methods_of_recruitment": "method_of_recruitment",
    "methods_of_control": "method_of_control",
    "types_of_exploitation": "type_of_exploitation",
    "sexual_exploitation_types": "sexual_exploitation_type",
}
ANSWERS = st.sampled_from(list(Answer))
AGES = st.one_of(st.none(), st.tuples(st.integers(0, 90), st.integers(0, 5)).map(lambda a: Age(a[0], sum(a))))


def _answers(key: str) -> st.SearchStrategy[dict[str, Answer]]:
    return st.dictionaries(st.sampled_from([term.code for term in vocabulary(key)]), ANSWERS)


FACTS = st.builds(Facts, **{name: _answers(key) for name, key in FIELDS.items()}, age=AGES, consented=ANSWERS)


def _all(key: str, answer: Answer) -> dict[str, Answer]:
    return {term.code: answer for term in vocabulary(key).terms()}


def test_nothing_asked_is_not_known() -> None:
    result = compute(Facts())
    assert [one.state for one in result] == [State.UNKNOWN] * 3
    assert result.all_present is UNKNOWN
    assert result.means_needed is UNKNOWN
    assert result.still_unknown() == (Element.ACT, Element.MEANS, Element.PURPOSE)
    assert set(result.act.unknown) == {"recruitment", "transportation", "transfer", "harbouring", "receipt"}


def test_a_girl_needs_no_means() -> None:
    facts = Facts(
        acts={"recruitment": YES},
        means=_all("means", NO),
        types_of_exploitation={"sexual_exploitation": YES},
        age=Age(15, 15),
        consented=YES,
    )
    result = compute(facts)
    assert result.means.state is State.ABSENT
    assert result.means_needed is NO
    assert result.all_present is YES
    assert result.still_unknown() == ()
    assert [note.rule for note in result.notes] == [Rule.MINOR, Rule.CONSENT_IRRELEVANT]
    assert compute(dataclasses.replace(facts, age=Age(18, 18))).all_present is NO
    assert compute(dataclasses.replace(facts, age=Age(17, 18))).all_present is UNKNOWN
    assert compute(dataclasses.replace(facts, age=None)).all_present is UNKNOWN


def test_evidence_shows_an_element_and_says_from_what() -> None:
    result = compute(
        Facts(
            methods_of_recruitment={"online_advertisement": YES},
            methods_of_control={"withholds_documents": YES, "excessive_working_hours": YES},
            sexual_exploitation_types={"pornography": YES},
            age=Age(30, 30),
        )
    )
    assert result.act.because == (
        Because(Rule.EVIDENCE, Element.ACT, "recruitment", "method_of_recruitment", "online_advertisement"),
    )
    assert result.means.present_codes() == ("other_coercion",)
    assert result.purpose.present_codes() == ("sexual_exploitation",)
    assert result.all_present is YES
    with translation.override("es"):
        words = result.means.because[0].words()
        assert words == "Lo indica «Le retienen los documentos», que muestra: Otras formas de coacción."
        assert result.notes[0].words() == "Tenía 18 años o más (30 años): hace falta al menos un medio."


def test_long_hours_alone_are_no_means() -> None:
    result = compute(Facts(methods_of_control={"excessive_working_hours": YES}))
    assert result.means.state is State.UNKNOWN


def test_answers_that_speak_against_each_other_are_shown_not_settled() -> None:
    result = compute(
        Facts(
            means={"deception": NO, "fraud": NO, "threat_or_force": NO},
            methods_of_control={"false_promises": YES, "psychoactive_substances": YES},
            types_of_exploitation={"child_labour": YES},
            age=Age(25, 25),
        )
    )
    assert result.means.state is State.PRESENT
    assert [(one.rule, one.evidence) for one in result.contradictions] == [
        (Rule.DENIED_BUT_SHOWN, "false_promises"),
        (Rule.DENIED_BUT_SHOWN, "false_promises"),
        (Rule.CHILD_FORM_OF_ADULT, "child_labour"),
    ]
    with translation.override("es"):
        assert all("%" not in one.words() for one in result.contradictions)


def test_evidence_for_one_of_two_means_is_no_contradiction() -> None:
    result = compute(Facts(means={"fraud": NO}, methods_of_control={"false_promises": YES}))
    assert result.contradictions == ()


def test_a_code_of_another_list_is_a_fault() -> None:
    with pytest.raises(UnknownCode):
        compute(Facts(acts={"deception": YES}))


@pytest.mark.parametrize(("act", "means", "purpose"), list(itertools.product(Answer, repeat=3)))
@pytest.mark.parametrize("age", [None, Age(10, 12), Age(17, 18), Age(40, 40)])
def test_every_combination_follows_article_3(
    act: Answer, means: Answer, purpose: Answer, age: Age | None
) -> None:
    result = compute(
        Facts(acts=_all("act", act), means=_all("means", means), purposes=_all("purpose", purpose), age=age)
    )
    states = {YES: State.PRESENT, NO: State.ABSENT, UNKNOWN: State.UNKNOWN}
    assert [one.state for one in result] == [states[act], states[means], states[purpose]]
    child = age is not None and age.high < 18
    adult = age is not None and age.low >= 18
    if NO in (act, purpose) or (adult and means is NO):
        expected = NO
    elif act is YES and purpose is YES and (child or means is YES):
        expected = YES
    else:
        expected = UNKNOWN
    assert result.all_present is expected


@given(FACTS, ANSWERS)
def test_consent_never_matters(facts: Facts, consented: Answer) -> None:
    one, other = compute(facts), compute(dataclasses.replace(facts, consented=consented))
    assert list(one) == list(other)
    assert one.all_present is other.all_present
    assert one.contradictions == other.contradictions


@given(FACTS, st.data())
def test_one_more_yes_never_removes_an_element(facts: Facts, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(FIELDS)))
    code = data.draw(st.sampled_from([term.code for term in vocabulary(FIELDS[name])]))
    more = dataclasses.replace(facts, **{name: {**getattr(facts, name), code: YES}})
    before, after = compute(facts), compute(more)
    for one, other in zip(before, after, strict=True):
        assert one.state is not State.PRESENT or other.state is State.PRESENT
    assert _rank(before) <= _rank(after)


def _rank(elements: Elements) -> int:
    return [NO, UNKNOWN, YES].index(elements.all_present)


@given(FACTS)
def test_every_state_has_its_reason_in_words(facts: Facts) -> None:
    result = compute(facts)
    for one in result:
        assert bool(one.because) is (one.state is not State.UNKNOWN)
    for language in ("es", "en"):
        with translation.override(language):
            for why in (*result.notes, *result.contradictions, *(w for one in result for w in one.because)):
                assert why.words()
                assert "%(" not in why.words()
