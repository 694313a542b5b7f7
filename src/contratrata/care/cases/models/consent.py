"""Consent as an object: what for, which parts, to whom, given by whom and how, until when, withdrawn when."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from contratrata.ground.base import clock, scope
from contratrata.ground.base.models import Confidential
from contratrata.ground.vault.public import SealedField, SealedRow

from .case import Case


class Consent(Confidential, SealedRow):
    """One permission of the person. `purpose`: consent_purpose; a referral names `recipient_id` and `aims`.

    `parts`: file_part; `aims`: service_kind; `given_by`: consent_giver; `means`: consent_means. `told_yes` and
    `told_no` hold the answers to the seven questions behind HTCDS con_Consent (consent_question); what is in
    neither was not asked. For a child both the guardian and the child must have agreed (`given_by`
    person_and_guardian). `legal_duty` marks the exception without consent, whose written reason is `reason`.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20)
    recipient_id = models.UUIDField(null=True, blank=True)
    aims = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    parts = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    given_by = models.CharField(max_length=30, blank=True)
    means = models.CharField(max_length=30, blank=True)
    witness = SealedField()
    told_yes = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    told_no = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    given_at = models.DateTimeField(default=clock.now)
    until = models.DateField(null=True, blank=True)
    legal_duty = models.BooleanField(default=False)
    reason = SealedField()
    at = models.DateTimeField(default=clock.now)
    by_id = models.UUIDField(null=True, default=scope.user_id)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by_id = models.UUIDField(null=True)
    once = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "case", "-at"], name="cases_consent_org"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation_id", "once"], name="cases_consent_once"),
            models.CheckConstraint(
                condition=~models.Q(purpose="referral") | models.Q(recipient_id__isnull=False),
                name="cases_referral_consent_names_its_recipient",
            ),
        ]
