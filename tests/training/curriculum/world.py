"""A theme, a competence, a course and a unit that Casa Refugio proposes; a version that the office closed. Invented."""

from typing import Any

from contratrata.ground.base.scope import acting
from contratrata.ground.nouns.public import operations as nouns
from contratrata.training.curriculum import editions
from contratrata.training.curriculum.models import COMPETENCES, COURSES, THEMES, UNITS, Edition
from nouns import values_for
from scenario import World


def build(world: World) -> None:
    """Add them to the world."""
    rows: dict[str, Any] = {}
    with acting(world.cast.flor.scope):
        for noun in (THEMES, COMPETENCES, COURSES, UNITS):
            rows[noun.app] = nouns.write(noun, values=values_for(noun, "Timonel"))
    with acting(world.cast.gloria.scope):
        nouns.write(THEMES, values=values_for(THEMES, "Timonel"))
        editions.close(words="Timonel (ficticio)")
    with acting(world.cast.flor.scope):
        Edition(number=9, words="Timonel (ficticio)").save(force_insert=True)  # no act of theirs makes one
    world.ids |= {f"{app}_row_id": row.id for app, row in rows.items()}
