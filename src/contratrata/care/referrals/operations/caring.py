"""The receiver cares for the person: it begins, says what was done for each service, and closes."""

import uuid
from collections.abc import Mapping

from django.utils.translation import gettext as _

from contratrata.care.cases import public as cases
from contratrata.ground.base import scope
from contratrata.ground.base.errors import DomainError, WrongState
from contratrata.ground.codes.public import vocabulary
from contratrata.ground.vault import public as vault

from .. import notices, sharing
from ..models import Referral
from ..states import ONGOING
from . import _moving


def begin_care(referral_id: uuid.UUID, *, seen: str = "") -> Referral:
    """The person is here, or is being attended."""
    with _moving.acting_on(referral_id, "begin_care", seen=seen) as referral:
        _moving.move(referral, "begin_care")
        _moving.audited("referral.care_begun", referral)
        _moving.count(referral, vault.ring())
    return referral


def attend(
    referral_id: uuid.UUID, *, outcomes: Mapping[str, str], words: str = "", seen: str = ""
) -> Referral:
    """Say for every service that was asked what was done (`service_outcome`).

    Raises `DomainError` on `outcome_<service>` for each that is not said, and on `words`.
    """
    text = _moving.clean(words, field="words")
    with _moving.acting_on(referral_id, "attend", seen=seen) as referral:
        sentence = _outcomes(referral, outcomes)
        keys = vault.ring()
        sealer = sharing.sealer_of(referral, keys)
        _moving.move(referral, "attend", sealer=sealer, words=text, outcomes=sentence)
        _moving.audited("referral.attended", referral, outcomes=len(sentence))
        _moving.count(referral, keys)
        notices.tell_sender(notices.ATTENDED, referral)
    return referral


def _outcomes(referral: Referral, data: Mapping[str, str]) -> list[str]:
    kinds = vocabulary("service_outcome")
    lines = []
    for aim in referral.aims:
        outcome = data.get(aim, "")
        if not kinds.has(outcome):
            raise DomainError(_("Diga qué se hizo."), field=f"outcome_{aim}")
        lines.append(f"{aim}:{outcome}")
    return lines


def close(referral_id: uuid.UUID, *, words: str, said: str = "", seen: str = "") -> Referral:
    """Close with an answer to the sender, and what the person said about it. What was shared is shut.

    Raises `DomainError` on `words` (an answer is owed), `said`.
    """
    answer = _moving.clean(words, field="words", required=_("Escriba qué se hizo y cómo queda la persona."))
    person = _moving.clean(said, field="said")
    with _moving.acting_on(referral_id, "close", seen=seen) as referral:
        keys = vault.ring()
        _moving.move(referral, "close", sealer=sharing.sealer_of(referral, keys), words=answer, said=person)
        sharing.shut(referral)
        _moving.audited("referral.closed", referral)
        _moving.count(referral, keys)
        notices.tell_sender(notices.CLOSED, referral)
    return referral


def open_own_case(referral_id: uuid.UUID, *, consent: cases.NewConsent, seen: str = "") -> cases.Case:
    """Open a case of the receiver's own from what was shared, linked; a second click gives the same case.

    `consent`: the person lets this organisation keep a copy and attend her; written in the same transaction. Raises
    `WrongState` when what was shared is shut, `DomainError` on `given_by`, `means`, `witness`, `until`.
    """
    if consent.purpose != cases.ASSISTANCE or consent.legal_duty:
        raise DomainError(_("Pregúntele a la persona y diga quién consiente."), field="given_by")
    with _moving.acting_on(referral_id, "open_own_case", states=ONGOING, seen=seen) as referral:
        acting = scope.required()
        sealer = sharing.sealer_of(referral, vault.ring())
        read = sharing.read(acting, referral, sealer)
        if read is None:
            raise WrongState(_("Lo compartido ya está cerrado."))
        shared = [one for one in read.sections if one.part != "needs"]
        asked = {"needs": [[aim, referral.urgency] for aim in referral.aims]}
        case = cases.open_case_from_parts(
            parts=[*shared, cases.Section("needs", "", (), asked)],
            consents=(consent,),
            once=uuid.uuid5(referral.id, "own case"),
        )
        referral.receiver_case_id = case.id
        referral.save(update_fields=["receiver_case_id"])
        _moving.audited("referral.case_opened", referral, case_code=case.code)
    return case
