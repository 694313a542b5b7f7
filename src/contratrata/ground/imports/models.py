"""An import and its rows, sealed with the organisation's keys until each is a thing or is forgotten."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from contratrata.ground.base import clock, scope
from contratrata.ground.base.models import Confidential
from contratrata.ground.vault.public import SealedField, SealedRow
from contratrata.ground.workflow.public import MoveRow

from .states import ImportState, Outcome


class Brought(Confidential):
    """What belongs to a file somebody brought. `confidential`: only who may read identities sees it."""

    confidential = models.BooleanField(default=True, db_default=True)

    class Meta:
        abstract = True


class Import(Brought, SealedRow):
    """A file somebody brought. Its name may name persons and is sealed, like what was noticed about it.

    `digest` is keyed: the same file is recognised, and nobody without the key can test a file against it.
    `importer`: whose things it brings. `reading` holds how the file is to be read (`Reading`), so that a row means
    the same whenever it is read. `done` of `total` rows tell how far the work under way is.
    `problem` is a sentence of ours, without anything the file holds.
    """

    sealed_as = "cases_import"  # so it was called when the first rows were sealed

    importer = models.CharField(max_length=40, default="cases", db_default="cases")
    file_name = SealedField()
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=10, blank=True)
    notes = SealedField()
    columns = SealedField()
    reading = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=ImportState.choices, default=ImportState.RECEIVED)
    problem = models.CharField(max_length=300, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    with_asked = models.BooleanField(default=False)
    responsible_id = models.UUIDField(null=True)
    by_id = models.UUIDField(null=True, default=scope.user_id)
    at = models.DateTimeField(default=clock.now)
    moved_at = models.DateTimeField(default=clock.now)
    once = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation_id", "once"], name="imports_import_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "-at", "id"], name="imports_import_org"),
            models.Index(fields=["organisation_id", "digest"], name="imports_import_digest"),
        ]


class ImportMove(Brought, MoveRow):
    """A move of an import: who brought, applied or reversed it, and when."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="moves", db_index=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation_id", "of", "at"], name="imports_import_move")]


class ImportRow(Brought, SealedRow):
    """One row of a file, as it stood there, sealed with the organisation's keys.

    `raw` is emptied in the transaction that makes a thing of it (`made_id`): from then on only that thing's own
    protection holds what the row said. What the row means is read again from `raw` whenever it is asked, in the
    reader's language. `findings`: `field:kind` codes without values. `key`: keyed hash of the source's id, or of
    the row.
    """

    sealed_as = "cases_importrow"

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    key = models.CharField(max_length=64)
    findings = ArrayField(models.CharField(max_length=60), default=list)
    raw = SealedField()
    problem = models.CharField(max_length=300, blank=True)
    made_id = models.UUIDField(null=True)

    of_id: uuid.UUID

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation_id", "of", "number"], name="imports_import_row")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organisation_id", "of", "outcome", "number"], name="imports_import_outcome"
            ),
            models.Index(fields=["organisation_id", "of", "key"], name="imports_import_key"),
        ]
