"""A referral: part of the care is asked of another organisation, with a deadline, and an answer comes back.

`organisation_id` is the sender. What is shared is a copy (parts), never a hole into the sender's file.
"""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from contratrata.ground.base import clock, scope
from contratrata.ground.base.models import Confidential
from contratrata.ground.vault.public import SealedField, SealedRow
from contratrata.ground.workflow.public import MoveRow

from .states import ANSWERED, ONGOING, SHOWN_ENDED, WAITING, LookReason, ReferralState

#: The part that holds what the sender says to the receiver; no part of the file.
NOTE = "note"


def _box(side: str, name: str) -> list[models.Index]:
    """The three groups of a box, each in the order in which it is shown (`listing.py`), and what counts them.

    The last holds whatever the policy asks: rows are counted without being read.
    """
    waiting = models.Q(state__in=sorted(WAITING))
    ongoing, ended = models.Q(state__in=sorted(ONGOING)), models.Q(state__in=sorted(SHOWN_ENDED))
    other = {"organisation_id": "receiver_id", "receiver_id": "organisation_id"}[side]
    return [
        models.Index(fields=[side, "state"], include=[other, "realm"], name=f"referrals_{name}_state"),
        models.Index(fields=[side, "answer_due", "id"], condition=waiting, name=f"referrals_{name}_waiting"),
        models.Index(fields=[side, "-moved_at", "id"], condition=ongoing, name=f"referrals_{name}_ongoing"),
        models.Index(fields=[side, "-moved_at", "id"], condition=ended, name=f"referrals_{name}_ended"),
    ]


def _hers() -> list[models.Index]:
    """What waits with who answers for the case, or for her at the receiver, each in the order in which Hoy shows it."""
    waiting, ongoing = models.Q(state__in=sorted(WAITING)), models.Q(state__in=sorted(ONGOING))
    unread = models.Q(state__in=sorted(ANSWERED), feedback_seen_at__isnull=True)
    return [
        models.Index(fields=[side, who, order, "id"], condition=when, name=f"referrals_{name}")
        for side, who, order, when, name in (
            ("organisation_id", "answers_id", "answer_due", waiting, "hers_waiting"),
            ("organisation_id", "answers_id", "moved_at", ongoing, "hers_ongoing"),
            ("organisation_id", "answers_id", "moved_at", unread, "hers_unread"),
            ("receiver_id", "responsible_id", "moved_at", ongoing, "carried"),
            ("receiver_id", "substitute_id", "moved_at", ongoing, "carried_too"),
        )
    ]


class Referral(Confidential, SealedRow):
    """One request from one organisation to another about one person. `code` is said aloud between the two.

    `case_id` is the sender's file; `receiver_case_id` the receiver's own, when it opened one. `share_id` is
    the vault's sharing. `urgency` gives the deadline for the answer (`answer_due`). `aims`: service_kind.
    `chosen_parts` (file_part) is what the draft will share; `note` what it will say to the receiver, sealed
    with the person's key until it is sent (then it is a part, sealed for both). `outline`, sealed for both, is
    what the receiving house may know before it takes her: age band and nationalities, where her profile is
    shared. `responsible_id` and `substitute_id`: who answers for her at the receiver, from the acceptance on.
    `answers_id` repeats who answers for the case at the sender; a trigger keeps it (migration 0020).
    """

    receiver_id = models.UUIDField()
    code = models.CharField(max_length=16, unique=True)
    state = models.CharField(max_length=12, choices=ReferralState.choices, default=ReferralState.DRAFT)
    case_id = models.UUIDField()
    consent_id = models.UUIDField(null=True, blank=True)
    receiver_case_id = models.UUIDField(null=True, blank=True)
    service_id = models.UUIDField(null=True, blank=True)
    share_id = models.UUIDField(null=True, blank=True)
    cross_border = models.BooleanField(default=False)
    aims = ArrayField(models.CharField(max_length=40), default=list)
    urgency = models.CharField(max_length=10)
    chosen_parts = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    note = SealedField()
    outline = SealedField()
    responsible_id = models.UUIDField(null=True, blank=True)
    substitute_id = models.UUIDField(null=True, blank=True)
    answers_id = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField(default=clock.now)
    created_by_id = models.UUIDField(null=True, default=scope.user_id)
    sent_at = models.DateTimeField(null=True, blank=True)
    answer_due = models.DateTimeField(null=True, blank=True)
    moved_at = models.DateTimeField(default=clock.now)
    feedback_seen_at = models.DateTimeField(null=True, blank=True)
    once = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation_id", "once"], name="referrals_once"),
            models.CheckConstraint(
                condition=~models.Q(receiver_id=models.F("organisation_id")), name="referrals_not_to_oneself"
            ),
        ]
        indexes: ClassVar = [
            *_box("organisation_id", "out"),
            *_box("receiver_id", "in"),
            models.Index(
                fields=["organisation_id", "moved_at", "id"],
                condition=models.Q(state__in=sorted(ANSWERED), feedback_seen_at__isnull=True),
                name="referrals_unread",
            ),
            *_hers(),
            models.Index(
                fields=["organisation_id", "-moved_at", "id"],
                condition=models.Q(state="draft"),
                name="referrals_drafts",
            ),
            models.Index(fields=["organisation_id", "case_id"], name="referrals_of_case"),
            models.Index(fields=["organisation_id", "consent_id"], name="referrals_of_consent"),
            models.Index(fields=["receiver_id", "receiver_case_id"], name="referrals_of_receiver_case"),
        ]


