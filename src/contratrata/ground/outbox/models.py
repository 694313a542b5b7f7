"""Mail that waits, goes out or came back. To whom and with which link is sealed; the rest holds nothing of anybody."""

import secrets
from typing import ClassVar

from django.db import models

from contratrata.ground.base import clock, ids, scope

from .states import Choice, State


def new_token() -> str:
    """What names a mail outside (envelope, Message-ID): random, lower case, nobody's."""
    return secrets.token_hex(12)


class Message(models.Model):
    """One mail to one recipient. Row-level security: the sender's scope (`mail`); of a batch, the coordination's.

    `sealed`: by the master keyset, JSON of `sending.Content`; emptied once nothing more is to be sent. `recipient`
    tells which mails are for the same mailbox, not whose it is. `merged_into`: the mail that carried this one
    along. `failure`: kind of fault and code, never a server's words, which repeat the address. `repeated`: the
    process died while it was going out; whether the first left nobody knows.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    kind = models.CharField(max_length=60)
    realm = models.SmallIntegerField(null=True)
    user_id = models.UUIDField(null=True)
    recipient = models.CharField(max_length=32)
    language = models.CharField(max_length=5)
    sealed = models.BinaryField()
    token = models.CharField(max_length=24, unique=True, default=new_token)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    urgent = models.BooleanField(default=False)
    batch = models.UUIDField(null=True)
    by_id = models.UUIDField(null=True, default=scope.user_id)
    at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField(default=clock.now)
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    repeated = models.BooleanField(default=False)
    failure = models.CharField(max_length=60, blank=True)
    ended_at = models.DateTimeField(null=True)
    merged_into = models.UUIDField(null=True)

    objects: ClassVar[models.Manager["Message"]] = models.Manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["state", "-urgent", "due_at"], name="outbox_due"),
            models.Index(fields=["recipient", "state", "ended_at"], name="outbox_recipient"),
            models.Index(fields=["realm", "batch"], name="outbox_batch"),
            models.Index(fields=["state", "ended_at"], name="outbox_ended"),
        ]


class MessageMove(models.Model):
    """A move of a mail that happened: which, when, by whom; a row that stays as long as its mail."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="moves")
    realm = models.SmallIntegerField(null=True)
    verb = models.CharField(max_length=20)
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10)
    at = models.DateTimeField(default=clock.now)
    by_id = models.UUIDField(null=True, default=scope.user_id)

    objects: ClassVar[models.Manager["MessageMove"]] = models.Manager()


class Preference(models.Model):
    """When a user wants the mails of a group. Without a row: at once. Row-level security: one's own."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    user_id = models.UUIDField()
    group = models.CharField(max_length=40)
    choice = models.CharField(max_length=10, choices=Choice.choices)

    objects: ClassVar[models.Manager["Preference"]] = models.Manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user_id", "group"], name="outbox_one_preference"),
        ]
