"""States and moves of a case (HTCDS cas_Status: active, follow-up, closed, closed-referred)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from contratrata.ground.workflow.public import Machine, Move


class CaseState(models.TextChoices):
    """The state of a case; the codes are those of the vocabulary `case_status`."""

    ACTIVE = "active", _("activo")
    FOLLOW_UP = "follow_up", _("en seguimiento")
    CLOSED = "closed", _("cerrado")
    CLOSED_REFERRED = "closed_referred", _("cerrado por derivación")


A, F, C, R = CaseState.ACTIVE, CaseState.FOLLOW_UP, CaseState.CLOSED, CaseState.CLOSED_REFERRED

CASE = Machine(
    "case",
    [
        Move("open", frozenset({""}), A),
        Move("open_in_follow_up", frozenset({""}), F),
        Move("open_closed", frozenset({""}), C),
        Move("open_closed_referred", frozenset({""}), R),
        Move("follow_up", frozenset({A}), F),
        Move("resume", frozenset({F}), A),
        Move("close", frozenset({A, F}), C),
        Move("close_referred", frozenset({A, F}), R),
        Move("reopen", frozenset({C, R}), A),
    ],
)

#: Somebody works on the case: it should have a next step.
STILL_OPEN = (CaseState.ACTIVE, CaseState.FOLLOW_UP)