class ReferralMove(MoveRow, SealedRow):
    """A move, seen by both sides. `words` (why, or the answer) is sealed with the sharing's key.

    `reason_code` is of `decline_reason` or `WithdrawReason`, or empty; `better_id` a better place, if named;
    `outcomes` says per service what was done, as `kind:outcome` codes; `said` what the person said about it.
    """

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="moves")
    receiver_id = models.UUIDField()
    reason_code = models.CharField(max_length=40, blank=True)
    outcomes = ArrayField(models.CharField(max_length=90), default=list, blank=True)
    better_id = models.UUIDField(null=True, blank=True)
    words = SealedField()
    said = SealedField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "referral", "at"], name="referrals_move_sender"),
            models.Index(fields=["receiver_id", "referral", "at"], name="referrals_move_receiver"),
        ]


class Part(Confidential, SealedRow):
    """A frozen copy of one part of the file (file_part), as the receiver reads it: a sealed `cases.Section`.

    The message to the receiver is one too (`NOTE`). Append-only and versioned: an update is a new row with the
    next `version`. At the receiver the database shows it while the referral is open (`OPEN_FOR_RECEIVER`) and
    `closed_at`, which only the sender sets, is empty: to who answers for it and to supervision, and before it is
    taken to who gave a reason (`Look`).
    """

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="parts")
    receiver_id = models.UUIDField()
    part = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField(default=1)
    body = SealedField()
    at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    once = models.UUIDField(null=True, blank=True)

    referral_id: uuid.UUID

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation_id", "referral", "part", "version"], name="referrals_part_version"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["receiver_id", "referral"], name="referrals_part_receiver")]


class Look(Confidential, SealedRow):
    """Somebody of the receiving house read who the person is before it took her: why, as a row that stays.

    `reason` is of `LookReason`; `words`, sealed with the sharing's key, end with it. The row gives `user_id` the
    parts while the referral waits for an answer (migration 0009), and nothing afterwards.
    """

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="looks")
    receiver_id = models.UUIDField()
    user_id = models.UUIDField()
    reason = models.CharField(max_length=20, choices=LookReason.choices)
    words = SealedField()
    at = models.DateTimeField(default=clock.now)
    once = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation_id", "once"], name="referrals_look_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "referral", "at"], name="referrals_look_sender"),
            models.Index(fields=["receiver_id", "referral", "user_id"], name="referrals_look_receiver"),
        ]


class Message(Confidential, SealedRow):
    """A line of the conversation below a referral, sealed with the sharing's key, seen by both sides."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="messages")
    receiver_id = models.UUIDField()
    by_organisation_id = models.UUIDField(default=scope.organisation_id)
    by_id = models.UUIDField(null=True, default=scope.user_id)
    at = models.DateTimeField(default=clock.now)
    text = SealedField()
    once = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["by_organisation_id", "once"], name="referrals_message_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "referral", "at"], name="referrals_message_sender"),
            models.Index(fields=["receiver_id", "referral", "at"], name="referrals_message_receiver"),
        ]


class Deadline(Confidential):
    """The content-free row of a referral that the clock and the coordination see: code, organisations, due.

    `escalated` counts the steps: 0 none, 1 supervisors told, 2 network coordination told.
    """

    referral_id = models.UUIDField(unique=True)
    receiver_id = models.UUIDField()
    code = models.CharField(max_length=16)
    state = models.CharField(max_length=12)
    urgency = models.CharField(max_length=10)
    cross_border = models.BooleanField(default=False)
    sent_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    escalated = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["realm", "answered_at", "due_at"], name="referrals_deadline_due"),
            models.Index(fields=["organisation_id", "answered_at"], name="referrals_deadline_sender"),
            models.Index(fields=["receiver_id", "answered_at"], name="referrals_deadline_receiver"),
        ]
