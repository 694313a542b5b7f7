"""A set of questions, read from YAML once, refused when anything in it is not understood.

    key: trata
    version: "2026-11"
    title: {es: Trata de personas, en: Trafficking in persons}
    sections:
      - key: edad
        title: {es: Edad y sexo, en: Age and sex}
        part: profile                    # what its questions share unless they say otherwise
        questions:
          - code: sex
            kind: code sex
            es: Sexo
            en: Sex

`words` beside the sections holds what the owner of the set says around them, each `{es, en}`; `examples`, invented rows
for the demonstration.

A question: `code`, `kind` (and the options of that kind), `es`, `en`; and where there is more to say `help`,
`fold`, `said` (the short title of the line), `why`, `missing`, `must_words` (each `{es, en}`), `when`, `must`
(conditions), `part`, `store`, `sealed`, `required`, `shown`, `figure`, `columns`, `standards`.
"""

import dataclasses
import functools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

from contratrata.ground.codes.public import Words, vocabulary_keys
from contratrata.ground.kinds.public import (
    Answers,
    Choice,
    Choices,
    Code,
    Codes,
    Condition,
    Countries,
    Country,
    Day,
    Email,
    Fact,
    Flag,
    Kind,
    Lines,
    Link,
    Links,
    Member,
    Money,
    Number,
    Organisation,
    Partial,
    Phone,
    Place,
    Rows,
    Structured,
    Text,
    Time,
    TranslatedText,
    YesNo,
)


class BadSet(ValueError):
    """A set that is not understood: names the set and the question, never an answer."""


#: Kind by the first word of `kind`; the second is the vocabulary of those that need one.
_KINDS: dict[str, Callable[..., Kind[Any]]] = {
    "text": Text, "lines": Lines, "phone": Phone, "email": Email, "link": Link, "links": Links, "code": Code,
    "codes": Codes, "answers": Answers,
    "choice": Choice, "choices": Choices, "country": Country, "countries": Countries, "place": Place, "day": Day,
    "date": Partial, "number": Number, "money": Money, "yesno": YesNo, "flag": Flag, "member": Member,
    "organisation": Organisation, "translated": TranslatedText,
    "structured": Structured, "time": Time, "rows": Rows,
}  # fmt: skip
_WORDS = ("help", "fold", "said", "why", "missing", "must_words", "none", "more", "unit", "wrong")
_OF_A_FACT = frozenset(
    {"part", "store", "sealed", "required", "shown", "figure", "standards", "help", "fold", "said", "why", "missing",
     "must_words"}
)  # fmt: skip
_SHARED = ("part", "store", "sealed")


def register_kind(name: str, kind: Callable[..., Kind[Any]]) -> None:
    """Let sets use a kind of a package's own."""
    _KINDS[name] = kind


