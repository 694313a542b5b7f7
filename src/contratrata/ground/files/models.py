"""The row of a stored file; its content is in the store, under the row's id."""

from typing import ClassVar

from django.db import models

from contratrata.ground.base import clock, scope
from contratrata.ground.base.models import Confidential, Open, Shared
from contratrata.ground.vault.public import SealedField, SealedRow


class StoredFile(Confidential, SealedRow):
    """A file of a thing (`about_kind`, `about_id`), sealed with a key of its own.

    That key is wrapped by the key of the person whose file it is (`subject_id`): destroying hers makes the file
    unreadable; without a person, by the organisation's. `kind` is a key of `kinds.TYPES`.
    """

    about_kind = models.CharField(max_length=40)
    about_id = models.UUIDField()
    subject_id = models.UUIDField(null=True)
    name = SealedField()
    kind = models.CharField(max_length=10)
    size = models.PositiveBigIntegerField()
    key = models.BinaryField()
    has_thumbnail = models.BooleanField(default=False)
    by_id = models.UUIDField(null=True, default=scope.user_id)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "about_kind", "about_id"], name="files_stored_about"),
            models.Index(fields=["organisation_id", "subject_id"], name="files_stored_subject"),
        ]


class SharedFile(Shared):
    """A file of a thing that holds no person: the realm reads it. `digest`: SHA-256 of its content (hex)."""

    about_kind = models.CharField(max_length=40)
    name = models.CharField(max_length=140)
    kind = models.CharField(max_length=10)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    has_thumbnail = models.BooleanField(default=False)
    by_id = models.UUIDField(null=True, default=scope.user_id)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "about_kind"], name="files_shared_about")
        ]


class OpenFile(Open):
    """The same once it is published, under an id that nobody guesses from that of the `SharedFile` (`file_id`)."""

    file_id = models.UUIDField(unique=True)
    name = models.CharField(max_length=140)
    kind = models.CharField(max_length=10)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    has_thumbnail = models.BooleanField(default=False)
