"""An import and its rows, sealed with the organisation's keys until each is a case or is forgotten."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from contratrata.ground.base import clock, scope
from contratrata.ground.base.models import Confidential
from contratrata.ground.vault.public import SealedField, SealedRow
from contratrata.ground.workflow.public import MoveRow

from ..imports.states import ImportState, Outcome


class Import(Confidential, SealedRow):
    """A file somebody brought. Its name may name persons and is sealed, like what was noticed about it.

    `digest` is keyed: the same file is recognised, and nobody without the key can test a file against it.
    `reading` holds how the file is to be read (`htcds.Defaults`: today, country, order of dates), so that a
    row means the same whenever it is read. `done` of `total` rows tell how far the work under way is.
    `problem` is a sentence of ours, without anything the file holds.
    """

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
            models.UniqueConstraint(fields=["organisation_id", "once"], name="cases_import_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "-at", "id"], name="cases_import_org"),
            models.Index(fields=["organisation_id", "digest"], name="cases_import_digest"),
        ]


class ImportMove(MoveRow):
    """A move of an import: who brought, applied or reversed it, and when."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="moves", db_index=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation_id", "of", "at"], name="cases_import_move")]


class ImportRow(Confidential, SealedRow):
    """One row of a file, as it stood there, sealed with the organisation's keys.

    `raw` is emptied in the transaction that makes it a case: from then on only the person's own key opens
    what the row said. What the row means is read again from `raw` whenever it is asked, in the reader's
    language. `findings`: `field:kind` codes without values. `key`: keyed hash of the source's id, or of the row.
    """

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    key = models.CharField(max_length=64)
    findings = ArrayField(models.CharField(max_length=60), default=list)
    raw = SealedField()
    problem = models.CharField(max_length=300, blank=True)
    case_id = models.UUIDField(null=True)

    of_id: uuid.UUID

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation_id", "of", "number"], name="cases_import_row")
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "of", "outcome", "number"], name="cases_import_outcome"),
            models.Index(fields=["organisation_id", "of", "key"], name="cases_import_key"),
        ]
