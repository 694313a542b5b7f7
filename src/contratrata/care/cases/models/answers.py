"""What was answered about a case, and the status that somebody asserted."""

from typing import ClassVar

from django.db import models

from contratrata.ground.base import clock, scope
from contratrata.ground.base.models import Confidential
from contratrata.ground.questions.public import AnswerRow
from contratrata.ground.vault.public import SealedField, SealedRow

from .case import Case


class CaseAnswer(AnswerRow):
    """The answer to one question of the file (`file/trata.yaml`); what was not answered has no row."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="file_answers")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation_id", "case", "question"], name="cases_one_answer_a_question"
            )
        ]


class StatusAssertion(Confidential, SealedRow):
    """Who says that she is a victim, since when, on what basis (HTCDS vic_TraffickingStatus and its DecisionMakingOrg).

    Never changed: the history of assertions is the answer to "who thought so, when".
    `authority`: the name of who decided.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assertions")
    status = models.CharField(max_length=40)
    decided_by_kind = models.CharField(max_length=40)
    #: What older versions kept of `authority`, until `seal-texts` has sealed it.
    decided_by = models.CharField(max_length=200, blank=True, editable=False)
    decided_on = models.CharField(max_length=10, blank=True)
    authority = SealedField()
    basis = SealedField()
    at = models.DateTimeField(default=clock.now)
    by_id = models.UUIDField(null=True, default=scope.user_id)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "case", "-at"], name="cases_assertion_org")
        ]
