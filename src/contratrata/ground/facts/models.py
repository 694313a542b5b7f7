"""Identity-free rows for figures, written in the transaction of the act they speak of."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from contratrata.ground.base.models import Confidential


class Fact(Confidential):
    """One counted unit (a detected victim, a referral …) as plain codes; `pseudonym` lets it be corrected.

    IC-TIP units: event, victim, perpetrator, reporting entity. Dates are kept to the month; ages as bands.
    """

    # Not the house's id, which tells when a row was made and so of whom a fact speaks.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.CharField(max_length=20)
    pseudonym = models.UUIDField()
    month = models.DateField()
    sex = models.CharField(max_length=20, blank=True)
    age_band = models.CharField(max_length=20, blank=True)
    citizenship = models.CharField(max_length=3, blank=True)
    country = models.CharField(max_length=3, blank=True)
    forms = ArrayField(models.CharField(max_length=40), default=list)
    outcome = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation_id", "unit", "pseudonym"], name="facts_one_a_unit")
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "unit", "month"], name="facts_org_month")
        ]
