"""States and moves of a practice: written, judged by others, published by the coordination."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from contratrata.ground.workflow.public import Machine, Move


class PracticeState(models.TextChoices):
    """From the draft to what anybody reads."""

    DRAFT = "draft", _("Borrador")
    IN_REVIEW = "in_review", _("En revisión")
    CHANGES_ASKED = "changes_asked", _("Con cambios pedidos")
    ACCEPTED = "accepted", _("Aceptada")
    PUBLISHED = "published", _("Publicada")
    WITHDRAWN = "withdrawn", _("Retirada")


S = PracticeState

PRACTICE = Machine(
    "practice",
    [
        Move(
            "submit", frozenset({S.DRAFT, S.CHANGES_ASKED, S.ACCEPTED, S.PUBLISHED, S.WITHDRAWN}), S.IN_REVIEW
        ),
        Move("recall", frozenset({S.IN_REVIEW}), S.DRAFT),
        Move(
            "endorse", frozenset({S.IN_REVIEW}), S.IN_REVIEW
        ),  # one more organisation proposes to publish it
        Move("ask_changes", frozenset({S.IN_REVIEW}), S.CHANGES_ASKED),
        Move("accept", frozenset({S.IN_REVIEW}), S.ACCEPTED),
        Move("publish", frozenset({S.ACCEPTED}), S.PUBLISHED),
        # What stands before everybody may be taken back while a later text of it is written and judged.
        Move("withdraw", frozenset(set(S) - {S.WITHDRAWN}), S.WITHDRAWN),
    ],
)

#: Made by another organisation; the others by the one that wrote it, or by the acts of the coordination.
REVIEW_VERBS = ("endorse", "ask_changes", "accept")
