"""Before it is sent: to whom, what for, which parts, under which permission."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from contratrata.care.cases import public as cases
from contratrata.care.directory import public as directory
from contratrata.ground.acts import public as acts
from contratrata.ground.base import clock, ids, scope
from contratrata.ground.base.errors import Conflict, DomainError
from contratrata.ground.codes.public import country
from contratrata.ground.network.public import Organisation
from contratrata.ground.vault import public as vault

from .. import consents, sharing
from ..models import Referral, ReferralMove
from ..states import ReferralState
from . import _checks, _moving

_TRIES = 3
DRAFT = frozenset({ReferralState.DRAFT})


def start(
    *,
    case_id: uuid.UUID,
    receiver_id: uuid.UUID,
    aims: Iterable[str],
    urgency: str,
    service_id: uuid.UUID | None = None,
    once: uuid.UUID | None = None,
) -> Referral:
    """Begin a referral of a case of ours to another organisation; `once` makes a double click one draft.

    Raises `NotAllowed`; `DomainError` on `receiver`, `aims`, `urgency`, `service`.
    """
    acting = scope.required()
    case, here = sharing.open_case(acting, case_id), scope.organisation_id()
    with transaction.atomic():
        return acts.once(
            once,
            Referral.objects.filter(organisation_id=here),
            lambda: _draft(
                case, receiver_id=receiver_id, aims=aims, urgency=urgency, service_id=service_id, once=once
            ),
        )


def _draft(
    case: cases.Case,
    *,
    receiver_id: uuid.UUID,
    aims: Iterable[str],
    urgency: str,
    service_id: uuid.UUID | None,
    once: uuid.UUID | None,
) -> Referral:
    acting, here = scope.required(), scope.organisation_id()
    receiver = _checks.receiving_organisation(receiver_id)
    chosen = _checks.aims_of(aims)
    _moving.code("urgency", urgency, field="urgency", required=_("Diga para cuándo hace falta la respuesta."))
    if (
        service_id is not None
        and not directory.visible_to(acting).filter(pk=service_id, organisation_id=receiver.id).exists()
    ):
        raise DomainError(_("Ese servicio ya no está en el directorio."), field="service")
    home = Organisation.objects.get(pk=here)
    draft: dict[str, Any] = {
        "receiver_id": receiver.id,
        "case_id": case.id,
        "service_id": service_id,
        "cross_border": home.country != receiver.country,
        "aims": chosen,
        "urgency": urgency,
        "once": once,
    }
    referral = _create(draft, prefix=country(home.country).alpha2)
    _moving.audited("referral.drafted", referral)
    return referral


def _create(draft: dict[str, Any], *, prefix: str) -> Referral:
    """The draft and its birth row, with a code that nobody has."""
    for left in reversed(range(_TRIES)):
        try:
            with transaction.atomic():
                referral = Referral.objects.create(code=ids.human_code(f"D{prefix}"), **draft)
                ReferralMove.objects.create(
                    **referral.stamp(),
                    referral=referral,
                    receiver_id=referral.receiver_id,
                    verb="draft",
                    to_state=ReferralState.DRAFT,
                    by_organisation_id=referral.organisation_id,
                )
                return referral
        except IntegrityError:
            if not left:
                raise
    raise Conflict(_("No se pudo guardar. Inténtelo de nuevo."))


def choose_parts(
    referral_id: uuid.UUID, *, parts: Iterable[str], note: str = "", expected_version: str | None = None
) -> Referral:
    """Choose which parts of the file the draft will share, and what it says to the receiver.

    Raises `DomainError` on `parts`, `note`; `Conflict` when what was chosen is not what `expected_version` says.
    """
    chosen = _checks.known_parts(parts)
    text = _moving.clean(note, field="note")
    with _moving.acting_on(referral_id, "choose", states=DRAFT) as referral:
        _case, sealer = sharing.case_and_sealer(scope.required(), referral.case_id, vault.ring())
        if expected_version is not None:
            acts.unchanged(sharing.chosen(referral, sealer), expected_version)
        referral.chosen_parts = chosen
        referral.seal(sealer, note=text)
        referral.moved_at = clock.now()
        referral.save(update_fields=["chosen_parts", "note", "moved_at"])
        _moving.audited("referral.chosen", referral, parts=len(chosen))
    return referral


def choose_consent(referral_id: uuid.UUID, *, consent_id: uuid.UUID) -> Referral:
    """Choose the permission the draft stands on. Raises `DomainError` on `consent` for what it lacks."""
    with _moving.acting_on(referral_id, "choose", states=DRAFT) as referral:
        consent = _checks.consent_of(referral, consent_id)
        consents.require_cover(consent, _checks.asked_by(referral), clock.today())
        referral.consent_id = consent_id
        referral.moved_at = clock.now()
        referral.save(update_fields=["consent_id", "moved_at"])
        legal = consent is not None and consent.legal_duty
        _moving.audited("referral.consented", referral, legal_duty=legal)
    return referral


def discard(referral_id: uuid.UUID) -> Referral:
    """Throw a draft away; its note goes, and the receiver never knows of it."""
    with _moving.acting_on(referral_id, "discard") as referral:
        _moving.move(referral, "discard", note=b"")
        _moving.audited("referral.discarded", referral)
    return referral
