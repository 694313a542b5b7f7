"""Practices: what members write, and the copy that anybody reads."""

from pathlib import Path
from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from contratrata.ground.network.public import Role
from contratrata.ground.nouns.public import Noun, NounCopy, NounRow, Searched, columns
from contratrata.ground.questions.public import load

QUESTIONS = load(Path(__file__).with_name("practices.yaml"))


@columns(QUESTIONS.facts)
class Practice(NounRow, Searched):
    """What a member writes."""

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "country", "id"], name="practices_country"),
            models.Index(fields=["realm", "-changed_at", "id"], name="practices_changed"),
        ]


@columns(QUESTIONS.facts)
class Published(NounCopy, Searched):
    """The copy that anybody reads."""

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["-published_at", "id"], name="practices_newest"),
            GinIndex(fields=["stems"], name="practices_stems"),
        ]


PRACTICES = Noun(
    QUESTIONS, Practice, Published,
    app="practices",
    readers=tuple(Role),
    writers=(Role.COORDINATION, Role.NATIONAL_FOCAL_POINT, Role.FOCAL_POINT, Role.ORG_ADMIN, Role.SUPERVISOR),
    publishers=(Role.COORDINATION,),
    columns=("name", "country", "area", "population"),
    filters=("area", "population", "country", "reach"),
    by=("country",),
)  # fmt: skip
