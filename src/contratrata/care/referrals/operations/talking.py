"""The conversation below a referral."""

import uuid

from django.utils.translation import gettext as _

from contratrata.care.cases import public as cases
from contratrata.ground.acts.public import once as once_of
from contratrata.ground.base import scope
from contratrata.ground.base.errors import WrongState
from contratrata.ground.vault import public as vault

from .. import notices, own_words, sharing
from ..models import Message, Referral
from ..states import OPEN_FOR_RECEIVER, WAITING
from . import _moving


def say(referral_id: uuid.UUID, *, text: str, once: uuid.UUID | None = None) -> Message:
    """Write a line to the other side; `once` makes a double click one line.

    Raises `DomainError` on `text`, `WrongState` when it has ended; `Doubt` (`own_words.MEANT`) when the sender's
    line says who she is to those who may not read it.
    """
    words = _moving.clean(text, field="text", required=_("Escriba el mensaje."))
    with _moving.acting_on(referral_id, "say", states=OPEN_FOR_RECEIVER) as referral:

        def write() -> Message:
            sealer = sharing.sealer_of(referral, vault.ring())
            if sealer is None:
                raise WrongState(_("Lo compartido ya está cerrado."))
            if scope.organisation_id() == referral.organisation_id:
                _ask_about_own_words(referral, words)
            row = Message(**referral.stamp(), referral=referral, receiver_id=referral.receiver_id, once=once)
            row.seal(sealer, text=words).save(force_insert=True)
            _moving.audited("referral.message", referral)
            if scope.organisation_id() == referral.organisation_id:
                notices.tell_receiver(notices.MESSAGE, referral)
            else:
                notices.tell_sender(notices.MESSAGE, referral)
            return row

        return once_of(once, Message.objects.filter(by_organisation_id=scope.organisation_id()), write)


def _ask_about_own_words(referral: Referral, words: str) -> None:
    """Until it is taken the whole house of the receiver reads the line; then who reads what is shared."""
    case = cases.case_for(scope.required(), referral.case_id)
    shared = () if referral.state in WAITING else referral.chosen_parts
    texts = [(_("Mensaje"), words)]
    sentence = own_words.own_words_in(case, cases.sealer_of(case), texts, shared=shared)
    own_words.ask_about(sentence, field="text")
