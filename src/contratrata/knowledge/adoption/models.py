"""How far organisations are with practices of others, what they ask, what they learned, the open copies."""

import dataclasses
from pathlib import Path
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base import clock, scope
from contratrata.ground.base.models import Confidential, Open, Shared, Versioned
from contratrata.ground.kinds.public import Fact
from contratrata.ground.nouns.public import columns
from contratrata.ground.questions.public import load
from contratrata.ground.workflow.public import MoveRow

from .states import STEPS, AdoptionState

STEP = load(Path(__file__).with_name("step.yaml"))
LEARNED = load(Path(__file__).with_name("learned.yaml"))
#: So long has an organisation that is asked.
ANSWER_DAYS = 5
#: Months after a pilot or an adoption began when it is asked how it goes.
FOLLOW_UPS = (6, 12)


class Origin(models.TextChoices):
    """Where an interest was said."""

    PAGE = "page", _l("en la página de la práctica")
    WORKSHOP = "workshop", _l("en la mesa de un taller")
    EXCHANGE = "exchange", _l("en una pasantía")


class Adoption(Shared, Versioned):
    """One organisation with one practice of another one, in one country.

    `origin_id`: the row of a workshop's table or an exchange that said it. `is_named`: the organisation agrees that its
    name stands on public pages. `begun_on`: when the pilot or the adoption began; `due_on`: the next follow-up.
    """

    practice_id = models.UUIDField()
    country = models.CharField(max_length=3)
    state = models.CharField(max_length=20, choices=AdoptionState, default=AdoptionState.INTEREST)
    origin = models.CharField(max_length=20, choices=Origin, default=Origin.PAGE)
    origin_id = models.UUIDField(null=True)
    is_named = models.BooleanField(default=False)
    begun_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    changed_at = models.DateTimeField(default=clock.now)
    once = models.UUIDField(null=True, editable=False)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["organisation_id", "practice_id", "country"], name="adoption_one_a_country"
            )
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "practice_id", "-changed_at", "id"], name="adoption_of_practice"),
            models.Index(fields=["realm", "-changed_at", "id"], name="adoption_changed"),
            models.Index(fields=["organisation_id", "due_on", "id"], name="adoption_due"),
        ]

    def get_state_display(self) -> str:
        """The state in words."""
        return str(AdoptionState(self.state).label)


@columns(STEP.facts)
class AdoptionMove(MoveRow, Shared):
    """A step that was taken: since when, who says so, on what evidence, with what result."""

    adoption_id = models.UUIDField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "adoption_id", "-at", "id"], name="adoption_moves")
        ]


class Request(Confidential):
    """What an organisation asks another one of a practice; read by both and by the coordination.

    `adoption_id`: the interest it came with, where it is who wrote the practice that is asked. `country`: this is a
    proposal of a workshop's table, that who is asked adopt the practice there; `origin_id`: the table's session.
    """

    practice_id = models.UUIDField()
    asked_id = models.UUIDField()
    adoption_id = models.UUIDField(null=True)
    country = models.CharField(max_length=3, blank=True)
    origin_id = models.UUIDField(null=True)
    words = models.TextField()
    due_at = models.DateTimeField()
    at = models.DateTimeField(default=clock.now)
    by_id = models.UUIDField(null=True, default=scope.user_id)
    once = models.UUIDField(null=True, editable=False)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "asked_id", "due_at", "id"], name="adoption_asked"),
            models.Index(fields=["organisation_id", "due_at", "id"], name="adoption_asking"),
            models.Index(fields=["organisation_id", "origin_id", "id"], name="adoption_proposed"),
        ]


class Answer(Confidential):
    """What an organisation answers; read by both and by the coordination. One for a request.

    `taken`: whether it takes up what was proposed; None where nothing was.
    """

    request_id = models.UUIDField()
    asker_id = models.UUIDField()
    taken = models.BooleanField(null=True)
    words = models.TextField()
    at = models.DateTimeField(default=clock.now)
    by_id = models.UUIDField(null=True, default=scope.user_id)
    once = models.UUIDField(null=True, editable=False)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["realm", "request_id"], name="adoption_answer_one")
        ]


@columns(LEARNED.facts)
class Learned(Shared, Versioned):
    """What an organisation learned with a practice of another one: a lesson, or evidence."""

    title: str

    adoption_id = models.UUIDField()
    practice_id = models.UUIDField()
    country = models.CharField(max_length=3)
    changed_at = models.DateTimeField(default=clock.now)
    once = models.UUIDField(null=True, editable=False)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "practice_id", "-changed_at", "id"], name="adoption_learned_of")
        ]


class Adopted(Open):
    """How many organisations of a country are in which state with a published practice; names by their consent."""

    practice_id = models.UUIDField()
    country = models.CharField(max_length=3)
    state = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    names = ArrayField(models.CharField(max_length=200), default=list)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["practice_id", "country", "state"], name="adoption_adopted_one")
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["state", "country", "practice_id"], name="adoption_adopted_where")
        ]


@columns(LEARNED.facts)
class PublishedLearned(Open):
    """What was learned, as whoever wrote the practice (or the coordination) accepted it; `by` only by consent."""

    learned_id = models.UUIDField(unique=True)
    practice_id = models.UUIDField()
    country = models.CharField(max_length=3)
    by = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["practice_id", "-published_at", "id"], name="adoption_published_learned")
        ]


def step_facts(verb: str) -> tuple[Fact, ...]:
    """What is asked of a step: the facts it cannot do without are required."""
    needs = STEPS[verb].needs
    return tuple(
        dataclasses.replace(fact, required=fact.required or fact.name in needs) for fact in STEP.facts
    )
