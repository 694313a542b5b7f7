"""The rows of a noun: what members write, the copy that anybody reads, and what a fact said before."""

import uuid
from collections.abc import Callable, Iterable
from typing import Any, ClassVar, TypeVar

from django.db import models

from contratrata.ground.base import clock, scope
from contratrata.ground.base.models import Confidential, Open, Shared, Versioned
from contratrata.ground.kinds.public import Fact
from contratrata.ground.workflow.public import MoveRow

M = TypeVar("M", bound=type[models.Model])


def columns(facts: Iterable[Fact]) -> Callable[[M], M]:
    """Give a model the columns that its facts need, each as its kind keeps it."""

    def add(model: M) -> M:
        for fact in facts:
            for name, field in fact.kind.model_fields(fact).items():
                model.add_to_class(name, field)
        return model

    return add


class NounRow(Shared, Versioned):
    """What an organisation wrote; the realm reads it. `once`: the token of the sending that made it."""

    changed_at = models.DateTimeField(default=clock.now)
    once = models.UUIDField(null=True, editable=False)

    class Meta:
        abstract = True


class NounCopy(Open):
    """The copy that anybody reads, of one `version` of a row; written by the act that publishes alone."""

    row_id = models.UUIDField(unique=True)
    version = models.PositiveIntegerField()

    class Meta:
        abstract = True


class NounMove(MoveRow, Shared):
    """A move of a row (`row_id`): its `number`-th, made over its `version`, with its `reason` where one is asked.

    Of the organisation that made it, which need not be that of the row: the state of a row is the last of its moves.
    """

    row_id = models.UUIDField()
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    reason = models.TextField(blank=True)

    class Meta:
        abstract = True


class CoEditorRow(Shared):
    """Another organisation that writes a row (`row_id`) too, as the one that began it asked (`organisation_id`).

    It may change what the row says; it moves, removes and publishes nothing of it.
    """

    row_id = models.UUIDField()
    editor_organisation_id = models.UUIDField()
    once = models.UUIDField(null=True, editable=False)
    at = models.DateTimeField(default=clock.now)
    by_id = models.UUIDField(null=True, default=scope.user_id)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["realm", "row_id", "editor_organisation_id"],
                condition=models.Q(ended_at__isnull=True),
                name="%(app_label)s_%(class)s_one",
            )
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "row_id", "at"], name="%(app_label)s_%(class)s_of")
        ]

    @property
    def sides(self) -> tuple[uuid.UUID, uuid.UUID]:
        """Both organisations, that which asked first."""
        return self.organisation_id, self.editor_organisation_id


class WritingRow(Confidential):
    """Who typed last in a page of a row, and when: read by the organisations that write it, old after two minutes.

    `page`: what follows the row in the page's address.
    """

    row_id = models.UUIDField()
    page = models.CharField(max_length=120)
    user_id = models.UUIDField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["organisation_id", "row_id", "page", "user_id"], name="%(app_label)s_%(class)s_one"
            )
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "row_id", "-at"], name="%(app_label)s_%(class)s_now")
        ]


class PastValue(Confidential):
    """What a fact of a noun's row said until it was changed, as its kind writes it (`Kind.to_text`).

    Of the organisation of the row, and read by those alone that may change it: what was taken out again may have been
    a mistake that hurts.
    """

    noun = models.CharField(max_length=40)
    row_id = models.UUIDField()
    fact = models.CharField(max_length=60)
    value = models.TextField()
    until = models.DateTimeField(default=clock.now)
    by_id = models.UUIDField(null=True, default=scope.user_id)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation_id", "noun", "row_id", "-until", "id"], name="nouns_past")
        ]
