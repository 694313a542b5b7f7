"""What other packages may use of credentials: a package issues (`award`), and forgets whom it erases (`forget`).

    credentials.award([Holder("Nieves Ejemplo", "nieves@lucero.example")], kind=Kind.ATTENDANCE, name=…, on=…, hours=10,
                      about_kind="event", about_id=event.id, once=token)

A job signs; each holder gets her link by mail. `credentials_of` tells what was issued about a thing.
"""

import uuid

from django.db.models import QuerySet

from contratrata.ground.base.scope import organisation_id

from .badges import Holder
from .models import Award, Credential
from .operations import What, award, forget, revoke, send_link
from .rules import ISSUERS
from .signing import sign
from .states import Kind, Reason


def credentials_of(about_kind: str, about_id: uuid.UUID) -> QuerySet[Credential]:
    """What the acting organisation issued about a thing of its own."""
    mine = Credential.objects.filter(organisation_id=organisation_id()).select_related("award")
    return mine.filter(award__about_kind=about_kind, award__about_id=about_id)
