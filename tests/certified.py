"""What tests of credentials issue, and how they read it. All invented."""

import datetime as dt
import json
from typing import Any, NamedTuple

from contratrata.ground.base.scope import acting
from contratrata.ground.base.translated import Translated
from contratrata.ground.credentials import operations, signing
from contratrata.ground.credentials.badges import Holder
from contratrata.ground.credentials.models import Credential
from contratrata.ground.credentials.operations import What
from contratrata.ground.credentials.states import Kind
from contratrata.ground.network.public import Organisation, job_scope
from contratrata.ground.vault import public as vault

HOLDER = Holder("Quetzalina Brújula (ficticia)", "quetzalina@lucero.example", evidence="5 de 5 sesiones")
WHAT = What(
    kind=Kind.ATTENDANCE,
    name=Translated.of({"es": "Ciclo Lumbre (ficticio)", "en": "Ember cycle (fictitious)"}),
    detail=Translated.of({"es": "con trabajo final", "en": "with a final paper"}),
    topics=Translated.of({"es": "La primera noche\nUn plan para salir"}),
    hours=10,
    programme="Programa Lumbre (ficticio)",
    place="San Salvador",
    accredited_by="Universidad Lumbre (ficticia)",
    credits="2 créditos",
    signers=[("Noemí Lumbre (ficticia)", "Dirección")],
    on=dt.date(2026, 11, 14),
)


class Signed(NamedTuple):
    """A credential of a test, its code and its document."""

    row: Credential
    code: str
    document: dict[str, Any]


def certified(organisation: Organisation, *holders: Holder, **what: Any) -> list[Signed]:
    """Issue to these (or to one), sign, and open them."""
    scope = job_scope(organisation)
    with acting(scope):
        award = operations.award(holders or [HOLDER], **(WHAT | what))
    signing.sign(scope, award.id)
    with acting(scope):
        return [opened(row) for row in award.credentials.order_by("at", "id")]


def opened(row: Credential) -> Signed:
    """A credential of the acting organisation, as it stands now."""
    row.refresh_from_db()
    texts = row.open(vault.open_subject(row.subject_id), "code", "document")
    return Signed(row, texts["code"], json.loads(texts["document"]))
