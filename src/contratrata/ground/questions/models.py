"""Answers as rows: one row a question that was answered, plain or sealed."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models

from contratrata.ground.base import clock, scope
from contratrata.ground.base.models import Confidential
from contratrata.ground.kinds.public import Fact
from contratrata.ground.vault.public import SealedField, SealedRow, Sealer


class AnswerRow(Confidential, SealedRow):
    """The answer to one question, as its kind writes it (`Kind.to_text`): in `value`, or `sealed`.

    What was not answered has no row. `version`: of the set of questions it was asked with. A concrete table
    adds what the answer is about, and the uniqueness of (organisation, that, question).
    """

    question = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    value = models.TextField(blank=True)
    sealed = SealedField()
    at = models.DateTimeField(default=clock.now)
    by_id = models.UUIDField(null=True, default=scope.user_id)

    class Meta:
        abstract = True

    def put(self, fact: Fact, value: Any, sealer: Sealer) -> Self:
        """Put an answer into the row (unsaved)."""
        text = fact.kind.to_text(value)
        if fact.sealed:
            return self.seal(sealer, sealed=text)
        self.value = text
        return self

    def read(self, fact: Fact, sealer: Sealer | None) -> Any:
        """The answer; empty when it is sealed and its key is gone."""
        if not fact.sealed:
            return fact.kind.from_text(self.value)
        return fact.kind.from_text(self.open(sealer, "sealed")["sealed"]) if sealer else fact.kind.empty


def values_in(rows: Iterable[AnswerRow], facts: Iterable[Fact], sealer: Sealer | None) -> dict[str, Any]:
    """The answers of these rows by question. Rows of questions that are asked no longer are left alone."""
    by_name = {fact.name: fact for fact in facts}
    values = {name: fact.kind.empty for name, fact in by_name.items()}
    for row in rows:
        if row.question in by_name:
            values[row.question] = row.read(by_name[row.question], sealer)
    return values
