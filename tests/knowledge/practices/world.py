"""Practices of Casa Refugio: reviewed and answered, waiting, published; one of Horizonte that it reviewed. Invented."""

from contratrata.ground.base.scope import acting
from contratrata.ground.nouns.public import coediting
from contratrata.ground.nouns.public import operations as nouns
from contratrata.ground.vault import public as vault
from contratrata.knowledge.practices import calling, operations
from contratrata.knowledge.practices.models import PRACTICES, DeadLink, Lasting
from nouns import make_ready, values_for
from reviewing import review_of
from scenario import World


def build(world: World) -> None:
    """Add them to the world."""
    cast = world.cast
    with acting(cast.flor.scope):
        row = nouns.write(PRACTICES, values=values_for(PRACTICES, "Faro"))
        nouns.change(PRACTICES, row.id, values={"place": "La costa"}, expected_version=1)
        nouns.move(PRACTICES, row.id, "submit", expected_version=2)
        waiting = nouns.write(PRACTICES, values=values_for(PRACTICES, "Muelle"))
        nouns.move(PRACTICES, waiting.id, "submit", expected_version=1)
    with acting(cast.diana.scope):
        sentence = operations.review(row.id, values=review_of("changes"), read_version=2)
        theirs = nouns.write(PRACTICES, values=values_for(PRACTICES, "Puerto"))
        nouns.move(PRACTICES, theirs.id, "submit", expected_version=1)
    with acting(cast.flor.scope):
        operations.reply(sentence.id, words="Lo cambiamos.")
    with acting(cast.gloria.scope):
        calling.call(PRACTICES.rows().get(id=theirs.id), cast.refugio.id, days=15)
    with acting(cast.beatriz.scope):
        calling.decline(PRACTICES.rows().get(id=theirs.id), conflict=False)
        operations.review(theirs.id, values=review_of("accept"), read_version=1)
    with acting(cast.flor.scope):
        open_one = nouns.write(PRACTICES, values=values_for(PRACTICES, "Bahía"))
    make_ready(PRACTICES, open_one.id, cast)
    with acting(cast.gloria.scope):
        nouns.publish(PRACTICES, open_one.id, expected_version=1)
        calling.call(PRACTICES.rows().get(id=waiting.id), cast.horizonte.id, days=15)
    with acting(cast.flor.scope):  # ended again: what others see of Refugio is what everybody sees
        asked = coediting.invite(PRACTICES, open_one.id, editor_id=cast.clinica.id)
        coediting.end(PRACTICES, open_one.id, asked.id)
        DeadLink(practice_id=row.id, url="https://ejemplo.example/").save(force_insert=True)
        vault.drafts.keep(f"page:{PRACTICES.url('edit', row)}", {"place": ["La costa"]})
    with acting(cast.diana.scope):
        own = nouns.write(PRACTICES, values=values_for(PRACTICES, "Dársena"))
        shared = coediting.invite(PRACTICES, own.id, editor_id=cast.refugio.id)
    world.ids |= {
        "coedited_id": own.id,
        "coeditor_id": shared.id,
        "published_number": Lasting.objects.get(row_id=open_one.id).number,
        "practice_version": 2,
        "published_id": open_one.id,
        "practice_id": row.id,
        "waiting_id": waiting.id,
        "review_id": sentence.id,
    }
