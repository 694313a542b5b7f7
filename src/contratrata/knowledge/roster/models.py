"""Who offers to be asked, and what was written to her and by her."""

import uuid
from pathlib import Path
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from contratrata.ground.base import clock, scope
from contratrata.ground.base.models import Confidential, Shared, Versioned
from contratrata.ground.nouns.public import columns
from contratrata.ground.questions.public import load

QUESTIONS = load(Path(__file__).with_name("roster.yaml"))


@columns(QUESTIONS.facts)
class Expert(Shared, Versioned):
    """Somebody who said yes to being listed, to the words of `consent_version`; one that withdrew is listed no more.

    Her name is her account's. The database withdraws it when her membership ends (migration 0001).
    """

    user_id = models.UUIDField(default=scope.user_id, editable=False)
    consent_version = models.CharField(max_length=20)
    consented_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["organisation_id", "user_id"],
                condition=Q(withdrawn_at=None),
                name="roster_expert_one",
            )
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "-consented_at", "id"], name="roster_newest")
        ]


class Letter(Confidential):
    """What one person writes to another through the roster: read by the two of them and nobody else.

    `thread_id`: the first of the letters it goes on from (its own id for that one).
    """

    thread_id = models.UUIDField()
    from_id = models.UUIDField(default=scope.user_id, editable=False)
    to_id = models.UUIDField()
    to_organisation_id = models.UUIDField()
    words = models.TextField()
    at = models.DateTimeField(default=clock.now)
    once = models.UUIDField(null=True, editable=False)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "thread_id", "at", "id"], name="roster_thread"),
            models.Index(fields=["organisation_id", "once"], name="roster_letter_once"),
        ]


def answered_by(letter: Letter, user_id: uuid.UUID | None) -> tuple[uuid.UUID, uuid.UUID]:
    """To whom, and to which organisation, an answer to this letter by that person goes."""
    if letter.to_id == user_id:
        return letter.from_id, letter.organisation_id
    return letter.to_id, letter.to_organisation_id
