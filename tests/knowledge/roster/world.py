"""Beatriz of Casa Refugio offers to be asked, and Ana writes to her. Invented."""

from contratrata.ground.base.scope import acting
from contratrata.knowledge.roster import operations
from scenario import World

TOLD = {
    "subjects": ("legal",),
    "countries": ("GTM",),
    "languages": ("spanish",),
    "words": "Pregunten (ficticio).",
}


def build(world: World) -> None:
    """Add them to the world."""
    with acting(world.cast.beatriz.scope):
        expert = operations.consent(values=TOLD, agreed=True)
    with acting(world.cast.ana.scope):
        letter = operations.write(expert.id, words="¿Cómo lo hacen ustedes? (ficticio)")
    world.ids |= {"expert_id": expert.id, "letter_id": letter.id}
