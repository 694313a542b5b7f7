"""What waits for whom. A notice says that something waits and where, never about whom."""

from typing import ClassVar

from django.db import models

from contratrata.ground.base import clock
from contratrata.ground.base.models import Confidential


class Notice(Confidential):
    """A content-free notice to one user, or to whoever holds one of `roles` in the organisation."""

    kind = models.CharField(max_length=40)
    subject_id = models.UUIDField(null=True)
    code = models.CharField(max_length=20, blank=True)
    user_id = models.UUIDField(null=True)
    roles = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "seen_at", "-at"], name="notices_org_unseen"),
            models.Index(fields=["organisation_id", "-at", "id"], name="notices_org_newest"),
            models.Index(fields=["organisation_id", "kind", "subject_id"], name="notices_org_subject"),
        ]
