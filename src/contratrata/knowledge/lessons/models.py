"""Lessons and messages that members write, the copy that anybody reads, and where each was used."""

from pathlib import Path
from typing import Any, ClassVar

from django.db import models

from contratrata.ground.base.request import Request
from contratrata.ground.network.public import Role
from contratrata.ground.nouns.public import Noun, NounCopy, NounRow, columns
from contratrata.ground.questions.public import load

QUESTIONS = load(Path(__file__).with_name("lessons.yaml"))
USE_QUESTIONS = load(Path(__file__).with_name("uses.yaml"))
#: Whoever represents a member.
_WRITERS = (Role.COORDINATION, Role.NATIONAL_FOCAL_POINT, Role.FOCAL_POINT, Role.ORG_ADMIN, Role.SUPERVISOR)


@columns(QUESTIONS.facts)
class Lesson(NounRow):
    """What a member writes."""

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "sort", "id"], name="lessons_sort"),
            models.Index(fields=["realm", "-changed_at", "id"], name="lessons_changed"),
        ]


@columns(QUESTIONS.facts)
class Published(NounCopy):
    """The copy that anybody reads."""

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["-published_at", "id"], name="lessons_newest")]


@columns(USE_QUESTIONS.facts)
class Use(NounRow):
    """Where and how a member used one; read by the realm."""

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "country", "id"], name="lessons_use_country"),
            models.Index(fields=["realm", "-changed_at", "id"], name="lessons_use_changed"),
            models.Index(fields=["realm", "message"], name="lessons_use_message"),
        ]


def _beside(request: Request, row: Lesson) -> dict[str, Any]:
    from .reach import reach_beside  # it reads what is declared here

    return reach_beside(request, row)


LESSONS = Noun(
    QUESTIONS, Lesson, Published,
    app="lessons",
    readers=tuple(Role),
    writers=_WRITERS,
    publishers=(Role.COORDINATION,),
    columns=("name", "sort", "audience"),
    filters=("sort", "audience", "channel"),
    by=("sort",),
    page="lessons/row.html",
    beside=_beside,
)  # fmt: skip
USES: Noun[Use, Any] = Noun(
    USE_QUESTIONS, Use, None,
    app="lesson_uses",
    readers=tuple(Role),
    writers=_WRITERS,
    columns=("place", "message", "country", "day", "channel", "reached"),
    filters=("country", "channel"),
    by=("country",),
    named_by="place",
)  # fmt: skip
