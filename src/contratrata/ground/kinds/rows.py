"""Several rows of the same few questions: hours, telephones."""

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _

from contratrata.ground.base.errors import DomainError
from contratrata.ground.paper.public import BlankQuestion

from .base import Fact, Kind, Unreadable, Values, check_values

OneRow = tuple[Any, ...]


@dataclasses.dataclass(frozen=True)
class Rows(Kind[tuple[OneRow, ...]]):
    """Up to `times` rows of the facts `of`; a row is the tuple of their values. One that says nothing is none.

    `more`: the title of the fold in which those after the first stand.
    The fields of the n-th row are called as its facts, with `_n`. What stands beyond the last row is kept.
    """

    of: tuple[Fact, ...] = ()
    times: int = 3
    more: Any = ""
    empty: tuple[OneRow, ...] = ()
    spreads = True

    def _nth(self, fact: Fact, n: int) -> list[Fact]:
        """The facts of the n-th row, as they are asked."""
        return [
            dataclasses.replace(one, name=f"{one.name}_{n}", label=f"{fact.title} {n}: {one.label}")
            for one in self.of
        ]

    def fields(self, fact: Fact) -> dict[str, forms.Field]:
        """Those of each row, one row after the other."""
        created: dict[str, forms.Field] = {}
        for n in range(1, self.times + 1):
            for one in self._nth(fact, n):
                fields = one.kind.fields(one)
                for field in fields.values():
                    field.label, field.help_text = field.label or one.label, one.help
                    field.required = field.widget.is_required = False
                created |= fields
        return created

    def folds(self, fact: Fact) -> Mapping[str, str]:
        """Those after the first."""
        first = len(self.of)
        return dict.fromkeys(list(self.fields(fact))[first:], str(self.more)) if self.more else {}

    def to_fields(self, fact: Fact, value: tuple[OneRow, ...]) -> dict[str, Any]:
        """The rows there are."""
        shown: dict[str, Any] = {}
        for n, row in enumerate(value[: self.times], 1):
            for one, answer in zip(self._nth(fact, n), row, strict=True):
                shown |= one.kind.to_fields(one, answer)
        return shown

    def from_fields(self, fact: Fact, cleaned: Values, before: tuple[OneRow, ...]) -> tuple[OneRow, ...]:
        """The rows in which something stands. Raises `DomainError` with the field to mend."""
        rows = []
        for n in range(1, self.times + 1):
            asked = self._nth(fact, n)
            row = tuple(one.kind.from_fields(one, cleaned, one.kind.empty) for one in asked)
            if not all(one.kind.is_empty(answer) for one, answer in zip(asked, row, strict=True)):
                rows.append(self._checked(row, n))
        return (*rows, *before[self.times :])

    def check(self, value: tuple[OneRow, ...], fact: Fact) -> tuple[OneRow, ...]:
        """Each row as its facts are checked together. Raises `DomainError` with the field of its row."""
        return tuple(self._checked(row, n) for n, row in enumerate(value, 1))

    def _checked(self, row: OneRow, n: int) -> OneRow:
        values = {one.name: answer for one, answer in zip(self.of, row, strict=True)}
        try:
            return tuple(check_values(self.of, values).values())
        except DomainError as error:
            raise DomainError(error.message, field=f"{error.field}_{n}") from error

    def words(self, value: tuple[OneRow, ...]) -> str:
        """The rows in one line."""
        return "; ".join(
            ", ".join(filter(None, (one.words(answer) for one, answer in zip(self.of, row, strict=True))))
            for row in value
        )

    def paper(self, fact: Fact) -> list[BlankQuestion]:
        """Every row."""
        asked = [one for n in range(1, self.times + 1) for one in self._nth(fact, n)]
        return [question for one in asked for question in one.kind.paper(one)]

    def to_text(self, value: tuple[OneRow, ...]) -> str:
        """JSON: a list of rows of texts."""
        rows = [
            [one.kind.to_text(answer) for one, answer in zip(self.of, row, strict=True)]
            for row in value or ()
        ]
        return json.dumps(rows, ensure_ascii=False) if rows else ""

    def from_text(self, text: str) -> tuple[OneRow, ...]:
        """The rows again."""
        return tuple(
            tuple(one.kind.from_text(answer) for one, answer in zip(self.of, row, strict=True))
            for row in json.loads(text or "[]")
        )

    def column(self) -> "models.Field[Any, Any]":
        """The same text."""
        return models.TextField(blank=True)

    def to_columns(self, fact: Fact, value: tuple[OneRow, ...]) -> dict[str, Any]:
        """The rows as text."""
        return {fact.name: self.to_text(value)}

    def from_columns(self, fact: Fact, row: Any) -> tuple[OneRow, ...]:
        """The rows again."""
        return self.from_text(getattr(row, fact.name))

    def read(self, text: str) -> tuple[OneRow, ...]:
        """A cell holds no rows. Raises `Unreadable` when something stands in it."""
        if text.strip():
            raise Unreadable(_("Esto no se puede traer de una hoja: escríbalo en la página."))
        return ()
