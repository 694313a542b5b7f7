"""A conversation under a practice of Horizonte: one post stands, one was reported and hidden. Invented."""

import dataclasses

from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import Role
from contratrata.knowledge.conversation import operations
from contratrata.knowledge.conversation.models import Reason
from scenario import World
from taking_up import accepted


def build(world: World) -> None:
    """Add them to the world."""
    cast = world.cast
    practice = accepted(cast.diana, cast.flor, "Manglar")
    with acting(cast.diana.scope):
        other = operations.post(practice.id, words="Otra cosa")
    with acting(cast.flor.scope):
        operations.report(other.id, reason=Reason.OTHER)
        own = operations.post(practice.id, words="¿Cómo cubren la noche?")
    moderator = dataclasses.replace(cast.flor.scope, roles=frozenset({Role.COORDINATION}), network=True)
    with acting(moderator):
        operations.hide(other.id, reason=Reason.OTHER)
    world.ids |= {"talked_id": practice.id, "post_id": own.id}
