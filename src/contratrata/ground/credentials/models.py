"""What was certified to whom, sealed; the keys that sign; and what anybody may read to check one."""

import uuid
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from contratrata.ground.base import clock, scope
from contratrata.ground.base.models import Confidential, Open
from contratrata.ground.base.translated import TranslatedField
from contratrata.ground.vault.public import SealedField, SealedRow

from .states import Kind, Part, Reason


class SigningKey(Confidential):
    """A key that an organisation signs with; `secret` is sealed by the master keyset for this row.

    The one that is not retired signs; what a former one signed stays valid.
    """

    public = models.CharField(max_length=80)
    secret = models.BinaryField()
    created_at = models.DateTimeField(default=clock.now)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["organisation_id"],
                condition=models.Q(retired_at__isnull=True),
                name="credentials_one_key",
            )
        ]


class Award(Confidential):
    """One act of issuing: what is certified, and how far the signing of its credentials is.

    `about_*`: the thing of the package that issues (an event, a course). `signers`: name and post of each. `problem`:
    why the signing stopped.
    """

    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.ATTENDANCE)
    name = TranslatedField()
    detail = TranslatedField()
    topics = TranslatedField()
    hours = models.PositiveSmallIntegerField(null=True)
    programme = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=120, blank=True)
    accredited_by = models.CharField(max_length=200, blank=True)
    credits = models.CharField(max_length=120, blank=True)
    signers = models.JSONField(default=list)
    on = models.DateField()
    until = models.DateField(null=True)
    about_kind = models.CharField(max_length=40, blank=True)
    about_id = models.UUIDField(null=True)
    at = models.DateTimeField(default=clock.now)
    by_id = models.UUIDField(null=True, default=scope.user_id)
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True)
    once = models.UUIDField(null=True, editable=False)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation_id", "-at", "id"], name="credentials_newest"),
            models.Index(fields=["organisation_id", "once"], name="credentials_once"),
            models.Index(fields=["organisation_id", "about_kind", "about_id"], name="credentials_about"),
        ]


class Credential(Confidential, SealedRow):
    """What one holder was certified. Who she is, the signed document and its code are sealed by a key of hers.

    `list_id`, `place`: its bit in a status list. `public`: the key that signed it. `shown`: what she agreed to show
    (`Part`); `door_id`: the open copy of that; `link_id`: the row behind her own link.
    """

    award_id: uuid.UUID
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="credentials", db_index=False)
    subject_id = models.UUIDField()
    name = SealedField()
    email = SealedField()
    evidence = SealedField()
    code = SealedField()
    document = SealedField()
    explained = SealedField()
    language = models.CharField(max_length=5, default="es")
    at = models.DateTimeField(default=clock.now)
    signed_at = models.DateTimeField(null=True)
    public = models.CharField(max_length=80, blank=True)
    list_id = models.UUIDField(null=True)
    place = models.PositiveIntegerField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    shown = ArrayField(models.CharField(max_length=10, choices=Part.choices), default=list)
    agreed_at = models.DateTimeField(null=True)
    door_id = models.UUIDField(null=True)
    link_id = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation_id", "-at", "id"], name="credentials_list"),
            models.Index(fields=["organisation_id", "award", "id"], name="credentials_of_award"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["organisation_id", "list_id", "place"], name="credentials_place")
        ]


class PublicKey(Open):
    """The public half of a signing key. `stolen_since`: what it signed from that day on is not believed."""

    issuer_id = models.UUIDField(db_index=True)
    public = models.CharField(max_length=80, unique=True)
    retired_at = models.DateTimeField(null=True)
    stolen_since = models.DateField(null=True)


class StatusList(Open):
    """The signed list of what an issuer revoked, as it is given out; `document` is its JSON."""

    issuer_id = models.UUIDField(db_index=True)
    document = models.TextField()


class Issued(Open):
    """That we signed a document with this hash, on that day: a thief of a key leaves none here."""

    digest = models.BinaryField(unique=True)
    public = models.CharField(max_length=80)


class Door(Open):
    """What a secret in an address opens, sealed under a key derived from it (`capabilities`)."""

    content = models.BinaryField()
