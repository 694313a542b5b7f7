"""Inviting by mail, and people whom an organisation of the network proposes."""

from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from contratrata.ground.audit import public as audit
from contratrata.ground.base.errors import DomainError, NotAllowed
from contratrata.ground.base.scope import organisation_id, required
from contratrata.ground.kinds.public import Values
from contratrata.ground.network.public import organisation_names
from contratrata.ground.outbox import public as outbox
from contratrata.ground.vault import public as vault
from contratrata.knowledge.events.public import code_of

from .. import mails
from ..happenings import Happening
from ..links import invitation_of
from ..models import Registration
from ..queries import terms_of
from ..rules import may_nominate
from ._moving import public_text
from .deciding import check_organiser
from .signing import sign_up

#: So many are invited or proposed at once.
MOST = 200


def invitation_path(happening: Happening, language: str) -> str:
    """The address that invites to an event; in the scope of whoever holds it."""
    terms = terms_of(happening)
    code = invitation_of(happening.id, terms.turn if terms else 1, vault.ring())
    return reverse("registrations:invited", args=[language, code_of(happening.id), code])


def invite(happening: Happening, *, addresses: Sequence[str]) -> int:
    """Mail the link that invites to these addresses, which are not kept. Raises `DomainError`, `NotAllowed`."""
    check_organiser(happening)
    unique = list(dict.fromkeys(one.strip().casefold() for one in addresses if one.strip()))
    if not unique or len(unique) > MOST:
        raise DomainError(_("Escriba entre 1 y %s correos, uno por línea.") % MOST, field="addresses")
    language = get_language() or "es"
    house = organisation_names([organisation_id()])[organisation_id()]
    with transaction.atomic():
        outbox.send_many(
            mails.INVITED,
            [outbox.To(address=one, language=language) for one in unique],
            link=invitation_path(happening, language),
            values={"title": public_text(happening.title(language)), "organisation": public_text(house)},
        )
        audit.record("registration.invited", kind="event", subject=happening.id, number=len(unique))
    return len(unique)


def nominate(happening: Happening, *, people: Sequence[Values], language: str) -> list[Registration]:
    """Propose people for an event; each gets a mail of her own and says yes by herself.

    Written in the scope of whoever holds the event, traced in both. Raises `DomainError`, `NotAllowed`, `WrongState`.
    """
    if not may_nominate(required()):
        raise NotAllowed(_("Propone quien representa a su organización."))
    if not people or len(people) > MOST:
        raise DomainError(_("Escriba entre 1 y %s personas.") % MOST)
    by = organisation_id()
    name = organisation_names([by])[by]
    with transaction.atomic():
        rows = [sign_up(happening, values=one, language=language, nominated_by=(by, name)) for one in people]
        audit.record("registration.nominates", kind="event", subject=happening.id, number=len(rows))
    return rows
