"""The open copy of what a holder agreed to show, sealed under her code and signed by the organisation."""

import json
from typing import Any

from contratrata.ground.base.publishing import publishing
from contratrata.ground.network.public import organisation_names
from contratrata.ground.vault.public import Sealer

from . import badges, capabilities, keyring, proofs
from .models import Credential, Door
from .states import Part


def renew(row: Credential, sealer: Sealer) -> None:
    """Write it anew from what stands now, or take it away; the row is changed and not saved."""
    with publishing(Door):
        if row.door_id is not None:
            Door.objects.filter(id=row.door_id).delete()
            row.door_id = None
        if row.shown:
            texts = row.open(sealer, "code", "name", "document")
            place = capabilities.place_of(texts["code"])
            capabilities.sealed(place, _signed(_values(row, texts))).save(force_insert=True)
            row.door_id = place.id


def _values(row: Credential, texts: dict[str, str]) -> dict[str, Any]:
    """No more than was agreed, and what a check needs."""
    award, document = row.award, json.loads(texts["document"])
    return {
        "what": award.name.as_json(),
        "detail": award.detail.as_json(),
        "hours": award.hours,
        "accreditation": badges.accreditation(award),
        "issuer": organisation_names([row.organisation_id])[row.organisation_id],
        "on": award.on.isoformat(),
        "until": award.until.isoformat() if award.until else "",
        "digest": proofs.digest(document).hex(),
        "public": row.public,
        "list": str(row.list_id),
        "place": row.place,
        "name": texts["name"] if Part.NAME in row.shown else "",
        "document": document if Part.FILE in row.shown else None,
    }


def _signed(values: dict[str, Any]) -> dict[str, Any]:
    """Signed, so that what somebody laid into the table is told from what the organisation wrote."""
    key = keyring.signer()
    values["by"] = key.public
    return values | {"signature": proofs.multibase(key.secret.sign(proofs.digest(values)))}


def is_ours(values: dict[str, Any]) -> bool:
    """Whether the organisation of a key of ours signed what a code opened."""
    rest = {name: value for name, value in values.items() if name != "signature"}
    if keyring.authentic(values["by"]) is None:
        return False
    return proofs.is_signed(proofs.from_multibase(values["signature"]), proofs.digest(rest), values["by"])
