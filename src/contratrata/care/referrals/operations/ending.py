"""The sender's side ends it: taken back, its permission withdrawn, its person erased, or out of time."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.care.cases import public as cases
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError
from contratrata.ground.notices import public as board
from contratrata.ground.vault import public as vault

from .. import deadlines, notices, sharing
from ..models import Referral
from ..states import ENDED, OPEN_FOR_RECEIVER, WITHDRAW_CHOICES, ReferralState, WithdrawReason
from . import _moving

#: What the sender reads when it comes back.
ANSWERED = frozenset(ENDED - {ReferralState.DISCARDED, ReferralState.WITHDRAWN})
#: Where the receiver's own case stands on nothing any more.
NO_CONSENT_LEFT = frozenset(
    {
        WithdrawReason.CONSENT_WITHDRAWN,
        WithdrawReason.PERSON_DECLINED,
        WithdrawReason.MISTAKE,
        WithdrawReason.ERASED,
    }
)
_NOTIFIED = (notices.CLOSED, notices.DECLINED, notices.EXPIRED, notices.ATTENDED, notices.ACCEPTED)


def withdraw(referral_id: uuid.UUID, *, reason: str, words: str = "", seen: str = "") -> Referral:
    """Take a referral back; the receiver is told why by the code, and can read what was shared no more.

    Raises `DomainError` on `reason`, `words` (asked for with `other`).
    """
    if reason not in dict(WITHDRAW_CHOICES):
        raise DomainError(_("Diga por qué la retira."), field="reason")
    ask = _("Escriba el motivo en una frase.") if reason == WithdrawReason.OTHER else ""
    text = _moving.clean(words, field="words", required=ask)
    with _moving.acting_on(referral_id, "withdraw", seen=seen) as referral:
        _take_back(referral, reason, words=text)
    return referral


def _take_back(referral: Referral, reason: str, *, words: str = "") -> None:
    """Withdraw a locked, open referral; everything that was shared is shut in the same transaction."""
    keys = vault.ring()
    sealer = sharing.sealer_of(referral, keys) if words else None
    _moving.move(referral, "withdraw", sealer=sealer, words=words, reason_code=reason)
    sharing.shut(referral)
    _moving.audited("referral.withdrawn", referral, reason=reason)
    if reason in NO_CONSENT_LEFT:
        _revoke_own_case(referral, reason)
    _moving.count(referral, keys)
    notices.tell_receiver(notices.WITHDRAWN, referral, inbox=True)


def close_parts_of_consent(consent_id: uuid.UUID) -> int:
    """The person took her permission back: every open referral under it ends at once. Returns how many.

    Called in the transaction of the withdrawal, by whoever may withdraw the consent.
    """
    rows = Referral.objects.select_for_update().filter(consent_id=consent_id)
    return _end_all(list(rows.order_by("id")), WithdrawReason.CONSENT_WITHDRAWN)


def close_parts_of_person(case_ids: list[uuid.UUID]) -> int:
    """Her data are erased: every open referral of her cases ends, and drafts go. Returns how many ended."""
    rows = Referral.objects.select_for_update().filter(case_id__in=case_ids)
    entries = list(rows.order_by("id"))
    for draft in entries:
        if draft.state == ReferralState.DRAFT:
            _moving.move(draft, "discard", note=b"")
            _moving.audited("referral.discarded", draft)
    return _end_all(entries, WithdrawReason.ERASED)


def _end_all(rows: list[Referral], reason: WithdrawReason) -> int:
    """End those that are open; of those that had ended, the receiver's own case is reached all the same."""
    ended = 0
    for referral in rows:
        if referral.state in OPEN_FOR_RECEIVER:
            _take_back(referral, reason)
            ended += 1
        else:
            _revoke_own_case(referral, reason)
    return ended


def _revoke_own_case(referral: Referral, reason: str) -> None:
    """The case that the receiver opened from what was shared is told that the consent is gone."""
    if referral.receiver_case_id is not None:
        cases.revoke(
            referral.receiver_case_id,
            organisation_id=referral.receiver_id,
            realm=referral.realm,
            why=reason,
        )


def expire(referral_id: uuid.UUID) -> bool:
    """The clock ends what nobody answered; False when it was answered meanwhile or there is still time."""
    with transaction.atomic():
        row = Referral.objects.filter(id=referral_id).values_list("state", "answer_due", "urgency").first()
        if row is None or row[0] not in {"sent", "received"}:
            return False
        with _moving.acting_on(referral_id, "expire") as referral:
            due = referral.answer_due
            if due is None or clock.now() < deadlines.expires_at(due, referral.urgency):
                return False
            _moving.move(referral, "expire")
            sharing.shut(referral)
            _moving.audited("referral.expired", referral)
            _moving.count(referral, vault.ring())
            notices.tell_sender(notices.EXPIRED, referral)
            notices.tell_receiver(notices.EXPIRED, referral)
    return True


def feedback_seen(referral_id: uuid.UUID) -> Referral:
    """The sender has read how it ended; it waits for nobody any more."""
    with _moving.acting_on(referral_id, "feedback_seen", states=ANSWERED) as referral:
        if referral.feedback_seen_at is None:
            referral.feedback_seen_at = clock.now()
            referral.save(update_fields=["feedback_seen_at"])
            _moving.audited("referral.feedback_seen", referral)
            board.settle(subject_id=referral.id, kinds=_NOTIFIED)
    return referral
