"""Wrapped keys. Nothing here opens anything without the master keyset, which is not in the database."""

import uuid
from typing import ClassVar

from django.db import models

from contratrata.ground.base import clock
from contratrata.ground.base.models import Confidential


class OrganisationKey(Confidential):
    """The keys of one organisation, each wrapped by the master keyset.

    `wrapped`: AES256-GCM keyset that wraps the keys of its persons and seals its drafts; `private`: the HPKE
    private keyset that opens what others seal for it; `tokens`: 32 bytes that key its name tokens, former ones after
    them. `turned`: the rotation that gave it its newest keys.
    """

    wrapped = models.BinaryField()
    private = models.BinaryField()
    tokens = models.BinaryField()
    turned = models.UUIDField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation_id"], name="vault_one_key_an_organisation")
        ]


class PublicKey(models.Model):
    """The HPKE public keyset of an organisation: anyone in the network may seal for it, only it can open.

    Sealed by the master keyset for this organisation (`public_keys`); without such a seal nobody uses it.
    """

    organisation_id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    sealed = models.BinaryField(null=True)


class SubjectKey(Confidential):
    """The key of one person (or first contact), wrapped by the organisation's. Destroying it is erasure."""

    wrapped = models.BinaryField(null=True)
    created_at = models.DateTimeField(default=clock.now)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation_id", "id"], name="vault_subject_org")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(wrapped__isnull=True, destroyed_at__isnull=False)
                | models.Q(wrapped__isnull=False, destroyed_at__isnull=True),
                name="vault_subject_key_or_destroyed",
            )
        ]


class SharedKey(Confidential):
    """The key of what one organisation shares with another; `organisation_id` is the one that shares.

    `for_sender` is wrapped by the person's key (so erasure reaches the copy), `for_receiver` is sealed to the
    receiver's public key and removed when the sharing ends: from then on nobody there can read it.
    """

    receiver_id = models.UUIDField()
    subject_id = models.UUIDField()
    for_sender = models.BinaryField()
    for_receiver = models.BinaryField(null=True)
    created_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "subject_id"], name="vault_shared_org"),
            models.Index(fields=["receiver_id", "id"], name="vault_shared_receiver"),
        ]


class Shredding(Confidential):
    """The log of destroyed keys, replayed after a restore so that an erased person stays erased."""

    subject_id = models.UUIDField()
    at = models.DateTimeField(default=clock.now)
    reason = models.CharField(max_length=40)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation_id", "at"], name="vault_shredding_org")]


class TypedDraft(Confidential):
    """What one person was typing in one organisation, sealed with the organisation's ring (`drafts.py`)."""

    user_id = models.UUIDField()
    key = models.CharField(max_length=120)
    sealed = models.BinaryField()
    at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation_id", "user_id", "key"], name="vault_typed_draft")
        ]


class SpentSlot(models.Model):
    """A slot (`slots`) whose sealed value was deleted or replaced: the worker overwrites it and strikes it from here.

    Written by the database itself (`spending`), whatever deletes: neither the web nor the worker adds a row.
    """

    number = models.BigIntegerField()
