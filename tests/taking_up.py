"""Practices that passed their review, and organisations that take them up, in tests; invented."""

import datetime as dt
import uuid
from typing import Any

from cast import Cast, Player
from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from contratrata.ground.nouns.public import operations as nouns
from contratrata.knowledge.adoption import operations
from contratrata.knowledge.adoption.models import Adoption
from contratrata.knowledge.practices.models import PRACTICES, Practice
from nouns import values_for


def accepted(author: Player, judge: Player, word: str = "Faro") -> Practice:
    """A practice of this author's organisation that another one accepted."""
    with acting(author.scope):
        row = nouns.write(PRACTICES, values=values_for(PRACTICES, word))
        nouns.move(PRACTICES, row.id, "submit", expected_version=1)
    with acting(judge.scope):
        nouns.judge(PRACTICES, PRACTICES.rows().get(id=row.id), "accept")
    return row


def published(cast: Cast, word: str = "Faro") -> Practice:
    """A practice of Casa Refugio that everybody reads."""
    row = accepted(cast.flor, cast.diana, word)
    with acting(cast.gloria.scope):
        nouns.publish(PRACTICES, row.id, expected_version=1)
    return row


def step(**changed: Any) -> dict[str, Any]:
    """What is said of a step."""
    values: dict[str, Any] = {
        "happened_on": clock.today() - dt.timedelta(days=1),
        "said_by": "Acta de la mesa",
        "evidence": "Convenio firmado",
        "result": "La espera bajó",
    }
    return values | changed


def learned(**changed: Any) -> dict[str, Any]:
    """What is said of something learned."""
    values = {
        "kind": "lesson",
        "title": "Sin noche no hay mesa",
        "words": "Cuatro de once esperaron.",
        "moment": "pilot",
    }
    return values | changed


def taken_up(player: Player, practice_id: uuid.UUID, *verbs: str, **changed: Any) -> Adoption:
    """The adoption of this player's organisation, after these steps."""
    with acting(player.scope):
        row = operations.want(practice_id, words="¿Nos la enseñan?")
        for verb in verbs:
            row = operations.take_step(row.id, verb, values=step(**changed), expected_version=row.version)
    return row
