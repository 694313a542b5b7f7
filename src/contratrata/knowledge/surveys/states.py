"""States and moves of a survey."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from contratrata.ground.workflow.public import Machine, Move


class State(models.TextChoices):
    """Prepared, answered, over. What was promised to who answers does not change once it is open."""

    DRAFT = "draft", _("en preparación")
    OPEN = "open", _("abierta")
    CLOSED = "closed", _("cerrada")


SURVEY = Machine(
    "survey",
    [
        Move("write", frozenset({""}), State.DRAFT),
        Move("open", frozenset({State.DRAFT}), State.OPEN),
        Move("close", frozenset({State.OPEN}), State.CLOSED),
    ],
)
