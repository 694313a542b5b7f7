"""The receiver answers: it has it, it takes it, or it cannot."""

import uuid

from django.utils.translation import gettext as _

from contratrata.ground.acts.public import once as once_of
from contratrata.ground.acts.public import unchanged
from contratrata.ground.base import scope
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.network.public import Organisation
from contratrata.ground.notices import public as board
from contratrata.ground.vault import public as vault

from .. import notices, sharing
from ..models import Look, Referral
from ..queries import able_to_answer, answering_people
from ..states import ONGOING, WAITING, LookReason
from . import _moving

_ASKED = (notices.ARRIVED, notices.ARRIVED_URGENT, notices.LATE)


def receive(referral_id: uuid.UUID, *, seen: str = "") -> Referral:
    """Say that it has arrived and somebody is reading it."""
    with _moving.acting_on(referral_id, "receive", seen=seen) as referral:
        _moving.move(referral, "receive")
        _moving.audited("referral.received", referral)
        board.settle(subject_id=referral.id, kinds=_ASKED)
    return referral


def look(referral_id: uuid.UUID, *, reason: str, words: str = "", once: uuid.UUID | None = None) -> Look:
    """Read who the person is before it is answered; why is kept, and both sides see that it was done.

    From then on the acting user reads what was shared until it is answered. The same `once` is one row.
    Raises `DomainError` on `reason`, `words` (asked for with `other`).
    """
    if reason not in LookReason.values:
        raise DomainError(_("Diga por qué necesita saber quién es."), field="reason")
    ask = _("Escriba el motivo en una frase.") if reason == LookReason.OTHER else ""
    text = _moving.clean(words, field="words", required=ask)
    with _moving.acting_on(referral_id, "look", states=WAITING) as referral:
        user_id = scope.required().user_id
        if user_id is None:
            raise NotAllowed(_("Esto lo pide una persona."))

        def write() -> Look:
            sealer = sharing.sealer_of(referral, vault.ring())
            if sealer is None:
                raise WrongState(_("Lo compartido ya está cerrado."))
            row = Look(
                **referral.stamp(),
                referral=referral,
                receiver_id=referral.receiver_id,
                user_id=user_id,
                reason=reason,
                once=once,
            )
            row.seal(sealer, words=text).save(force_insert=True)
            _moving.audited("referral.looked", referral, reason=reason)
            return row

        return once_of(once, Look.objects.filter(referral=referral), write)


def accept(
    referral_id: uuid.UUID,
    *,
    responsible_id: uuid.UUID | None,
    substitute_id: uuid.UUID | None = None,
    words: str = "",
    seen: str = "",
) -> Referral:
    """Take it on: `responsible_id` answers for her here, `substitute_id` when she cannot; both read what was shared.

    `words` tell the sender what happens next. Raises `DomainError` on `responsible_id`, `substitute_id`, `words`.
    """
    text = _moving.clean(words, field="words")
    with _moving.acting_on(referral_id, "accept", seen=seen) as referral:
        keys = vault.ring()
        _check_people(responsible_id, substitute_id)
        _moving.move(
            referral,
            "accept",
            sealer=sharing.sealer_of(referral, keys),
            words=text,
            responsible_id=responsible_id,
            substitute_id=substitute_id,
        )
        _moving.audited("referral.accepted", referral)
        _audit_people(referral)
        _moving.count(referral, keys)
        board.settle(subject_id=referral.id, kinds=_ASKED)
        notices.tell_sender(notices.ACCEPTED, referral)
        notices.tell_assigned(referral, {responsible_id, substitute_id})
    return referral


def assign(
    referral_id: uuid.UUID,
    *,
    responsible_id: uuid.UUID | None,
    substitute_id: uuid.UUID | None = None,
    expected_version: str | None = None,
) -> Referral:
    """Let somebody else answer for what was taken: from then on she reads it, and the former one does not.

    Raises `DomainError` on the fields, `Conflict` when `expected_version` is not what stands (`answering_people`).
    """
    with _moving.acting_on(referral_id, "assign", states=ONGOING) as referral:
        if expected_version is not None:
            unchanged(answering_people(referral), expected_version)
        before = {referral.responsible_id, referral.substitute_id}
        _check_people(responsible_id, substitute_id)
        referral.responsible_id, referral.substitute_id = responsible_id, substitute_id
        referral.save(update_fields=["responsible_id", "substitute_id"])
        _audit_people(referral)
        notices.tell_assigned(referral, {responsible_id, substitute_id} - before)
    return referral


def _check_people(responsible_id: uuid.UUID | None, substitute_id: uuid.UUID | None) -> None:
    """The two are people who work on cases here, and two. Raises `DomainError` on the field."""
    asked = {one for one in (responsible_id, substitute_id) if one}
    able = able_to_answer(scope.required()).filter(user_id__in=asked)
    known = set(able.values_list("user_id", flat=True))
    if responsible_id not in known:
        raise DomainError(_("Elija quién responderá por la persona aquí."), field="responsible_id")
    if substitute_id is not None and (substitute_id not in known or substitute_id == responsible_id):
        raise DomainError(_("Elija a otra persona que gestione casos."), field="substitute_id")


def _audit_people(referral: Referral) -> None:
    _moving.audited(
        "referral.assigned",
        referral,
        to_user=str(referral.responsible_id),
        substitute=str(referral.substitute_id or ""),
    )


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
