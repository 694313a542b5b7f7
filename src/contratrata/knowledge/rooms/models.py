"""Meeting servers of an organisation and the rooms of its sessions; read by the organisation that plans them alone."""

import secrets
from typing import Any, ClassVar

from django.db import models

from contratrata.ground.base import clock
from contratrata.ground.base.ids import ALPHABET
from contratrata.ground.base.models import Confidential, Versioned
from contratrata.ground.vault.public import SealedField, SealedRow

from .states import SERVED, Kind


def new_name() -> str:
    """The name of a room on its server: nobody guesses it, and it says nothing of the event."""
    return "".join(secrets.choice(ALPHABET.lower()) for _letter in range(20))


class Server(Confidential, Versioned, SealedRow):
    """A meeting server; the secret it shares with the organisation is sealed by the key of the organisation.

    `address`: of Jitsi where its rooms begin, of BigBlueButton what its API stands under. `app_id`, `audience`: who
    signs for Jitsi, and for whom.
    """

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=SERVED)
    address = models.CharField(max_length=300)
    app_id = models.CharField(max_length=120, blank=True)
    audience = models.CharField(max_length=120, blank=True)
    secret = SealedField()
    at = models.DateTimeField(default=clock.now)
    once = models.UUIDField(null=True, editable=False)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation_id", "name", "id"], name="rooms_servers"),
            models.Index(fields=["organisation_id", "once"], name="rooms_server_once"),
        ]


class OnlineRoom(Confidential, Versioned, SealedRow):
    """The room of a session: `name` on its server, or a link that was pasted (`host_link`: for who moderates).

    `opened_at`: when somebody who moderates opened it last, where a server wants that.
    """

    event_id = models.UUIDField()
    session_id = models.UUIDField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    server = models.ForeignKey(
        Server, null=True, on_delete=models.PROTECT, related_name="rooms", db_index=False
    )
    name = models.CharField(max_length=40, default=new_name)
    link = SealedField()
    host_link = SealedField()
    opened_at = models.DateTimeField(null=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["organisation_id", "session_id"], name="rooms_one_a_session")
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation_id", "event_id", "id"], name="rooms_of_event"),
            models.Index(fields=["organisation_id", "server", "id"], name="rooms_of_server"),
        ]


class HostTold(Confidential):
    """Somebody with a part in an event was mailed her link to moderate with."""

    event_id = models.UUIDField()
    speaker_id = models.UUIDField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["organisation_id", "event_id", "speaker_id"], name="rooms_host_told_once"
            )
        ]
