"""States and moves of a systematisation: written by several, read by who took part, validated, published."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from contratrata.ground.workflow.public import Machine, Move


class SystematisationState(models.TextChoices):
    """From the draft to what anybody reads."""

    DRAFT = "draft", _("Borrador")
    WITH_PARTICIPANTS = "with_participants", _("La leen quienes participaron")
    COMMENTED = "commented", _("Con lo que dijeron por atender")
    VALIDATED = "validated", _("Validada")
    PUBLISHED = "published", _("Publicada")
    WITHDRAWN = "withdrawn", _("Retirada")


S = SystematisationState
#: In which nobody changes what it says: somebody is reading it, or it waits to be published as it was validated.
FROZEN = frozenset({S.WITH_PARTICIPANTS, S.VALIDATED})

SYSTEMATISATION = Machine(
    "systematisation",
    [
        Move("send", frozenset({S.DRAFT, S.COMMENTED}), S.WITH_PARTICIPANTS),
        Move("collect", frozenset({S.WITH_PARTICIPANTS}), S.COMMENTED),
        Move("validate", frozenset({S.COMMENTED}), S.VALIDATED),
        Move("recall", frozenset({S.WITH_PARTICIPANTS, S.COMMENTED, S.VALIDATED}), S.DRAFT),
        # What was published is written on: it stays before everybody as it was until the next one is validated.
        Move("revise", frozenset({S.PUBLISHED, S.WITHDRAWN}), S.DRAFT),
        Move("publish", frozenset({S.VALIDATED}), S.PUBLISHED),
        Move("withdraw", frozenset(set(S) - {S.WITHDRAWN}), S.WITHDRAWN),
    ],
)

#: Made by the organisation that began it; `revise` also by those that write it with her.
OWN_VERBS = ("send", "collect", "validate", "recall")
