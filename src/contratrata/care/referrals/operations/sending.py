"""Sending: the permission is checked under lock, the parts are frozen and sealed for both."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db.models import Max
from django.utils.translation import gettext as _

from contratrata.care.cases import public as cases
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock, scope
from contratrata.ground.base.errors import DomainError, WrongState
from contratrata.ground.network.public import Role
from contratrata.ground.notices import public as board
from contratrata.ground.vault import public as vault
from contratrata.ground.vault.public import Sealer

from .. import consents, deadlines, notices, own_words, sharing
from ..models import NOTE, Deadline, Part, Referral
from ..states import OPEN_FOR_RECEIVER
from . import _moving
from ._checks import asked_by, consent_of, known_parts, receiving_organisation


def send(referral_id: uuid.UUID, *, seen: str = "") -> Referral:
    """Send a draft: all of it happens, or nothing does.

    Raises `DomainError` on `parts`, `consent` (it does not cover this), `receiver` (it may not receive); `Doubt`
    (`own_words.MEANT`) when a shared text says who she is though that part is not shared; `UntrustedKey` when somebody
    exchanged the receiver's key.
    """
    with _moving.acting_on(referral_id, "send", seen=seen, shares=True) as referral:
        if not referral.chosen_parts:
            raise DomainError(_("Elija al menos una parte del expediente."), field="parts")
        receiving_organisation(referral.receiver_id)
        consent = consent_of(referral, referral.consent_id)
        consents.require_cover(consent, asked_by(referral), clock.today())
        keys = vault.ring()
        case, person = sharing.case_and_sealer(scope.required(), referral.case_id, keys)
        note = referral.open(person, "note")["note"]
        share, sealer = _share(referral, person)
        sections = cases.file_sections(case, referral.chosen_parts, sealer=person)
        texts = own_words.texts_of(sections, note)
        shared = referral.chosen_parts
        own_words.ask_about(own_words.own_words_in(case, person, texts, shared=shared), field="note")
        _seal_parts(referral, sections, sealer)
        if note:
            _part(referral, NOTE, 1).seal(sealer, body=note).save(force_insert=True)
        referral.seal(sealer, outline=sharing.outline_of(sections))
        at = clock.now()
        due = deadlines.due_from(at, referral.urgency)
        _moving.move(
            referral,
            "send",
            share_id=share.id,
            sent_at=at,
            answer_due=due,
            note=b"",
            outline=referral.outline,
        )
        _start_clock(referral, at)
        legal = consent is not None and consent.legal_duty
        _moving.audited(
            "referral.sent",
            referral,
            parts=len(referral.chosen_parts),
            urgency=referral.urgency,
            legal_duty=legal,
        )
        _moving.count(referral, keys)
        _tell(referral, legal_duty=legal)
    return referral


def _share(referral: Referral, person: Sealer) -> tuple[vault.SharedKey, Sealer]:
    """A key for both sides. That the receiver's is not authentic stays in the trail, although nothing was sent."""
    try:
        return vault.share(person, receiver_id=referral.receiver_id)
    except vault.UntrustedKey:
        audit.record_refused("referral.key_refused", kind="referral", subject=referral.id, code=referral.code)
        raise


def _seal_parts(
    referral: Referral, sections: Iterable[cases.Section], sealer: Sealer, once: uuid.UUID | None = None
) -> list[Part]:
    """Freeze these parts of the file as they are now, each the next version of itself."""
    known = dict(Part.objects.filter(referral=referral).values_list("part").annotate(Max("version")))
    rows = []
    for section in sections:
        row = _part(referral, section.part, known.get(section.part, 0) + 1, once)
        rows.append(row.seal(sealer, body=section.to_json()))
    return Part.objects.bulk_create(rows)


def _part(referral: Referral, part: str, version: int, once: uuid.UUID | None = None) -> Part:
    return Part(
        **referral.stamp(),
        referral=referral,
        receiver_id=referral.receiver_id,
        part=part,
        version=version,
        once=once,
    )


def _start_clock(referral: Referral, at: dt.datetime) -> None:
    Deadline.objects.create(
        **referral.stamp(),
        referral_id=referral.id,
        receiver_id=referral.receiver_id,
        code=referral.code,
        state=referral.state,
        urgency=referral.urgency,
        cross_border=referral.cross_border,
        sent_at=at,
        due_at=referral.answer_due,
    )


def _tell(referral: Referral, *, legal_duty: bool) -> None:
    urgent = deadlines.time_to_answer(referral.urgency) <= deadlines.MOST_URGENT
    notices.tell_receiver(notices.ARRIVED_URGENT if urgent else notices.ARRIVED, referral)
    if legal_duty:
        board.notify(
            notices.NO_CONSENT,
            organisation_id=referral.organisation_id,
            subject_id=referral.id,
            code=referral.code,
            roles=[Role.SUPERVISOR],
        )


def send_update(referral_id: uuid.UUID, *, parts: Iterable[str], once: uuid.UUID | None = None) -> list[Part]:
    """Share the newest version of these parts, if the permission still covers them; the former ones stay.

    The same `once` again gives what it shared. Raises `DomainError` on `parts`, `consent`; `WrongState` when what
    was shared is shut; `Doubt` as `send`.
    """
    wanted = known_parts(parts)
    with _moving.acting_on(referral_id, "send_update", states=OPEN_FOR_RECEIVER, shares=True) as referral:
        if once is not None and (
            created := list(referral.parts.filter(once=once))
        ):  # the referral's row is locked
            return created
        consent = consent_of(referral, referral.consent_id)
        asked = consents.Asked(referral.receiver_id, referral.aims, wanted)
        consents.require_cover(consent, asked, clock.today())
        keys = vault.ring()
        case, person = sharing.case_and_sealer(scope.required(), referral.case_id, keys)
        sealer = sharing.sealer_of(referral, keys)
        if sealer is None:
            raise WrongState(_("Lo compartido ya está cerrado."))
        sections = cases.file_sections(case, wanted, sealer=person)
        shared = {*wanted, *referral.chosen_parts}
        words = own_words.own_words_in(case, person, own_words.texts_of(sections), shared=shared)
        own_words.ask_about(words, field="parts")
        created = _seal_parts(referral, sections, sealer, once)
        if outline := sharing.outline_of(sections):
            referral.seal(sealer, outline=outline)
        referral.chosen_parts = known_parts([*wanted, *referral.chosen_parts])
        referral.moved_at = clock.now()
        referral.save(update_fields=["chosen_parts", "moved_at", "outline"])
        _moving.audited("referral.updated", referral, parts=len(created))
        notices.tell_receiver(notices.UPDATED, referral)
    return created
