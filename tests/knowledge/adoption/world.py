"""Horizonte takes up a practice of Casa Refugio and tells what it learned; Casa Refugio one of Horizonte. Invented."""

import uuid

from contratrata.ground.base.scope import acting
from contratrata.knowledge.adoption import asking, learning, proposing
from contratrata.knowledge.adoption.models import Request
from scenario import World
from taking_up import accepted, learned, published, taken_up


def build(world: World) -> None:
    """Add them to the world."""
    cast = world.cast
    practice = published(cast, "Arrecife")
    adoption = taken_up(cast.diana, practice.id, "pilot")
    with acting(cast.diana.scope):
        lesson = learning.learn(adoption.id, values=learned())
        request = Request.objects.get(adoption_id=adoption.id)
    with acting(cast.flor.scope):
        asking.answer(request.id, words="Con gusto.")
        learning.accept(lesson.id, expected_version=1)
        proposal = proposing.propose(
            practice.id,
            country_code=cast.horizonte.country,
            words="Con fondos.",
            origin_id=uuid.uuid4(),
            token=uuid.uuid4(),
        )
    theirs = accepted(cast.diana, cast.flor, "Islote")
    own = taken_up(cast.flor, theirs.id)
    with acting(cast.flor.scope):
        learning.learn(own.id, values=learned())
        waiting = Request.objects.get(adoption_id=own.id)
    world.ids |= {
        "adopted_id": practice.id,
        "adoption_id": adoption.id,
        "adopter_id": cast.horizonte.id,
        "follow_slug": "seguir-piloto",
        "learned_id": lesson.id,
        "request_id": request.id,
        "open_request_id": waiting.id,
        "proposal_id": proposal.id,
    }
