"""A request to join the network, answered by nobody yet; one that Casa Refugio has as if it coordinated. Invented."""

import uuid

from contratrata.doors.joining import operations
from contratrata.doors.joining.models import JoinRequest
from contratrata.ground.base.scope import Realm, Scope, acting
from contratrata.ground.network.public import Organisation, job_scope
from scenario import World

TEXTS = {
    "name": "Colectivo Lucero (ficticio)", "contact": "Nieves Ejemplo (ficticia)",
    "email": "nieves@lucero.example", "text": "Acompañamos a mujeres en la frontera.",
}  # fmt: skip


def build(world: World) -> None:
    """Add it to the world, as somebody outside writes it while the network is a real one."""
    everything = Organisation.objects.filter(realm=Realm.REAL)
    everything.update(fictitious=False)
    with acting(Scope()):
        operations.ask_to_join(values=TEXTS | {"country": "SLV"}, language="es")
    everything.update(fictitious=True)
    with acting(job_scope(world.cast.refugio)):
        operations.keep(uuid.uuid4(), texts=TEXTS, country="SLV", language="es")
    with acting(world.cast.gloria.scope):
        world.ids["join_id"] = JoinRequest.objects.get(organisation_id=world.cast.red.id).id
