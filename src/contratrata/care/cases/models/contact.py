"""First contact: two minutes without a case; and the registration that is under way."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from contratrata.ground.base import clock, scope
from contratrata.ground.base.models import Confidential
from contratrata.ground.vault.public import SealedField, SealedRow

from .case import Case


class FirstContact(Confidential, SealedRow):
    """A call or a visit of two minutes, recorded without a case; it can become one (`case`)."""

    subject_id = models.UUIDField(unique=True)
    code = models.CharField(max_length=16)
    at = models.DateTimeField(default=clock.now)
    channel = models.CharField(max_length=40, blank=True)
    country = models.CharField(max_length=3, blank=True)
    area = models.CharField(max_length=10, blank=True)
    sex = models.CharField(max_length=20, blank=True)
    age_band = models.CharField(max_length=20, blank=True)
    possible_victim = models.CharField(max_length=10, default="unknown")
    asked_for = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    who = SealedField()
    said = SealedField()
    answered = SealedField()
    sent_to = SealedField()
    #: What older versions kept of `sent_to`, until `seal-texts` has sealed it.
    referred_to = models.CharField(max_length=200, blank=True, editable=False)
    by_id = models.UUIDField(null=True, default=scope.user_id)
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="first_contacts"
    )
    once = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation_id", "-at", "id"], name="cases_contact_at")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation_id", "code"], name="cases_contact_code"),
            models.UniqueConstraint(fields=["organisation_id", "once"], name="cases_contact_once"),
        ]


class Registration(Confidential, SealedRow):
    """A registration under way: every step is saved sealed, may be left and taken up again by who began it.

    Its `id` is also the `once` of the case it becomes, so that a double click on the last step makes one case.
    `answers` is one JSON object `{step: {field: value}}`, sealed with the organisation's ring.
    """

    user_id = models.UUIDField(default=scope.user_id)
    step = models.CharField(max_length=30, blank=True)
    answers = SealedField()
    started_at = models.DateTimeField(default=clock.now)
    touched_at = models.DateTimeField(default=clock.now)
    first_contact = models.ForeignKey(FirstContact, null=True, blank=True, on_delete=models.SET_NULL)
    referral_id = models.UUIDField(null=True, blank=True)
    once = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "user_id", "-touched_at"], name="cases_reg_org")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation_id", "once"], name="cases_registration_once")
        ]
