"""A search that a member keeps."""

from typing import Any, ClassVar

from django.db import models

from contratrata.ground.base import clock, scope
from contratrata.ground.base.models import Confidential
from contratrata.ground.vault.public import SealedField, SealedRow


class SavedSearch(SealedRow, Confidential):
    """What one user looks for in the catalogue, as it stands in its address: sealed, for nobody knows what she types.

    `seen_at`: what was published until then she knows, or was told of.
    """

    user_id = models.UUIDField(default=scope.user_id)
    query = SealedField()
    once = models.UUIDField(null=True, editable=False)
    at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation_id", "user_id", "-at", "id"], name="searches_mine"),
            models.Index(fields=["organisation_id", "seen_at", "id"], name="searches_untold"),
        ]
