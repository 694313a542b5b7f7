"""A practice of Casa Refugio, changed once; invented."""

from contratrata.ground.base.scope import acting
from contratrata.ground.nouns.public import operations
from contratrata.knowledge.practices.models import PRACTICES
from nouns import values_for
from scenario import World


def build(world: World) -> None:
    """Add it to the world."""
    with acting(world.cast.flor.scope):
        row = operations.write(PRACTICES, values=values_for(PRACTICES, "Faro"))
        operations.change(PRACTICES, row.id, values={"place": "La costa"}, expected_version=1)
    world.ids["practice_id"] = row.id