@dataclasses.dataclass(frozen=True, slots=True)
class Section:
    """One page of questions. `event`: the audit event of its edits; `extra`: what the owner of the set reads."""

    key: str
    title: Words
    facts: tuple[Fact, ...]
    lead: Words | str = ""
    event: str = ""
    extra: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class QuestionSet:
    """A set of questions with its sections. Its version goes with every answer that is kept."""

    key: str
    version: str
    title: Words
    sections: tuple[Section, ...]
    #: What its owner says around the questions, by name.
    words: Mapping[str, Words] = dataclasses.field(default_factory=dict)
    #: Invented rows, for the demonstration: what a sheet would say, by question; a text in each language as `{es, en}`.
    examples: tuple[Mapping[str, Any], ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every question, in order."""
        return tuple(fact for section in self.sections for fact in section.facts)

    def section(self, key: str) -> Section:
        """One section. Raises `KeyError`."""
        for section in self.sections:
            if section.key == key:
                return section
        raise KeyError(key)

    def fact(self, name: str) -> Fact:
        """One question. Raises `KeyError`."""
        for fact in self.facts:
            if fact.name == name:
                return fact
        raise KeyError(name)

    def stored_in(self, store: str) -> tuple[Fact, ...]:
        """The questions kept in one store ("" is the default: a row an answer)."""
        return tuple(fact for fact in self.facts if fact.store == store)

    def of_part(self, part: str) -> tuple[Fact, ...]:
        """The questions of one part of a file."""
        return tuple(fact for fact in self.facts if fact.part == part)


@functools.lru_cache(maxsize=32)
def load(path: Path) -> QuestionSet:
    """The set in a file. Raises `BadSet`."""
    return read(yaml.safe_load(path.read_text(encoding="utf-8")))


@functools.lru_cache(maxsize=32)
def load_forms(path: Path) -> Mapping[str, Section]:
    """The forms in a file, by their keys: each a section with questions of its own. Raises `BadSet`."""
    sections = yaml.safe_load(path.read_text(encoding="utf-8"))["sections"]
    return {section.key: section for section in map(_section, sections)}


def read(data: Mapping[str, Any]) -> QuestionSet:
    """The set of already parsed YAML. Raises `BadSet`."""
    key = str(data.get("key", ""))
    try:
        sections = tuple(_section(one) for one in data["sections"])
        words = {name: _words(one) for name, one in data.get("words", {}).items()}
        question_set = QuestionSet(
            key, str(data["version"]), _words(data["title"]), sections, words, tuple(data.get("examples", ()))
        )
    except BadSet as error:
        raise BadSet(f"{key}: {error}") from None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadSet(f"{key}: {type(error).__name__} {error}") from error
    names = [fact.name for fact in question_set.facts]
    columns = [one.name for fact in question_set.facts if isinstance(fact.kind, Rows) for one in fact.kind.of]
    twice = sorted({name for every in (names, columns) for name in every if every.count(name) > 1})
    strange = sorted(
        {n for f in question_set.facts for c in (f.when, f.must) if c for n in c.names if n not in names}
    )
    if twice or strange:
        raise BadSet(f"{key}: {f'asked twice: {twice}' if twice else f'no such question: {strange}'}")
    return question_set


def _section(data: Mapping[str, Any]) -> Section:
    own = dict(data)
    shared = {name: own.pop(name) for name in _SHARED if name in own}
    facts = tuple(_fact(question, shared) for question in own.pop("questions"))
    return Section(
        key=own.pop("key"),
        title=_words(own.pop("title")),
        facts=facts,
        lead=_words(own.pop("lead")) if "lead" in own else "",
        event=own.pop("event", ""),
        extra=own,
    )


def _fact(data: Mapping[str, Any], shared: Mapping[str, Any]) -> Fact:
    own = {**shared, **data}
    code = str(own.pop("code", ""))
    try:
        label = _words({"es": own.pop("es"), "en": own.pop("en")})
        for name in _WORDS:
            if isinstance(own.get(name), dict):
                own[name] = _words(own[name])
        words = {name: own.pop(name) for name in _OF_A_FACT if name in own}
        conditions: dict[str, Any] = {
            name: Condition(str(own.pop(name))) for name in ("when", "must") if name in own
        }
        columns = tuple(own.pop("columns", ()))
        return Fact(name=code, kind=_kind(own), label=label, columns=columns, **words, **conditions)
    except (KeyError, TypeError, ValueError) as error:
        raise BadSet(f"{code or '?'}: {type(error).__name__} {error}") from error


def _kind(own: dict[str, Any]) -> Kind[Any]:
    """The kind, from what is left of a question: its `kind` and the options of that kind."""
    name, _space, vocabulary = str(own.pop("kind")).partition(" ")
    if vocabulary:
        if vocabulary not in vocabulary_keys():
            raise BadSet(f"no vocabulary {vocabulary!r}")
        own["vocabulary"] = vocabulary
    if "without" in own:
        own["without"] = tuple(own["without"])
    if isinstance(own.get("of"), list):  # questions asked of each row; kinds of things are a text
        own["of"] = tuple(_fact(question, {}) for question in own["of"])
    if "choices" in own:
        own["choices"] = tuple((str(code), _words(words)) for code, words in own["choices"].items())
    return _KINDS[name](**own)


def _words(data: Mapping[str, str]) -> Words:
    """`{es, en}`; nothing is said in one language only."""
    if set(data) != {"es", "en"} or not all(isinstance(text, str) and text.strip() for text in data.values()):
        raise BadSet(f"not said in Spanish and English: {dict(data)}")
    return Words(es=data["es"], en=data["en"])
