"""The trata module of a case: answers about act, means and purpose, and the status that somebody asserted."""

from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models

from contratrata.ground.base import clock, scope
from contratrata.ground.base.models import Confidential
from contratrata.ground.vault.public import SealedField, SealedRow

from .case import Case


@pghistory.track(pghistory.UpdateEvent(), append_only=True)
class Trafficking(Confidential):
    """Where and when (HTCDS: historic trafficking event). Partial dates are kept as text (`2024`, `2024-03`).

    Countries ISO 3166-1 alpha-3, areas ISO 3166-2. `relationship`: relationship_to_trafficker.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="trafficking")
    recruitment_country = models.CharField(max_length=3, blank=True)
    recruitment_area = models.CharField(max_length=10, blank=True)
    exploitation_country = models.CharField(max_length=3, blank=True)
    exploitation_area = models.CharField(max_length=10, blank=True)
    exploited_from = models.CharField(max_length=10, blank=True)
    exploited_until = models.CharField(max_length=10, blank=True)
    relationship = models.CharField(max_length=40, blank=True)
    industries = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    transit_countries = ArrayField(models.CharField(max_length=3), default=list, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation_id", "case"], name="cases_trafficking_org")]


class Answered(Confidential):
    """A three-valued answer to one code of one vocabulary (act, means, purpose, method_of_control …).

    Only yes and no have a row: what has none is not known. Missing is not "no".
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="answers")
    vocabulary = models.CharField(max_length=40)
    code = models.CharField(max_length=40)
    yes = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation_id", "case", "vocabulary", "code"], name="cases_one_answer_a_code"
            )
        ]


class StatusAssertion(Confidential, SealedRow):
    """Who says that she is a victim, since when, on what basis (HTCDS vic_TraffickingStatus and its DecisionMakingOrg).

    Never changed: the history of assertions is the answer to "who thought so, when".
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assertions")
    status = models.CharField(max_length=40)
    decided_by_kind = models.CharField(max_length=40)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_on = models.CharField(max_length=10, blank=True)
    basis = SealedField()
    at = models.DateTimeField(default=clock.now)
    by_id = models.UUIDField(null=True, default=scope.user_id)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "case", "-at"], name="cases_assertion_org")
        ]
