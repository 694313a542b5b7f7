"""Who saw, did and exported what, and why: rows that are added and never changed, then sealed in chains."""

import uuid
from typing import ClassVar

from django.db import models

from contratrata.ground.base import clock, ids, scope
from contratrata.ground.base.models import Confidential

#: The chain of what happens before an organisation is known (sign-in, invitations).
PLATFORM = uuid.UUID(int=0)


class Entry(Confidential):
    """One named event. `details` holds codes and counts, never a name, a narrative or a contact."""

    at = models.DateTimeField(default=clock.now)
    actor_id = models.UUIDField(null=True, default=scope.user_id)
    event = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=30, blank=True)
    subject_id = models.UUIDField(null=True)
    details = models.JSONField(default=dict)
    refused = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "-at", "-id"], name="audit_org_newest"),
            models.Index(fields=["organisation_id", "subject_id", "-at"], name="audit_org_subject"),
        ]


class Seal(Confidential):
    """The place of an entry in its organisation's chain: mac(previous mac, canonical entry)."""

    sequence = models.BigIntegerField()
    entry_id = models.UUIDField()
    mac = models.BinaryField()
    sealed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation_id", "sequence"], name="audit_seal_sequence"),
            models.UniqueConstraint(fields=["organisation_id", "entry_id"], name="audit_seal_entry"),
        ]


class Unsealed(models.Model):
    """What the sealer has still to chain; a trigger adds a row with each entry, the sealer takes it away.

    A row whose entry is gone, or an entry that has neither a seal nor a row here, was tampered with.
    """

    entry_id = models.UUIDField(primary_key=True)
    organisation_id = models.UUIDField()
    realm = models.SmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation_id", "at"], name="audit_unsealed_org")]


class Check(models.Model):
    """What a proof of a chain found, or of the whole house (`about` is None). Codes and numbers only.

    The worker adds rows and forgets old ones; the web reads them and cannot write: an alarm is not wiped there.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    at = models.DateTimeField(default=clock.now)
    about = models.UUIDField(null=True)
    entries = models.PositiveBigIntegerField()
    #: `[what, sequence or null, where]` of each problem.
    problems = models.JSONField(default=list)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["about", "-at"], name="audit_check_newest")]
