"""The receiver answers: it has it, it takes it, or it cannot."""

import uuid

from django.utils.translation import gettext as _

from contratrata.ground.base.errors import DomainError
from contratrata.ground.network.public import Organisation
from contratrata.ground.notices import public as board
from contratrata.ground.vault import public as vault

from .. import notices, sharing
from ..models import Referral
from . import _moving

_ASKED = (notices.ARRIVED, notices.ARRIVED_URGENT, notices.LATE)


def receive(referral_id: uuid.UUID, *, seen: str = "") -> Referral:
    """Say that it has arrived and somebody is reading it."""
    with _moving.acting_on(referral_id, "receive", seen=seen) as referral:
        _moving.move(referral, "receive")
        _moving.audited("referral.received", referral)
        board.settle(subject_id=referral.id, kinds=_ASKED)
    return referral


def accept(referral_id: uuid.UUID, *, words: str = "", seen: str = "") -> Referral:
    """Take it on; `words` tell the sender what happens next. Raises `DomainError` on `words`."""
    text = _moving.clean(words, field="words")
    with _moving.acting_on(referral_id, "accept", seen=seen) as referral:
        keys = vault.ring()
        _moving.move(referral, "accept", sealer=sharing.sealer_of(referral, keys), words=text)
        _moving.audited("referral.accepted", referral)
        _moving.count(referral, keys)
        board.settle(subject_id=referral.id, kinds=_ASKED)
        notices.tell_sender(notices.ACCEPTED, referral)
    return referral


def decline(
    referral_id: uuid.UUID,
    *,
    reason: str,
    words: str = "",
    better_id: uuid.UUID | None = None,
    seen: str = "",
) -> Referral:
    """Say that it cannot be taken, why, and perhaps where better. What was shared is shut for the receiver.

    Raises `DomainError` on `reason`, `words` (asked for with `other`), `better`.
    """
    why = _moving.code(
        "decline_reason", reason, field="reason", required=_("Diga por qué no la pueden recibir.")
    )
    ask = _("Escriba el motivo en una frase.") if why == "other" else ""
    text = _moving.clean(words, field="words", required=ask)
    with _moving.acting_on(referral_id, "decline", seen=seen) as referral:
        if better_id is not None:
            _check_better(referral, better_id)
        keys = vault.ring()
        sealer = sharing.sealer_of(referral, keys)
        _moving.move(referral, "decline", sealer=sealer, words=text, reason_code=why, better_id=better_id)
        sharing.shut(referral)
        _moving.audited("referral.declined", referral, reason=why)
        _moving.count(referral, keys)
        board.settle(subject_id=referral.id, kinds=_ASKED)
        notices.tell_sender(notices.DECLINED, referral)
    return referral


def _check_better(referral: Referral, better_id: uuid.UUID) -> None:
    """A better place is a third organisation of the same realm."""
    others = Organisation.objects.filter(pk=better_id, realm=referral.realm, left_at__isnull=True)
    if better_id in {referral.organisation_id, referral.receiver_id} or not others.exists():
        raise DomainError(_("Elija otra organización de la red."), field="better")
