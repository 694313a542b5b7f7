"""Surveys, what was answered, and what keeps somebody from answering twice: of the organisation that holds the event.

Nothing ties an anonymous answer to anybody: see `mixing`.
"""

import secrets
from pathlib import Path
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from contratrata.ground.base import clock
from contratrata.ground.base.ids import ALPHABET
from contratrata.ground.base.models import Confidential, Versioned
from contratrata.ground.nouns.public import columns
from contratrata.ground.questions.public import load
from contratrata.ground.vault.public import SealedField, SealedRow
from contratrata.ground.workflow.public import MoveRow

from .states import State

_HERE = Path(__file__).parent
QUESTIONS = load(_HERE / "survey.yaml")
BEFORE = load(_HERE / "sets" / "before.yaml")
SESSION = load(_HERE / "sets" / "session.yaml")
AFTER = load(_HERE / "sets" / "after.yaml")
#: What is asked, by when it is answered.
SETS = {"before": BEFORE, "session": SESSION, "after": AFTER}
#: Who answers: whoever has the link, each registered person once, each by her name.
ANYBODY, REGISTERED, NAMED = "anybody", "registered", "named"
_CODE = 8


def new_code() -> str:
    """What the public address of a survey ends with."""
    return "".join(secrets.choice(ALPHABET) for _ in range(_CODE)).lower()


@columns(QUESTIONS.facts)
class Survey(Confidential, Versioned, SealedRow):
    """A survey of an event, or of one of its sessions.

    `secret`: what its tickets and marks are made with, while it is open; destroyed when it closes. `set_version`: of
    the questions it asks, since it opened. `dropped`: how many answers were too few to be shown when it closed.
    """

    event_id = models.UUIDField()
    session_id = models.UUIDField(null=True)
    code = models.CharField(max_length=_CODE, default=new_code)
    state = models.CharField(max_length=10, choices=State.choices)
    set_version = models.CharField(max_length=20, blank=True)
    secret = SealedField()
    dropped = models.PositiveIntegerField(default=0)
    written_at = models.DateTimeField(default=clock.now)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    once = models.UUIDField(null=True, editable=False)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["organisation_id", "code"], name="surveys_one_code")
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation_id", "event_id", "written_at", "id"], name="surveys_of_event"),
            models.Index(fields=["organisation_id", "state", "id"], name="surveys_state"),
        ]


class SurveyMove(MoveRow):
    """A move of a survey."""

    survey_id = models.UUIDField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation_id", "survey_id", "at", "id"], name="surveys_moves")
        ]


class Box(Confidential, SealedRow):
    """Where anonymous answers wait until they are enough: one sealed text for all of them, in an order of chance.

    `marks`: of the tickets that were spent, while the survey is open; one text too. `received`: how many answers came
    in all. `steps`: how many times some of them were let out.
    """

    survey_id = models.UUIDField()
    pending = SealedField()
    marks = SealedField()
    received = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["organisation_id", "survey_id"], name="surveys_one_box")
        ]


class Answer(Confidential, SealedRow):
    """What somebody answered, let out of the box together with others: of nobody, at no time, from nowhere.

    `step`: with which others.
    """

    survey_id = models.UUIDField()
    step = models.PositiveIntegerField()
    answers = SealedField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation_id", "survey_id", "step", "id"], name="surveys_answers")
        ]


class NamedAnswer(Confidential, SealedRow):
    """What somebody answered by her name, sealed by her own key: erasing her registration erases it."""

    survey_id = models.UUIDField()
    registration_id = models.UUIDField()
    subject_id = models.UUIDField()
    answers = SealedField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["organisation_id", "survey_id", "registration_id"], name="surveys_one_named"
            )
        ]


class Coding(Confidential, Versioned):
    """The tags of one open answer."""

    survey_id = models.UUIDField()
    answer_id = models.UUIDField()
    question = models.CharField(max_length=40)
    tags = ArrayField(models.CharField(max_length=60), default=list)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["organisation_id", "survey_id", "answer_id", "question"], name="surveys_one_coding"
            )
        ]
