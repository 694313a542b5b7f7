"""The case: one person, one organisation, what is done and what comes next."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base import clock, ids, scope
from contratrata.ground.base.models import Confidential
from contratrata.ground.vault.public import SealedField, SealedRow
from contratrata.ground.workflow.public import MoveRow

from ..states import STILL_OPEN, CaseState
from .person import Person


class Case(Confidential):
    """A file of one organisation about one person. `code` is what may be said aloud and written in a notice.

    `country` and `area` say where the organisation met her (ISO 3166-1 alpha-3, ISO 3166-2). `next_due` repeats the
    due time of the open next step so that lists sort by it, `has_open_step` that there is one. `version` counts edits
    (two editors: the second is told). `source` and `source_id` say where an imported case came from; `once` makes a
    double click one case. `revoked_at`: the consent by which it came from another organisation was taken back, and
    none of its own stands; until `revoked_due` the responsible asks for one or has the data removed; it is shared with
    nobody. `copied`: the questions whose answers were taken up from a referral, and `STATUS`, `STORY` where these
    were; what came that way is removed at the end of that term.
    """

    #: In `copied`, beside questions: the condition that somebody had determined, what she had told.
    STATUS: ClassVar = "status"
    STORY: ClassVar = "story"

    code = models.CharField(max_length=16)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases")
    state = models.CharField(max_length=20, choices=CaseState.choices, default=CaseState.ACTIVE)
    responsible_id = models.UUIDField(null=True)
    arrival_channel = models.CharField(max_length=40, blank=True)
    arrived_on = models.DateField(null=True, blank=True)
    country = models.CharField(max_length=3, blank=True)
    area = models.CharField(max_length=10, blank=True)
    registered_at = models.DateTimeField(default=clock.now)
    registered_by_id = models.UUIDField(null=True, default=scope.user_id)
    touched_at = models.DateTimeField(default=clock.now)
    next_due = models.DateTimeField(null=True, blank=True)
    has_open_step = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    closure_reason = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)
    source = models.CharField(max_length=20, blank=True)
    source_id = models.CharField(max_length=64, blank=True)
    once = models.UUIDField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_due = models.DateTimeField(null=True, blank=True)
    copied = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    person_id: uuid.UUID

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation_id", "code"], name="cases_code"),
            models.UniqueConstraint(fields=["organisation_id", "once"], name="cases_once"),
            models.UniqueConstraint(
                fields=["organisation_id", "source", "source_id"],
                condition=~models.Q(source_id=""),
                name="cases_source",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "state", "-touched_at", "id"], name="cases_org_state"),
            models.Index(fields=["organisation_id", "-touched_at", "id"], name="cases_org_touched"),
            models.Index(
                fields=["organisation_id", "responsible_id", "-touched_at", "id"],
                name="cases_org_responsible",
            ),
            models.Index(fields=["organisation_id", "next_due", "id"], name="cases_org_due"),
            models.Index(
                fields=["organisation_id", "-touched_at", "id"],
                condition=models.Q(has_open_step=False, state__in=STILL_OPEN),
                name="cases_org_without_step",
            ),
            models.Index(
                "organisation_id",
                models.F("arrived_on").desc(nulls_last=True),
                "id",
                name="cases_org_arrived",
            ),
            models.Index(fields=["organisation_id", "person"], name="cases_org_person"),
            models.Index(
                fields=["organisation_id", "responsible_id", "revoked_due", "id"],
                condition=models.Q(revoked_at__isnull=False),
                name="cases_org_revoked",
            ),
            models.Index(
                fields=["organisation_id", "revoked_due"],
                condition=~models.Q(copied=[]),
                name="cases_org_copied",
            ),
        ]


class CaseTally(Confidential):
    """How many cases of who answers for them are in a state: the sum of `number` over its rows, kept by a trigger.

    Each transaction that changes the number of cases in a state adds a row and merges those that nobody else holds
    (migration 0030): no writer waits for another, and a count reads a few rows whatever the number of cases.
    """

    state = models.CharField(max_length=20, choices=CaseState.choices)
    number = models.IntegerField()
    responsible_id = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "responsible_id", "state"], name="cases_tally_org")
        ]


class CaseMove(MoveRow, SealedRow):
    """A move of a case; `reason` may name the person and is sealed with her key."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="moves")
    code = models.CharField(max_length=40, blank=True)
    reason = SealedField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation_id", "case", "at"], name="cases_move_org")]


