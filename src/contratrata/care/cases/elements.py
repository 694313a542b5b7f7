"""Which elements of trafficking the answers show, and why (Palermo Protocol, art. 3).

Act, means and purpose are each present, absent or not known, with the answers they rest on. Under 18 no means
is needed (art. 3 c), and consent counts for nothing once a means was used (art. 3 b). This is never a
verdict: the status of a person is asserted by a named organisation, with its basis.
"""

import dataclasses
from collections.abc import Iterator, Mapping
from enum import StrEnum

from django.utils.translation import gettext

from contratrata.ground.base.answers import Answer, all_of, any_of
from contratrata.ground.base.partial import Age
from contratrata.ground.codes.public import vocabulary


class Element(StrEnum):
    """The three elements; the value is the vocabulary of their codes."""

    ACT = "act"
    MEANS = "means"
    PURPOSE = "purpose"


class State(StrEnum):
    """What the answers say of an element."""

    PRESENT = "present"
    ABSENT = "absent"
    UNKNOWN = "unknown"


class Rule(StrEnum):
    """Why something holds."""

    STATED = "stated"  # answered for the element itself
    EVIDENCE = "evidence"  # follows from an answer to another question
    ALL_DENIED = "all_denied"  # every code of the element was answered with no
    MINOR = "minor"  # art. 3 (c): no means needed
    ADULT = "adult"
    AGE_UNCLEAR = "age_unclear"
    CONSENT_IRRELEVANT = "consent_irrelevant"  # art. 3 (b)
    DENIED_BUT_SHOWN = "denied_but_shown"  # a no that another answer speaks against
    CHILD_FORM_OF_ADULT = "child_form_of_adult"  # child labour, and an age of 18 or more


@dataclasses.dataclass(frozen=True, slots=True)
class Facts:
    """The three-valued answers on file by code; a code that is missing was not asked. `age` when it happened.

    `consented`: whether the person is said to have agreed to what was done to them.
    """

    acts: Mapping[str, Answer] = dataclasses.field(default_factory=dict)
    means: Mapping[str, Answer] = dataclasses.field(default_factory=dict)
    purposes: Mapping[str, Answer] = dataclasses.field(default_factory=dict)
    methods_of_recruitment: Mapping[str, Answer] = dataclasses.field(default_factory=dict)
    methods_of_control: Mapping[str, Answer] = dataclasses.field(default_factory=dict)
    types_of_exploitation: Mapping[str, Answer] = dataclasses.field(default_factory=dict)
    sexual_exploitation_types: Mapping[str, Answer] = dataclasses.field(default_factory=dict)
    age: Age | None = None
    consented: Answer = Answer.UNKNOWN


@dataclasses.dataclass(frozen=True, slots=True)
class Because:
    """One reason: the rule, the code of the element it speaks of, and the answer it rests on, if another."""

    rule: Rule
    element: Element
    code: str = ""
    vocabulary: str = ""
    evidence: str = ""
    age: Age | None = None

    def words(self) -> str:
        """The reason as a sentence in the active language."""
        return _SENTENCES[self.rule]() % {
            "label": vocabulary(self.element.value).label(self.code) if self.code else "",
            "evidence": vocabulary(self.vocabulary).label(self.evidence) if self.evidence else "",
            "element": vocabulary(self.element.value).title.here(),
            "age": self.age.words() if self.age else gettext("edad sin registrar"),
        }


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """What the answers say of one element. `unknown`: its codes that no answer speaks of yet, in order."""

    element: Element
    state: State
    because: tuple[Because, ...]
    unknown: tuple[str, ...]

    def present_codes(self) -> tuple[str, ...]:
        """The codes shown to hold, each once."""
        held = (why.code for why in self.because if why.rule in (Rule.STATED, Rule.EVIDENCE))
        return tuple(dict.fromkeys(held))


@dataclasses.dataclass(frozen=True, slots=True)
class Elements:
    """The three findings, whether a means is needed at this age, and what speaks against itself."""

    act: Finding
    means: Finding
    purpose: Finding
    means_needed: Answer
    notes: tuple[Because, ...]
    contradictions: tuple[Because, ...]

    @property
    def all_present(self) -> Answer:
        """Whether every element that is needed is present. No verdict: the status is asserted by people."""
        means = any_of([_answer(self.means.state), _not(self.means_needed)])
        return all_of([_answer(self.act.state), means, _answer(self.purpose.state)])

    def __iter__(self) -> Iterator[Finding]:
        return iter((self.act, self.means, self.purpose))

    def still_unknown(self) -> tuple[Element, ...]:
        """The elements worth asking about next; not the means where none is needed."""
        return tuple(
            entry.element
            for entry in self
            if entry.state is State.UNKNOWN
            and not (entry.element is Element.MEANS and self.means_needed is Answer.NO)
        )


