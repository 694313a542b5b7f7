"""Systematisations of Casa Refugio: one with what a reader said, one published; one of Horizonte it writes too."""

from contratrata.ground.base.scope import acting
from contratrata.ground.nouns.public import coediting
from contratrata.ground.nouns.public import operations as nouns
from contratrata.ground.vault import public as vault
from contratrata.knowledge.systematisations import parts, validating
from contratrata.knowledge.systematisations.models import SYSTEMATISATIONS, Lasting, Task
from nouns import values_for
from scenario import World
from systematising import begun, part_values, published, sent, token_of


def build(world: World) -> None:
    """Add them to the world."""
    cast = world.cast
    open_one = published(cast)
    row = begun(cast)
    with acting(cast.flor.scope):
        part = parts.add(row.id, "lesson", values=part_values("lesson", "Hilo"))
        parts.change(part.id, values=part_values("lesson", "Hilo nuevo"), expected_version=1)
        nouns.change(SYSTEMATISATIONS, row.id, values={"sort": "workshop"}, expected_version=1)
    token = token_of(sent(cast, row)[0])
    opened = validating.find(token)
    assert opened is not None
    comment = validating.comment_by_link(
        opened, words="Falta la mesa de cuidados (ficticio)", part_id=part.id
    )
    with acting(cast.flor.scope):
        nouns.move(SYSTEMATISATIONS, row.id, "recall", expected_version=2)
        asked = coediting.invite(SYSTEMATISATIONS, open_one.id, editor_id=cast.clinica.id)
        coediting.end(SYSTEMATISATIONS, open_one.id, asked.id)
        vault.drafts.keep(f"page:{SYSTEMATISATIONS.url('edit', row)}", {"sort": ["cycle"]})
        task = Task.objects.get()
    with acting(cast.diana.scope):
        theirs = nouns.write(SYSTEMATISATIONS, values=values_for(SYSTEMATISATIONS, "Dársena"))
        editor = coediting.invite(SYSTEMATISATIONS, theirs.id, editor_id=cast.refugio.id)
    world.ids |= {
        "systematisation_id": row.id,
        "part_id": part.id,
        "lesson_kind": "lesson",
        "earlier_version": 1,
        "comment_id": comment.id,
        "reader_token": token,
        "task_id": task.id,
        "cowritten_id": theirs.id,
        "editor_id": editor.id,
        "systematisation_number": Lasting.objects.get(row_id=open_one.id).number,
    }
