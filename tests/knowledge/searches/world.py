"""A search that Ana keeps."""

from contratrata.ground.base.scope import acting
from contratrata.knowledge.searches import operations
from scenario import World


def build(world: World) -> None:
    """Add it to the world."""
    with acting(world.cast.ana.scope):
        world.ids["search_id"] = operations.save("q=albergue").id
