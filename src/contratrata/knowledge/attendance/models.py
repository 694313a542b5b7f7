"""Who was there, for the organisation that holds the event alone: reports, stays, who was written to or certified."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from contratrata.ground.base import clock, scope
from contratrata.ground.base.models import Confidential, Versioned
from contratrata.ground.vault.public import SealedField, SealedRow

from .matching import How
from .reports.report import Doubt
from .reports.words import Platform
from .states import ReportState, Source


class Report(Confidential, SealedRow):
    """A report that was brought for a session. `content`: the file, sealed, while questions about it stand open.

    `digest`: keyed, so that the same file is known again. `choices`: what was answered (`reports.Choices`). `lines`: of
    people; `left_out`: those that could not be counted.
    """

    event_id = models.UUIDField()
    session_id = models.UUIDField()
    state = models.CharField(max_length=10, choices=ReportState.choices)
    platform = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Platform])
    digest = models.CharField(max_length=64)
    content = SealedField()
    choices = models.JSONField(default=dict)
    lines = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=clock.now)
    by_id = models.UUIDField(null=True, default=scope.user_id)
    once = models.UUIDField(null=True, editable=False)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["organisation_id", "session_id", "digest"], name="attendance_report_once"
            )
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation_id", "event_id", "at", "id"], name="attendance_reports"),
        ]


class Identity(Confidential, Versioned, SealedRow):
    """Somebody as she was shown in an event, whatever session it was. `token`: keyed, of her address or her name.

    `registration_id`: who she is among those who signed up; without one she is a person of her own as soon as nothing
    is asked (`how`). `candidates`: who she may be.
    """

    event_id = models.UUIDField()
    token = models.UUIDField()
    name = SealedField()
    email = SealedField()
    how = models.CharField(max_length=10, choices=How.choices)
    registration_id = models.UUIDField(null=True)
    candidates = ArrayField(models.UUIDField(), default=list)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["organisation_id", "event_id", "token"], name="attendance_identity_one"
            )
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation_id", "event_id", "how", "id"], name="attendance_identities"),
        ]


class Stay(Confidential):
    """One time that somebody was in a session: an identity of a report or of the door, or one who signed up.

    Without `joined` only `seconds` is known; `exact`: she was there all the time between the two.
    """

    event_id = models.UUIDField()
    session_id = models.UUIDField()
    report = models.ForeignKey(
        Report, null=True, on_delete=models.CASCADE, related_name="stays", db_index=False
    )
    identity = models.ForeignKey(
        Identity, null=True, on_delete=models.CASCADE, related_name="stays", db_index=False
    )
    registration_id = models.UUIDField(null=True)
    source = models.CharField(max_length=10, choices=Source.choices)
    number = models.PositiveIntegerField(default=0)
    joined = models.DateTimeField(null=True)
    left = models.DateTimeField(null=True)
    seconds = models.PositiveIntegerField(default=0)
    exact = models.BooleanField(default=True)
    doubts = ArrayField(models.CharField(max_length=12, choices=Doubt.choices), default=list)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["organisation_id", "session_id", "registration_id", "source"],
                name="attendance_signed_in_once",
            )
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation_id", "event_id", "session_id", "id"], name="attendance_stays"),
            models.Index(fields=["organisation_id", "report", "id"], name="attendance_report_stays"),
            models.Index(fields=["organisation_id", "identity", "id"], name="attendance_identity_stays"),
        ]


class Missed(Confidential):
    """Somebody who stopped coming was written to, once an event."""

    event_id = models.UUIDField()
    registration_id = models.UUIDField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["organisation_id", "event_id", "registration_id"], name="attendance_missed_once"
            )
        ]


class Certified(Confidential):
    """Somebody who registered was certified, once an event; `credential_id` is the last one that she was given."""

    event_id = models.UUIDField()
    registration_id = models.UUIDField()
    credential_id = models.UUIDField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["organisation_id", "event_id", "registration_id"], name="attendance_certified_once"
            )
        ]
