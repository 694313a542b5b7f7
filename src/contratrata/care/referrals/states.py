"""States and moves of a referral, and who makes each (domain: referrals)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from contratrata.ground.workflow.public import Machine, Move


class ReferralState(models.TextChoices):
    """From the draft to the answer that comes back."""

    DRAFT = "draft", _("borrador")
    DISCARDED = "discarded", _("descartada")
    SENT = "sent", _("enviada")
    RECEIVED = "received", _("recibida")
    ACCEPTED = "accepted", _("aceptada")
    DECLINED = "declined", _("rechazada")
    WITHDRAWN = "withdrawn", _("retirada")
    EXPIRED = "expired", _("vencida")
    IN_CARE = "in_care", _("en atención")
    ATTENDED = "attended", _("atendida")
    CLOSED = "closed", _("cerrada")


S = ReferralState

REFERRAL = Machine(
    "referral",
    [
        Move("draft", frozenset({""}), S.DRAFT),
        Move("discard", frozenset({S.DRAFT}), S.DISCARDED),
        Move("send", frozenset({S.DRAFT}), S.SENT),
        Move("receive", frozenset({S.SENT}), S.RECEIVED),
        Move("accept", frozenset({S.SENT, S.RECEIVED}), S.ACCEPTED),
        Move("decline", frozenset({S.SENT, S.RECEIVED}), S.DECLINED),
        Move("withdraw", frozenset({S.SENT, S.RECEIVED, S.ACCEPTED, S.IN_CARE, S.ATTENDED}), S.WITHDRAWN),
        Move("expire", frozenset({S.SENT, S.RECEIVED}), S.EXPIRED),
        Move("begin_care", frozenset({S.ACCEPTED}), S.IN_CARE),
        Move("attend", frozenset({S.ACCEPTED, S.IN_CARE}), S.ATTENDED),
        Move("close", frozenset({S.ATTENDED}), S.CLOSED),
    ],
)

#: Who makes each move: the organisation that sent, the one that received, or the clock.
SENDER_VERBS = frozenset({"draft", "discard", "send", "withdraw"})
RECEIVER_VERBS = frozenset({"receive", "accept", "decline", "begin_care", "attend", "close"})
CLOCK_VERBS = frozenset({"expire"})
#: Nothing more is expected of anybody.
ENDED = frozenset({S.DISCARDED, S.DECLINED, S.WITHDRAWN, S.EXPIRED, S.CLOSED})
#: Of these, those that a box shows.
SHOWN_ENDED = ENDED - {S.DISCARDED}
#: The receiver can read the parts.
OPEN_FOR_RECEIVER = frozenset({S.SENT, S.RECEIVED, S.ACCEPTED, S.IN_CARE, S.ATTENDED})
#: Never left the sender: to the receiver it does not exist.
UNSENT = frozenset({S.DRAFT, S.DISCARDED})
#: The receiver has not answered yet.
WAITING = frozenset({S.SENT, S.RECEIVED})
#: Who acts next: the receiver until it has closed, then the sender reads what came back.
ONGOING = frozenset({S.ACCEPTED, S.IN_CARE, S.ATTENDED})
#: How it ended for the sender, who should read the answer.
ANSWERED = frozenset({S.DECLINED, S.EXPIRED, S.CLOSED})


class LookReason(models.TextChoices):
    """Why somebody must know who the person is before her organisation takes her."""

    KNOWN = "known", _("Saber si ya la conocemos")
    SAFETY = "safety", _("Saber si aquí correría peligro")
    FIT = "fit", _("Saber si podemos atenderla")
    OTHER = "other", _("Otro motivo")


class WithdrawReason(models.TextChoices):
    """Why the sender takes a referral back: a code, which the receiver can still read afterwards."""

    CONSENT_WITHDRAWN = "consent_withdrawn", _("La persona retiró su consentimiento")
    SOLVED = "solved", _("Se resolvió de otra manera")
    PERSON_DECLINED = "person_declined", _("La persona ya no lo quiere")
    NO_ANSWER = "no_answer", _("No hubo respuesta a tiempo")
    SAFETY = "safety", _("Por su seguridad")
    MISTAKE = "mistake", _("Se envió por error")
    ERASED = "erased", _("Se borraron los datos de la persona")
    OTHER = "other", _("Otro motivo")


#: What a person may choose; the others are said by the house itself.
WITHDRAW_CHOICES = [
    (r.value, r.label)
    for r in WithdrawReason
    if r not in {WithdrawReason.CONSENT_WITHDRAWN, WithdrawReason.ERASED}
]
