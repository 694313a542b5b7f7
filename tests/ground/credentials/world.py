"""A certificate of Casa Refugio, signed and shown in full. Invented."""

from certified import HOLDER, WHAT
from contratrata.ground.base.publishing import publishing
from contratrata.ground.base.scope import acting
from contratrata.ground.credentials import capabilities, operations, signing
from contratrata.ground.credentials.models import Door, SigningKey
from contratrata.ground.credentials.states import Part
from contratrata.ground.network.public import job_scope
from contratrata.ground.vault import public as vault
from scenario import World


def build(world: World) -> None:
    """Add it to the world."""
    with acting(world.cast.flor.scope):
        award = operations.award([HOLDER], **WHAT)
    scope = job_scope(world.cast.refugio)
    signing.sign(scope, award.id)
    with acting(scope):
        row = award.credentials.get()
        operations.show(credential_id=row.id, parts=Part.values)
        code = row.open(vault.open_subject(row.subject_id), "code")["code"]
        token, door = signing.link_to(row)
        row.save(update_fields=["link_id"])
        with publishing(Door):
            door.save(force_insert=True)
        key = SigningKey.objects.get()
    world.ids |= {
        "credential_id": row.id,
        "credential_award_id": award.id,
        "credential_code": code,
        "credential_token": token,
        "status_list_id": row.list_id,
        "issuer_id": world.cast.refugio.id,
        "signing_key": key.public,
    }
    assert capabilities.opened(code)
