"""Entries of country pages: what members write, and the copy that anybody reads."""

from pathlib import Path
from typing import Any, ClassVar

from django.db import models

from contratrata.ground.network.public import Role
from contratrata.ground.nouns.public import Noun, NounCopy, NounRow, columns
from contratrata.ground.questions.public import load

QUESTIONS = load(Path(__file__).with_name("countries.yaml"))


@columns(QUESTIONS.facts)
class Entry(NounRow):
    """What a member writes."""

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "country", "kind", "id"], name="countries_page"),
            models.Index(fields=["realm", "-changed_at", "id"], name="countries_changed"),
        ]


@columns(QUESTIONS.facts)
class Published(NounCopy):
    """The copy that anybody reads."""

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["country", "kind", "id"], name="countries_open")]


ENTRIES = Noun(
    QUESTIONS, Entry, Published,
    app="countries",
    readers=tuple(Role),
    writers=(Role.COORDINATION, Role.NATIONAL_FOCAL_POINT, Role.FOCAL_POINT, Role.ORG_ADMIN, Role.SUPERVISOR),
    publishers=(Role.COORDINATION,),
    columns=("name", "kind", "country", "phone", "checked_on"),
    filters=("country", "kind"),
    by=("country", "kind"),
)  # fmt: skip
