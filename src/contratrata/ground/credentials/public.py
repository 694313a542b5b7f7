"""What other packages may use of credentials: a package issues (`award`), and forgets whom it erases (`forget`).

    credentials.award([Holder("Nieves Ejemplo", "nieves@lucero.example")], kind=Kind.ATTENDANCE, name=…, on=…, hours=10,
                      about_kind="event", about_id=event.id, once=token)

A job signs; each holder gets her link by mail. `credentials_of` tells what was issued about a thing, `awards_of` how
far the signing is, `paper_of` gives a certificate to who may have it by another way than her link.
"""

import json
import uuid

from django.db.models import QuerySet

from contratrata.ground.base.errors import Shredded
from contratrata.ground.base.scope import organisation_id
from contratrata.ground.vault import public as vault

from . import certificate
from .badges import Holder
from .models import Award, Credential
from .operations import What, award, forget, revoke, send_link
from .rules import ISSUERS, REVOKERS, may_issue
from .signing import sign
from .states import Kind, Reason


def credentials_of(about_kind: str, about_id: uuid.UUID) -> QuerySet[Credential]:
    """What the acting organisation issued about a thing of its own."""
    mine = Credential.objects.filter(organisation_id=organisation_id()).select_related("award")
    return mine.filter(award__about_kind=about_kind, award__about_id=about_id)


def awards_of(about_kind: str, about_id: uuid.UUID) -> QuerySet[Award]:
    """The acts of issuing about a thing of the acting organisation, the last first."""
    mine = Award.objects.filter(organisation_id=organisation_id(), about_kind=about_kind, about_id=about_id)
    return mine.order_by("-at", "id")


def paper_of(credential_id: uuid.UUID) -> tuple[bytes, str] | None:
    """A certificate of the acting organisation on paper, and its code; None while it is not signed, or once erased."""
    mine = Credential.objects.filter(organisation_id=organisation_id()).select_related("award")
    row = mine.filter(id=credential_id).first()
    if row is None:
        return None
    try:
        texts = row.open(vault.open_subject(row.subject_id), "name", "code", "document")
    except Shredded:
        return None
    if not texts["document"]:
        return None
    document = json.loads(texts["document"])
    one = certificate.Certificate(row, texts["name"], texts["code"], document)
    return certificate.pdf(one), texts["code"]
