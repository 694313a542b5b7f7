"""States and moves of a service (HSDS `service.status`: active, temporarily closed, defunct)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from contratrata.ground.workflow.public import Machine, Move


class ServiceState(models.TextChoices):
    """Whether the service takes people."""

    ACTIVE = "active", _("activo")
    PAUSED = "paused", _("en pausa")
    CLOSED = "closed", _("cerrado")


S = ServiceState

SERVICE = Machine(
    "service",
    [
        Move("open", frozenset({""}), S.ACTIVE),
        Move("pause", frozenset({S.ACTIVE}), S.PAUSED),
        Move("resume", frozenset({S.PAUSED, S.CLOSED}), S.ACTIVE),
        Move("close", frozenset({S.ACTIVE, S.PAUSED}), S.CLOSED),
    ],
)