class CaseShare(Confidential):
    """A colleague of the same organisation who also works on the case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="shares")
    user_id = models.UUIDField()
    at = models.DateTimeField(default=clock.now)
    by_id = models.UUIDField(null=True, default=scope.user_id)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation_id", "user_id", "case"], name="cases_share")
        ]


class HandOver(Confidential, SealedRow):
    """A case passed from one responsible person to another. Never changed.

    `reason` and `explained` (in words, sealed with the person's key) are asked for the second within an hour.
    """

    class Reason(models.TextChoices):
        """Why somebody else answers for the case."""

        LEAVE = "leave", _l("Ausencia o vacaciones")
        LEAVES = "leaves", _l("Quien respondía deja de llevar casos")
        LOAD = "load", _l("Reparto del trabajo")
        NEARER = "nearer", _l("Por lugar, idioma o especialidad")
        ASKED = "asked", _l("La persona lo pidió")
        SAFETY = "safety", _l("Motivo de seguridad o conflicto de interés")
        OTHER = "other", _l("Otro motivo")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="hand_overs")
    from_id = models.UUIDField(null=True)
    to_id = models.UUIDField()
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    explained = SealedField()
    at = models.DateTimeField(default=clock.now)
    by_id = models.UUIDField(null=True, default=scope.user_id)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "case", "-at"], name="cases_hand_over_org"),
            models.Index(fields=["organisation_id", "by_id", "-at"], name="cases_hand_over_by"),
        ]


class Note(Confidential, SealedRow):
    """What was said or seen, sealed. Never changed: a correction is a new note that `amends` the old one.

    `kind`: `note`, or `CAME` for what another organisation had written and shared (its corrections too).
    """

    CAME: ClassVar = "came"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=20, default="note")
    text = SealedField()
    at = models.DateTimeField(default=clock.now)
    by_id = models.UUIDField(null=True, default=scope.user_id)
    amends = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    once = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation_id", "case", "-at"], name="cases_note_org")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation_id", "once"], name="cases_note_once")
        ]


class Unmapped(Confidential, SealedRow):
    """What a file that was brought in said in columns that no question takes, a line each, sealed.

    It may be anybody's name or number: it is no part of the file that can be shared (`sections.PARTS`), no note, and
    on no paper. Never changed.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="unmapped")
    text = SealedField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation_id", "case"], name="cases_unmapped_org")]


class Need(Confidential):
    """Something the person needs (vocabulary `service_kind`), how urgent (`urgency`), and whether it is met."""

    class State(models.TextChoices):
        """What became of the need."""

        OPEN = "open"
        MET = "met"
        UNMET = "unmet"
        WITHDRAWN = "withdrawn"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="needs")
    kind = models.CharField(max_length=40)
    urgency = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    at = models.DateTimeField(default=clock.now)
    by_id = models.UUIDField(null=True, default=scope.user_id)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation_id", "case"], name="cases_need_org")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation_id", "case", "kind"],
                condition=models.Q(state="open"),
                name="cases_one_open_need_a_kind",
            )
        ]


class NextStep(Confidential, SealedRow):
    """What is to be done next, until when, by whom. A case has at most one open.

    A trigger repeats here who answers for the case (`responsible_id`), and says whose work the step is (`who_id`):
    of whom it was given to, else of that person.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="next_steps")
    what = SealedField()
    due_at = models.DateTimeField(null=True, blank=True)
    assigned_to_id = models.UUIDField(null=True)
    at = models.DateTimeField(default=clock.now)
    by_id = models.UUIDField(null=True, default=scope.user_id)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by_id = models.UUIDField(null=True)
    responsible_id = models.UUIDField(null=True, editable=False)
    who_id = models.UUIDField(null=True, editable=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "case", "done_at"], name="cases_step_org"),
            models.Index(
                fields=["organisation_id", "who_id", "due_at", "id"],
                condition=models.Q(done_at__isnull=True),
                name="cases_step_due",
            ),
            models.Index(
                fields=["organisation_id", "due_at", "id"],
                condition=models.Q(done_at__isnull=True),
                name="cases_step_org_due",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation_id", "case"],
                condition=models.Q(done_at__isnull=True),
                name="cases_one_open_step",
            )
        ]


def new_code(prefix: str) -> str:
    """A case code; `prefix` is the ISO 3166-1 alpha-2 code of the organisation's country."""
    return ids.human_code(prefix)
