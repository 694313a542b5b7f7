"""A plan of Casa Refugio with a course, its facilitation and a contribution; a course that Horizonte proposes."""

from typing import Any

from contratrata.ground.base.scope import acting
from contratrata.ground.nouns.public import operations as nouns
from contratrata.ground.nouns.public import ties
from contratrata.training.plan.models import CONTRIBUTIONS, FACILITATIONS, OFFERINGS, PLANS
from nouns import values_for
from scenario import World


def build(world: World) -> None:
    """Add them to the world."""
    rows: dict[str, Any] = {}
    with acting(world.cast.flor.scope):
        rows["plans"] = nouns.write(PLANS, values=values_for(PLANS, "Astrolabio"))
        plan = f"{ties.key_of('plan', rows['plans'].id)}Astrolabio"
        rows["offerings"] = nouns.write(
            OFFERINGS, values=values_for(OFFERINGS, "Astrolabio") | {"plan": plan}
        )
        offering = f"{ties.key_of('offering', rows['offerings'].id)}Astrolabio · Astrolabio"
        values = values_for(FACILITATIONS, "Astrolabio") | {"offering": offering}
        rows["facilitations"] = nouns.write(FACILITATIONS, values=values)
        values = values_for(CONTRIBUTIONS, "Astrolabio") | {"plan": plan, "offering": offering}
        rows["contributions"] = nouns.write(CONTRIBUTIONS, values=values)
    with acting(world.cast.diana.scope):
        proposed = nouns.write(OFFERINGS, values=values_for(OFFERINGS, "Sextante") | {"plan": plan})
    world.ids |= {f"{app}_row_id": row.id for app, row in rows.items()} | {
        "proposed_offering_id": proposed.id
    }
