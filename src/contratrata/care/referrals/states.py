"""States and moves of a referral, and who makes each (domain: referrals)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from contratrata.ground.workflow.public import Machine, Move


class ReferralState(models.TextChoices):
    """From the draft to the answer that comes back."""

    DRAFT = "draft", _("borrador")
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
SENDER_VERBS = frozenset({"draft", "send", "withdraw"})
RECEIVER_VERBS = frozenset({"receive", "accept", "decline", "begin_care", "attend", "close"})
CLOCK_VERBS = frozenset({"expire"})
#: Nothing more is expected of anybody.
ENDED = frozenset({S.DECLINED, S.WITHDRAWN, S.EXPIRED, S.CLOSED})
#: The receiver can read the parts.
OPEN_FOR_RECEIVER = frozenset({S.SENT, S.RECEIVED, S.ACCEPTED, S.IN_CARE, S.ATTENDED})
