"""Somebody signed up for the event of the world, one waits for its answer. Invented."""

from typing import Any

from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import job_scope
from contratrata.ground.vault import public as vault
from contratrata.knowledge.events.models import Event
from contratrata.knowledge.registrations import links, operations
from registering import happening, signed_up, somebody, token_for
from scenario import SECRETS, World

NAME = next(one for one in SECRETS if "Nicanora" in one)


def build(world: World) -> None:
    """Add them to the world."""
    cast = world.cast
    with acting(cast.flor.scope):
        row = Event.objects.get(id=world.ids["event_id"])
    event = happening(cast, row)
    with acting(cast.flor.scope):
        values: dict[str, Any] = {"offered": ("sign", "captions"), "country_quotas": (("SLV", 40),)}
        operations.set_terms(event, values=values, expected_version=0)
    mine = signed_up(event, name=NAME, email="nicanora@lucero.example", needs=("sign",))
    operations.sign_up(event, values=somebody(1), language="es")
    with acting(job_scope(cast.refugio)):
        operations.tell_all(event)
        invitation = links.invitation_of(event.id, 1, vault.ring())
    world.ids |= {
        "signed_up_id": mine.row.id,  # a case that is being registered has the other name
        "registration_token": token_for(event, mine.row),
        "registration_invitation": invitation,
    }
