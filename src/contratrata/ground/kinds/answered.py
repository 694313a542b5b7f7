"""Yes, no or not known: one answer, a box to tick, and such an answer for each code of a vocabulary."""

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _

from contratrata.ground.base.answers import Answer
from contratrata.ground.codes.public import vocabulary
from contratrata.ground.paper.public import BlankQuestion

from .base import Fact, Kind, Unreadable
from .coded import Code, Codes, ticked
from .fields import answer_field


@dataclasses.dataclass(frozen=True)
class YesNo(Kind[bool | None]):
    """Yes, no, or not known: missing is not "no"."""

    empty: bool | None = None
    number = False

    def field(self, fact: Fact) -> forms.Field:
        """Three radios in a line."""
        return answer_field(fact.label)

    def to_fields(self, fact: Fact, value: bool | None) -> dict[str, Any]:
        """The answer's code."""
        return {fact.name: Answer.of(value).value}

    def from_fields(self, fact: Fact, cleaned: Any, before: bool | None) -> bool | None:
        """What was answered."""
        code = cleaned.get(fact.name)
        return Answer(code).as_bool() if code else None

    def words(self, value: bool | None) -> str:
        """Sí or No."""
        return str(Answer.of(value).label)

    def options(self) -> list[tuple[str, str]]:
        """The three answers."""
        return [(answer.value, str(answer.label)) for answer in Answer]

    def paper(self, fact: Fact) -> list[BlankQuestion]:
        """The three answers."""
        return ticked(fact, "one", self.options())

    def column(self) -> "models.Field[Any, Any]":
        """Yes, no, or null."""
        return models.BooleanField(null=True)

    def to_text(self, value: bool | None) -> str:
        """`yes`, `no` or ""."""
        return "" if value is None else Answer.of(value).value

    def from_text(self, text: str) -> bool | None:
        """The answer again."""
        return Answer(text).as_bool() if text else None

    def read(self, text: str) -> bool | None:
        """Sí, no, X, verdadero …"""
        answer = Answer.from_text(text)
        if answer is None:
            raise Unreadable(_("Escriba sí o no, o deje la celda vacía si no se sabe."))
        return answer.as_bool()


@dataclasses.dataclass(frozen=True)
class Flag(YesNo):
    """A box to tick: yes, or nothing said."""

    def field(self, fact: Fact) -> forms.Field:
        """One box."""
        return forms.BooleanField(label=fact.label, required=False)

    def to_fields(self, fact: Fact, value: bool | None) -> dict[str, Any]:
        """Ticked or not."""
        return {fact.name: bool(value)}

    def from_fields(self, fact: Fact, cleaned: Any, before: bool | None) -> bool | None:
        """Ticked or not."""
        return bool(cleaned.get(fact.name))

    def paper(self, fact: Fact) -> list[BlankQuestion]:
        """One box."""
        return ticked(fact, "one", self.options()[:1])

    def is_empty(self, value: bool | None) -> bool:
        """What is not ticked says nothing."""
        return not value

    def column(self) -> "models.Field[Any, Any]":
        """Yes or not."""
        return models.BooleanField(default=False)

    def to_columns(self, fact: Fact, value: bool | None) -> dict[str, Any]:
        """A column that is never null."""
        return {fact.name: bool(value)}


@dataclasses.dataclass(frozen=True)
class Answers(Kind[Mapping[str, bool]]):
    """Yes, no or not known for each code of a vocabulary; what is not known is absent."""

    vocabulary: str
    empty: Mapping[str, bool] = dataclasses.field(default_factory=dict)
    spreads = True

    def fields(self, fact: Fact) -> dict[str, forms.Field]:
        """One question a code, named `fact__code`."""
        known = vocabulary(self.vocabulary)
        return {
            f"{fact.name}__{term.code}": answer_field(term.label.here(), known.help(term.code))
            for term in known.terms()
        }

    def to_fields(self, fact: Fact, value: Mapping[str, bool]) -> dict[str, Any]:
        """Yes and no by field."""
        return {f"{fact.name}__{code}": Answer.of(yes).value for code, yes in value.items()}

    def from_fields(self, fact: Fact, cleaned: Any, before: Mapping[str, bool]) -> Mapping[str, bool]:
        """What was answered; a code that is no longer asked keeps its answer."""
        asked = [term.code for term in vocabulary(self.vocabulary).terms()]
        typed = {
            code: Answer(cleaned.get(f"{fact.name}__{code}") or Answer.UNKNOWN).as_bool() for code in asked
        }
        stored = {code: yes for code, yes in before.items() if code not in typed}
        return stored | {code: yes for code, yes in typed.items() if yes is not None}

    def check(self, value: Mapping[str, bool], fact: Fact) -> Mapping[str, bool]:
        """Each code checked, in the order of the vocabulary."""
        known = vocabulary(self.vocabulary)
        if not all(known.has(code) for code in value):
            raise fact.wrong(_("Elija una opción de la lista."))
        return {term.code: bool(value[term.code]) for term in known if value.get(term.code) is not None}

    def words(self, value: Mapping[str, bool]) -> str:
        """Sí: …. No: …."""
        label = vocabulary(self.vocabulary).label
        yes, no = (
            [label(code) for code, answer in value.items() if answer is wanted] for wanted in (True, False)
        )
        lines = [_("Sí: %s.") % ", ".join(yes)] if yes else []
        return " ".join([*lines, *([_("No: %s.") % ", ".join(no)] if no else [])])

    def options(self) -> list[tuple[str, str]]:
        """The codes."""
        return Code(self.vocabulary).options()

    def paper(self, fact: Fact) -> list[BlankQuestion]:
        """A line a code with the three answers; nothing where no term is asked any longer."""
        known = vocabulary(self.vocabulary)
        lines = [f"{words}\n{known.help(code)}".strip() for code, words in self.options()]
        parts = [str(answer.label) for answer in Answer]
        return [fact.on_paper("each", choices=lines, parts=parts)] if lines else []

    def column(self) -> "models.Field[Any, Any]":
        """The answers by code."""
        return models.JSONField(default=dict, blank=True)

    def to_text(self, value: Mapping[str, bool]) -> str:
        """JSON: code → yes."""
        return json.dumps(dict(value), sort_keys=True) if value else ""

    def from_text(self, text: str) -> Mapping[str, bool]:
        """The answers again."""
        answers: dict[str, bool] = json.loads(text) if text else {}
        return answers

    def read(self, text: str) -> Mapping[str, bool]:
        """The codes a cell names are a yes; what it does not name is not known."""
        return dict.fromkeys(Codes(vocabulary=self.vocabulary).read(text), True)
