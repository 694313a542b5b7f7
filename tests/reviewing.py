"""What reviewers of a practice say in tests; invented."""

import uuid
from typing import Any

from cast import Cast
from contratrata.ground.base.scope import acting
from contratrata.ground.nouns.public import operations as nouns
from contratrata.knowledge.practices import operations
from contratrata.knowledge.practices.models import CRITERIA, PRACTICES, RUBRIC, Lasting, Practice, code_of
from nouns import values_for


def review_of(verdict: str, level: str = "3", **changed: Any) -> dict[str, Any]:
    """A whole review with this verdict, every criterion at one level."""
    values: dict[str, Any] = {fact.name: "Así lo leo." for fact in RUBRIC.facts if fact.name.endswith("_why")}
    values |= dict.fromkeys(CRITERIA, level)
    values |= dict.fromkeys(("no_conflict", "tried", "identifies", "protects", "respects"), True)
    values["names"] = False
    return values | {"evidence": "3", "maturity": "2", "verdict": verdict, "comment": "Bien."} | changed


def public_page(row_id: uuid.UUID, language: str = "es") -> str:
    """Where anybody reads a practice that was published once; by its id it is only led there."""
    return f"/{language}/practicas/{code_of(Lasting.objects.get(row_id=row_id).number)}/"


def published(cast: Cast, word: str = "Faro", **changed: Any) -> Practice:
    """A practice of Casa Refugio, judged by two others and published as its first version."""
    with acting(cast.flor.scope):
        row = nouns.write(PRACTICES, values=values_for(PRACTICES, word) | changed)
        nouns.move(PRACTICES, row.id, "submit", expected_version=1)
    publish(cast, row, 1)
    return row


def publish(cast: Cast, row: Practice, version: int) -> None:
    """Judge what waits for it, by two who differ in every level, and publish it."""
    for player, level in ((cast.diana, "4"), (cast.gloria, "1")):
        with acting(player.scope):
            operations.review(row.id, values=review_of("accept", level), read_version=version)
    with acting(cast.gloria.scope):
        nouns.publish(PRACTICES, row.id, expected_version=version)
