"""What a survey asks: a ready set of questions, and those of who organises."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _l

from contratrata.ground.codes.public import Words
from contratrata.ground.kinds.public import Choice, Choices, Condition, Fact, Kind, Text, Values
from contratrata.ground.things.public import from_row

from .models import AFTER, BEFORE, QUESTIONS, SETS, Survey

#: By which question results may be told apart, once the survey is closed.
GROUP = "sector"
#: The same before and after, so that they stand side by side.
COMPARED = ("knows", "able", "contacts")
#: The steps of every scale.
SCALE = BEFORE.fact(COMPARED[0]).kind
_YES_NO = AFTER.fact("recommends").kind


def facts_of(survey: Survey) -> tuple[Fact, ...]:
    """Every question of a survey, in its order."""
    values = from_row(QUESTIONS.facts, survey)
    return (*SETS[values["timing"]].facts, *_own(values["questions"]))


def planned(sessions: Iterable[tuple[str, str]]) -> tuple[Fact, ...]:
    """What is asked of who prepares a survey: its facts, and after the first of them the session it is of."""
    first, *others = QUESTIONS.facts
    session = Fact(
        name="session",
        kind=Choice(tuple(sessions), opens=True),
        label=_l("¿De qué sesión?"),
        help=_l("Solo para la de después de una sesión."),
        when=Condition("${timing} = 'session'"),
    )
    return (first, session, *others)


def _own(rows: Iterable[tuple[str, str, str]]) -> list[Fact]:
    """The questions of who organises, as they were written in both languages, or in the one there is."""
    text = Text(most=600, rows=3)
    kinds: dict[str, Kind[Any]] = {"scale": SCALE, "yesno": _YES_NO}
    return [
        Fact(
            name=f"own_{number}",
            kind=kinds.get(kind, text),
            label=Words(es=spanish or english, en=english or spanish),
            sealed=True,
        )
        for number, (spanish, english, kind) in enumerate(rows, 1)
        if spanish or english
    ]


def is_open_question(fact: Fact) -> bool:
    """Whether it is answered in words."""
    return isinstance(fact.kind, Text)


def is_scale(fact: Fact) -> bool:
    """Whether it is answered from nothing to a lot."""
    return fact.kind == SCALE


def options(fact: Fact) -> list[tuple[str, str]]:
    """What may be answered to a question that is not answered in words."""
    return [] if is_open_question(fact) else fact.kind.options()


def as_texts(facts: Iterable[Fact], values: Values) -> dict[str, str]:
    """What was answered, as it is kept; what was not is absent."""
    return {
        fact.name: fact.kind.to_text(values[fact.name])
        for fact in facts
        if not fact.kind.is_empty(values.get(fact.name))
    }


def codes_of(fact: Fact, texts: Mapping[str, str]) -> tuple[str, ...]:
    """The codes that one person answered to a question that is not answered in words."""
    if fact.name not in texts:
        return ()
    if isinstance(fact.kind, Choices):
        return tuple(fact.kind.from_text(texts[fact.name]))
    return (texts[fact.name],)
