"""How one registers for an event, who did, and every move of it: read by the organisation that holds it alone."""

from pathlib import Path
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from contratrata.ground.base import clock
from contratrata.ground.base.ids import human_code
from contratrata.ground.base.models import Confidential, Versioned
from contratrata.ground.nouns.public import columns
from contratrata.ground.questions.public import load
from contratrata.ground.vault.public import SealedField, SealedRow
from contratrata.ground.workflow.public import MoveRow

from .states import Reason, State

_HERE = Path(__file__).parent
QUESTIONS = load(_HERE / "registration.yaml")
TERMS = load(_HERE / "terms.yaml")
#: What quotas are said of; plain columns, for the figures too.
TRAITS = ("country", "sector", "sex")
CONSENTS = ("recording", "listed")


def new_code() -> str:
    """What is shown at the door: it signs in and opens nothing."""
    return human_code("EV")


@columns(TERMS.facts)
class Terms(Confidential, Versioned):
    """What whoever organises says of registering, besides the facts of the event. `turn`: of the link that invites."""

    event_id = models.UUIDField()
    turn = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["organisation_id", "event_id"], name="registrations_terms_one")
        ]


class Registration(Confidential, SealedRow):
    """Who signed up for an event, without an account. What names or reaches her is sealed by a key of her own.

    `email_key`: a keyed token of event and address, so that the same address is the same registration; gone with her
    key. `due_at`: until when her place waits for her word. `confirmed_at`: by the link of her mail.
    `since`: her place in the list. `nominated_by_id`: the organisation that proposed her. `quiet_at`: she wants no
    reminders. `linked_at`: when her link was mailed last. `mailed`: what she was told of already (`telling.py`).
    """

    event_id = models.UUIDField()
    subject_id = models.UUIDField()
    email_key = models.UUIDField(null=True)
    name = SealedField()
    email = SealedField()
    answers = SealedField()
    country = models.CharField(max_length=3, blank=True)
    sector = models.CharField(max_length=40, blank=True)
    sex = models.CharField(max_length=40, blank=True)
    consents = ArrayField(models.CharField(max_length=40), default=list)
    language = models.CharField(max_length=5)
    time_zone = models.CharField(max_length=50)
    state = models.CharField(max_length=20, choices=State.choices)
    code = models.CharField(max_length=12, default=new_code)
    at = models.DateTimeField(default=clock.now)
    since = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    linked_at = models.DateTimeField(default=clock.now)
    quiet_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    nominated_by_id = models.UUIDField(null=True)
    mailed = ArrayField(models.CharField(max_length=100), default=list)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["organisation_id", "event_id", "email_key"], name="registrations_one_address"
            ),
            models.UniqueConstraint(
                fields=["organisation_id", "event_id", "code"], name="registrations_one_code"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation_id", "event_id", "-at", "id"], name="registrations_newest"),
            models.Index(fields=["organisation_id", "-at", "id"], name="registrations_all"),
            models.Index(fields=["organisation_id", "event_id", "state"], name="registrations_places"),
            models.Index(fields=["organisation_id", "due_at", "id"], name="registrations_due"),
        ]

    @property
    def traits(self) -> tuple[str, str, str]:
        """What quotas are said of."""
        return self.country, self.sector, self.sex


class RegistrationMove(MoveRow):
    """A move of a registration, with the reason where it was declined."""

    registration_id = models.UUIDField()
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["organisation_id", "registration_id", "at", "id"], name="registrations_moves"
            )
        ]


class Programme(Confidential):
    """When a session was to begin, as those who registered were told last."""

    event_id = models.UUIDField()
    session_id = models.UUIDField()
    begins = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["organisation_id", "session_id"], name="registrations_programme_one"
            )
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation_id", "event_id"], name="registrations_programme_of")
        ]
