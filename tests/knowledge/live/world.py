"""A workshop of Casa Refugio that is on: what its tables wrote, also at once, what the room asked. Invented."""

from contratrata.ground.base.scope import acting
from contratrata.ground.nouns.public import operations as nouns
from contratrata.knowledge.live import agreeing, links, notebook, room
from contratrata.knowledge.live.models import Notebook, Parallel, Tally
from contratrata.knowledge.practices.models import PRACTICES
from contratrata.knowledge.systematisations.models import SYSTEMATISATIONS
from meeting import OTHER, a_workshop, agreed, noted, tie_to
from nouns import values_for
from scenario import SECRETS, World
from taking_up import accepted

NOTE = next(one for one in SECRETS if "Eulampia" in one)


def build(world: World) -> None:
    """Add them to the world."""
    cast = world.cast
    event, (first, second, *_more) = a_workshop(cast)
    practice = accepted(cast.flor, cast.diana, "Muelle")
    with acting(cast.gloria.scope):
        nouns.publish(PRACTICES, practice.id, expected_version=1)
    with acting(cast.flor.scope):
        noted(first, f"Contó {NOTE}.")
        noted(first, f"Otro texto: {NOTE}.", writer=OTHER)
        agreement = agreeing.agree(first, values=agreed())
        agreeing.wish(
            first, values={"practice": tie_to(practice), "country": "SLV", "conditions": "Con fondos."}
        )
        notebook.share(second.id, shared=True)
        seat = links.new_seat()
        question = room.ask(first, seat, words=f"¿Y {NOTE}?")
        room.judge(question.id, state="shown", expected_version=1)
        room.vote(first, links.new_seat(), question.id)
        poll = room.prepare(first.id, values={"question": "¿Una palabra?", "sort": "words"})
        room.open_poll(poll.id, expected_version=1)
        room.answer(first, seat, poll.id, chosen=["Faro"])
        row = nouns.write(
            SYSTEMATISATIONS,
            values=values_for(SYSTEMATISATIONS, "Taller") | {"tie": f"event:{event.id}:Taller (ficticio)"},
        )
        world.ids |= {
            "live_event_id": event.id,
            "live_session_id": first.id,
            "agreement_id": agreement.id,
            "room_question_id": question.id,
            "poll_id": poll.id,
            "tally_id": Tally.objects.get(poll_id=poll.id).id,
            "live_systematisation_id": row.id,
            "table_token": links.table_token(first, 1),
            "door_token": links.door_token(first),
            "seat_token": links.seat_token(first, seat),
        }
        assert Notebook.objects.count() == 1
        assert Parallel.objects.count() == 1
