"""What was asked, as the coordination keeps it: who asks is sealed by the key of the coordination."""

from typing import Any, ClassVar

from django.db import models

from contratrata.ground.base import clock
from contratrata.ground.base.models import Confidential
from contratrata.ground.vault.public import SealedField, SealedRow

from .states import Answer


class JoinRequest(Confidential, SealedRow):
    """An organisation that asks to join; of a coordination, whose pages show it to who coordinates alone.

    `country` is ISO 3166-1 alpha-3; `language`: in which she is answered; `once`: the same sending.
    """

    name = SealedField()
    contact = SealedField()
    email = SealedField()
    text = SealedField()
    country = models.CharField(max_length=3)
    language = models.CharField(max_length=5)
    at = models.DateTimeField(default=clock.now)
    answer = models.CharField(max_length=20, choices=Answer.choices, default=Answer.WAITING)
    answered_at = models.DateTimeField(null=True)
    answered_by_id = models.UUIDField(null=True)
    once = models.UUIDField(null=True, editable=False)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation_id", "-at", "id"], name="joining_newest"),
            models.Index(fields=["organisation_id", "once"], name="joining_once"),
        ]
