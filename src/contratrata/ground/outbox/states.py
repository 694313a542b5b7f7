"""States and moves of a mail."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from contratrata.ground.workflow.public import Machine, Move


class State(models.TextChoices):
    """From the act that wants it to the mailbox it is for."""

    QUEUED = "queued", _("en espera")
    HELD = "held", _("retenido")
    SENDING = "sending", _("saliendo")
    SENT = "sent", _("enviado")
    FAILED = "failed", _("sin enviar")
    BOUNCED = "bounced", _("rebotado")
    DROPPED = "dropped", _("descartado")


S = State
OUTBOX = Machine(
    "outbox",
    [
        Move("queue", frozenset({""}), S.QUEUED),
        Move("hold", frozenset({""}), S.HELD),
        Move("release", frozenset({S.HELD}), S.QUEUED),
        Move("drop", frozenset({S.QUEUED, S.HELD, S.SENDING, S.FAILED}), S.DROPPED),
        Move("claim", frozenset({S.QUEUED}), S.SENDING),
        Move("put_back", frozenset({S.SENDING}), S.QUEUED),
        Move("deliver", frozenset({S.SENDING}), S.SENT),
        Move("give_up", frozenset({S.SENDING}), S.FAILED),
        Move("bounce", frozenset({S.SENDING, S.SENT}), S.BOUNCED),
        Move("retry", frozenset({S.FAILED}), S.QUEUED),
    ],
)
#: Nothing more happens to it: kept for a while, then removed.
ENDED = (S.SENT, S.BOUNCED, S.DROPPED)


class Choice(models.TextChoices):
    """When a user wants a group of mails."""

    AT_ONCE = "at_once", _("Enseguida")
    DAILY = "daily", _("Una vez al día, por la mañana")
    NEVER = "never", _("Nunca")
