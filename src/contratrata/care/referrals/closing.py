"""What stands open of a case's referrals when it is closed: each is taken back, or the other side is told."""

import uuid

from django.db.models import Q
from django.utils.translation import gettext as _

from contratrata.care.cases import public as cases
from contratrata.ground.base.open_things import OpenThing, OpenThings, ThingAnswers
from contratrata.ground.base.scope import required
from contratrata.ground.network.public import organisation_names

from . import operations, queries
from .models import Referral
from .states import ONGOING, OPEN_FOR_RECEIVER, ReferralState, WithdrawReason


def open_of(case: cases.Case, reason: str) -> list[OpenThings]:
    """Drafts, what another organisation was asked for, and what another waits for an answer about; three kinds."""
    rows = queries.visible_to(required()).filter(Q(case_id=case.id) | Q(receiver_case_id=case.id))
    entries = list(rows.filter(state__in=OPEN_FOR_RECEIVER | {ReferralState.DRAFT}).order_by("code"))
    sent = [row for row in entries if row.case_id == case.id and row.state != ReferralState.DRAFT]
    received = [row for row in entries if row.receiver_case_id == case.id and row.state in ONGOING]
    return [
        _drafts([row for row in entries if row.state == ReferralState.DRAFT]),
        _sent(sent, person_withdrew=reason == cases.PERSON_WITHDREW),
        _received(received),
    ]


def _things(rows: list[Referral], *, received: bool = False) -> list[OpenThing]:
    names = organisation_names(row.organisation_id if received else row.receiver_id for row in rows)
    return [
        OpenThing(
            str(row.id),
            f"{row.code}, {names.get(row.organisation_id if received else row.receiver_id, '')}: "
            f"{ReferralState(row.state).label}",
        )
        for row in rows
    ]


def _drafts(rows: list[Referral]) -> OpenThings:
    def answer(answers: ThingAnswers) -> None:
        for thing in answers:
            operations.discard(uuid.UUID(thing))

    return OpenThings(
        name="borradores",
        title=_("Derivaciones sin enviar"),
        question=_("¿Qué se hace?"),
        things=_things(rows),
        choices=(("discard", _("Descartar: nunca se envió")),),
        first="discard",
        answer=answer,
    )


def _sent(rows: list[Referral], *, person_withdrew: bool) -> OpenThings:
    reason = WithdrawReason.PERSON_DECLINED if person_withdrew else WithdrawReason.SOLVED

    def answer(answers: ThingAnswers) -> None:
        for thing, entry in answers.items():
            if entry == "withdraw":
                operations.withdraw(uuid.UUID(thing), reason=reason.value)
            else:
                text = _("Cerramos el caso en nuestra organización. Ustedes siguen con la atención.")
                operations.say(uuid.UUID(thing), text=text)

    return OpenThings(
        name="derivaciones",
        title=_("Derivaciones en curso"),
        question=_("¿Qué se hace?"),
        things=_things(rows),
        choices=(
            ("withdraw", _("Retirar: se avisa a quien recibió, que deja de ver lo compartido")),
            ("goes_on", _("Seguir: se avisa a quien recibió que aquí se cierra el caso")),
        ),
        first="withdraw" if person_withdrew else "",
        answer=answer,
    )


def _received(rows: list[Referral]) -> OpenThings:
    def answer(answers: ThingAnswers) -> None:
        for thing, entry in answers.items():
            if entry == "tell":
                operations.say(uuid.UUID(thing), text=_("Cerramos el caso en nuestra organización."))

    return OpenThings(
        name="recibidas",
        title=_("Derivaciones recibidas que esperan su respuesta"),
        question=_("¿Se avisa a quien envió?"),
        things=_things(rows, received=True),
        choices=(
            ("tell", _("Sí: se le avisa que aquí se cierra el caso")),
            ("later", _("No todavía: la respuesta final se dará en la derivación")),
        ),
        first="tell",
        answer=answer,
    )
