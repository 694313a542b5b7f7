"""Services offered in the network, in the shape of Open Referral HSDS 3.0.

They are no secret inside the realm: every organisation reads them, each writes its own. A shelter has **no
address at all**: the form has no such field for it, a CHECK refuses one, the export writes none.
"""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Coalesce

from contratrata.ground.base import clock, scope
from contratrata.ground.base.models import Shared, Versioned
from contratrata.ground.workflow.public import MoveRow

from .states import ServiceState

#: The kind of service that never has an address (vocabulary `service_kind`).
SHELTER = "shelter"


class Service(Versioned, Shared):
    """One service of one organisation, and where it is (HSDS `service`, `service_at_location`, `location`).

    `kinds`: service_kind. `sexes` empty: for all. Ages in whole years, both included; None: no bound.
    `languages`: language codes. `place_*`: where it stands, country alpha-3 and ISO 3166-2 area; `address`
    and `city` only when it is not a shelter. `required_documents`: a line each. `assured_at`: when somebody
    of the organisation last said that all this is still true (HSDS `assured_date`).
    """

    name = models.CharField(max_length=200)
    description = models.TextField(max_length=2000, blank=True)
    kinds = ArrayField(models.CharField(max_length=40))
    state = models.CharField(max_length=10, choices=ServiceState.choices, default=ServiceState.ACTIVE)

    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    sexes = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    for_whom = models.CharField(max_length=500, blank=True)

    place_country = models.CharField(max_length=3)
    place_area = models.CharField(max_length=10, blank=True)
    city = models.CharField(max_length=100, blank=True)
    address = models.CharField(max_length=300, blank=True)
    accessibility = ArrayField(models.CharField(max_length=20), default=list, blank=True)

    cost = models.CharField(max_length=10, default="free")
    cost_words = models.CharField(max_length=200, blank=True)
    how_to_apply = models.CharField(max_length=1000, blank=True)
    required_documents = ArrayField(models.CharField(max_length=150), default=list, blank=True)

    always_open = models.BooleanField(default=False)
    schedule_words = models.CharField(max_length=300, blank=True)
    waiting = models.CharField(max_length=200, blank=True)
    shut_from = models.DateField(null=True, blank=True)
    shut_until = models.DateField(null=True, blank=True)

    assured_at = models.DateTimeField(default=clock.now)
    assured_by_id = models.UUIDField(null=True, default=scope.user_id)
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    once = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation_id", "once"], name="directory_once"),
            models.UniqueConstraint(fields=["id", "organisation_id", "realm"], name="directory_whole"),
            models.CheckConstraint(
                condition=~models.Q(kinds__contains=[SHELTER]) | models.Q(address="", city=""),
                name="directory_shelter_without_address",
            ),
            models.CheckConstraint(condition=~models.Q(kinds=[]), name="directory_some_kind"),
            models.CheckConstraint(
                condition=models.Q(age_to__gte=Coalesce("age_from", 0)) | models.Q(age_to__isnull=True),
                name="directory_ages_in_order",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "name"], name="directory_own"),
            models.Index(fields=["realm", "place_country"], name="directory_place"),
        ]

    @property
    def is_shelter(self) -> bool:
        """Whether it gives shelter, among other things or alone: then it has no address."""
        return SHELTER in self.kinds


class ServiceArea(Shared):
    """Where the people it serves are (HSDS `service_area`): a whole country, or one area of it."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="areas")
    country = models.CharField(max_length=3)
    area = models.CharField(max_length=10, blank=True, help_text="ISO 3166-2; empty: the whole country.")

    service_id: uuid.UUID

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation_id", "service", "country", "area"], name="directory_area"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["realm", "country", "area", "service"], name="directory_reach"),
        ]


class ServiceHours(Shared):
    """Open on these days, from–to, in the local time of the place (HSDS `schedule`)."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="hours")
    days = ArrayField(models.CharField(max_length=2))
    opens = models.TimeField()
    closes = models.TimeField()

    service_id: uuid.UUID

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(closes__gt=models.F("opens")), name="directory_opens_first"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation_id", "service"], name="directory_hours")]


class ServicePhone(Shared):
    """A line of the organisation, never of a person (HSDS `phone`, `contact`)."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="phones")
    number = models.CharField(max_length=30)
    words = models.CharField(max_length=100, blank=True, help_text="What the line is for, its hours.")
    messages = models.BooleanField(default=False, help_text="Takes written messages too.")

    service_id: uuid.UUID

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation_id", "service"], name="directory_phone")]


class ServiceCapacity(Shared):
    """How many places there are and how many are free, and when somebody last said so (HSDS 3.1 `unit`).

    No row: the service does not count places.
    """

    service = models.OneToOneField(Service, on_delete=models.CASCADE, related_name="capacity")
    total = models.PositiveSmallIntegerField()
    free = models.PositiveSmallIntegerField()
    free_as_of = models.DateTimeField(default=clock.now)
    by_id = models.UUIDField(null=True, default=scope.user_id)

    service_id: uuid.UUID

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(free__lte=models.F("total")), name="directory_free_in_total"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation_id", "service"], name="directory_capacity")]


class ServiceMove(MoveRow):
    """A service was opened, paused, taken up again or closed: who, when, why."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="moves")
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "service", "-at"], name="directory_move")
        ]
