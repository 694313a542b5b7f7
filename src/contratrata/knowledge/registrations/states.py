"""States and moves of a registration, and why one is declined."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from contratrata.ground.workflow.public import Machine, Move


class State(models.TextChoices):
    """From the form to the place, or to the list."""

    ASKED = "asked", _("por aceptar")
    PLACED = "placed", _("con lugar")
    WAITING = "waiting", _("en lista de espera")
    OFFERED = "offered", _("con un lugar ofrecido")
    DECLINED = "declined", _("no aceptada")
    LAPSED = "lapsed", _("vencida")
    WITHDRAWN = "withdrawn", _("cancelada")


class Reason(models.TextChoices):
    """Why a registration is declined; a closed list, for a free text would be written about a person."""

    FULL = "full", _("no quedan lugares")
    AUDIENCE = "audience", _("el evento es para otro público")
    QUOTA = "quota", _("ya hay muchas personas de su país o sector")
    TWICE = "twice", _("ya está inscrita con otro correo")
    OTHER = "other", _("otra razón")


S = State
#: Those who left may come back: by the form, or because whoever organises gives them a place.
_GONE = frozenset({S.LAPSED, S.WITHDRAWN})
_NEW = frozenset({"", *_GONE})
REGISTRATION = Machine(
    "registration",
    [
        Move("ask", _NEW, S.ASKED),
        Move("place", _NEW | {S.ASKED, S.WAITING, S.DECLINED}, S.PLACED),
        Move("queue", _NEW | {S.ASKED, S.PLACED, S.DECLINED}, S.WAITING),
        Move("offer", frozenset({S.WAITING}), S.OFFERED),
        Move("accept", frozenset({S.OFFERED}), S.PLACED),
        Move("lapse", frozenset({S.OFFERED, S.PLACED}), S.LAPSED),
        Move("decline", frozenset({S.ASKED, S.WAITING, S.PLACED, S.OFFERED}), S.DECLINED),
        Move("withdraw", frozenset({S.ASKED, S.WAITING, S.PLACED, S.OFFERED}), S.WITHDRAWN),
    ],
)
#: Those that take a place.
HOLDING = (S.PLACED, S.OFFERED)
#: Those who are still to be told what happens.
LIVING = (S.ASKED, S.WAITING, *HOLDING)