def compute(facts: Facts) -> Elements:
    """The elements present by these answers. Raises `UnknownCode` for a code outside its vocabulary."""
    act, act_against = _find(Element.ACT, facts.acts, {"method_of_recruitment": facts.methods_of_recruitment})
    means, means_against = _find(Element.MEANS, facts.means, {"method_of_control": facts.methods_of_control})
    sexual = _implied_forms(facts.sexual_exploitation_types)
    forms = {**facts.types_of_exploitation, **sexual}
    purpose, purpose_against = _find(Element.PURPOSE, facts.purposes, {"type_of_exploitation": forms})
    minor = facts.age.is_minor if facts.age else Answer.UNKNOWN
    return Elements(
        act=act,
        means=means,
        purpose=purpose,
        means_needed=_not(minor),
        notes=tuple(_notes(facts, means, minor)),
        contradictions=(
            *act_against,
            *means_against,
            *purpose_against,
            *_age_against(facts, minor),
        ),
    )


def _find(
    element: Element, stated: Mapping[str, Answer], evidence: Mapping[str, Mapping[str, Answer]]
) -> tuple[Finding, tuple[Because, ...]]:
    """The finding, and the denials that other answers speak against."""
    terms = vocabulary(element.value)
    for code in stated:
        terms.term(code)
    because = [Because(Rule.STATED, element, code) for code, answer in stated.items() if answer is Answer.YES]
    shown = [
        Because(Rule.EVIDENCE, element, code, source, values)
        for source, answers in evidence.items()
        for values, text in answers.items()
        for code in vocabulary(source).mapped(values, element.value)
        if text is Answer.YES
    ]
    offered = [term.code for term in terms.terms()]
    denied = {code for code, words in stated.items() if words is Answer.NO}
    against = [
        dataclasses.replace(why, rule=Rule.DENIED_BUT_SHOWN)
        for why in shown
        # Evidence may stand for any of several codes: it contradicts only where all of them are denied.
        if denied.issuperset(vocabulary(why.vocabulary).mapped(why.evidence, element.value))
    ]
    because += shown
    if because:
        state = State.PRESENT
    elif offered and denied.issuperset(offered):
        state = State.ABSENT
        because = [Because(Rule.ALL_DENIED, element)]
    else:
        state = State.UNKNOWN
    held = {why.code for why in because}
    unknown = tuple(
        code for code in offered if code not in held and not stated.get(code, Answer.UNKNOWN).known
    )
    return Finding(element, state, tuple(because), unknown), tuple(against)


def _implied_forms(kinds: Mapping[str, Answer]) -> dict[str, Answer]:
    """The forms of exploitation that a kind of sexual exploitation is one of."""
    return {
        form: Answer.YES
        for kind, answer in kinds.items()
        for form in vocabulary("sexual_exploitation_type").mapped(kind, "type_of_exploitation")
        if answer is Answer.YES
    }


def _notes(facts: Facts, means: Finding, minor: Answer) -> Iterator[Because]:
    rule = {Answer.YES: Rule.MINOR, Answer.NO: Rule.ADULT, Answer.UNKNOWN: Rule.AGE_UNCLEAR}[minor]
    yield Because(rule, Element.MEANS, age=facts.age)
    agreed = facts.consented is Answer.YES
    if agreed and (means.state is State.PRESENT or minor is Answer.YES):
        yield Because(Rule.CONSENT_IRRELEVANT, Element.MEANS)


def _age_against(facts: Facts, minor: Answer) -> Iterator[Because]:
    if minor is Answer.NO and facts.types_of_exploitation.get("child_labour") is Answer.YES:
        yield Because(
            Rule.CHILD_FORM_OF_ADULT,
            Element.PURPOSE,
            vocabulary="type_of_exploitation",
            evidence="child_labour",
            age=facts.age,
        )


def _answer(state: State) -> Answer:
    return {State.PRESENT: Answer.YES, State.ABSENT: Answer.NO, State.UNKNOWN: Answer.UNKNOWN}[state]


def _not(answer: Answer) -> Answer:
    return {Answer.YES: Answer.NO, Answer.NO: Answer.YES, Answer.UNKNOWN: Answer.UNKNOWN}[answer]


_SENTENCES = {
    Rule.STATED: lambda: gettext("Se registró: %(label)s."),
    Rule.EVIDENCE: lambda: gettext("Lo indica «%(evidence)s», que muestra: %(label)s."),
    Rule.ALL_DENIED: lambda: gettext("%(element)s: se respondió que no a todo lo que puede constituirlo."),
    Rule.MINOR: lambda: gettext("Tenía menos de 18 años (%(age)s): no hace falta ningún medio."),
    Rule.ADULT: lambda: gettext("Tenía 18 años o más (%(age)s): hace falta al menos un medio."),
    Rule.AGE_UNCLEAR: lambda: gettext(
        "No consta si tenía menos de 18 años (%(age)s): si los tenía, no hace falta ningún medio."
    ),
    Rule.CONSENT_IRRELEVANT: lambda: gettext(
        "Que la persona haya aceptado no cambia nada: hubo un medio o tenía menos de 18 años."
    ),
    Rule.DENIED_BUT_SHOWN: lambda: gettext(
        "Se respondió que no a «%(label)s», pero «%(evidence)s» lo indica. Revise las dos respuestas."
    ),
    Rule.CHILD_FORM_OF_ADULT: lambda: gettext(
        "Se registró «%(evidence)s», pero la edad es de 18 años o más (%(age)s). Revise la edad o la forma."
    ),
}
