"""A message of Casa Refugio, published and used by it. Invented."""

from contratrata.ground.base.scope import acting
from contratrata.ground.nouns.public import operations as nouns
from contratrata.ground.nouns.public import ties
from contratrata.knowledge.lessons.models import LESSONS, USES
from nouns import values_for
from scenario import World


def build(world: World) -> None:
    """Add them to the world."""
    cast = world.cast
    with acting(cast.flor.scope):
        lesson = nouns.write(LESSONS, values=values_for(LESSONS, "Brújula"))
    with acting(cast.gloria.scope):
        nouns.publish(LESSONS, lesson.id, expected_version=1)
    with acting(cast.flor.scope):
        message = f"{ties.key_of('lesson', lesson.id)}Brújula (ficticia)"
        use = nouns.write(USES, values=values_for(USES, "Plaza") | {"message": message})
    world.ids |= {"lesson_row_id": lesson.id, "use_row_id": use.id}
