"""What is written, agreed, asked and answered in a session: read by the organisation that holds the event alone."""

import uuid
from pathlib import Path
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base import clock
from contratrata.ground.base.models import Confidential, Versioned
from contratrata.ground.nouns.public import columns
from contratrata.ground.questions.public import load
from contratrata.ground.vault.public import SealedField, SealedRow

_HERE = Path(__file__).parent
AGREEMENT, WISH, POLL = (load(_HERE / f"{name}.yaml") for name in ("agreement", "wish", "poll"))


class InSession(Confidential):
    """A row of one session of an event."""

    event_id = models.UUIDField()
    session_id = models.UUIDField()

    class Meta:
        abstract = True


class Notebook(InSession):
    """What a table writes, as a whole. `turn`: of the rapporteur's link; a new turn shuts the former link.

    `handed_at`: the rapporteur says that it is whole. `shared_at`: since when who took part reads it.
    """

    turn = models.PositiveIntegerField(default=1)
    handed_at = models.DateTimeField(null=True)
    shared_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["organisation_id", "session_id"], name="live_notebook_one")
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation_id", "event_id", "id"], name="live_notebooks")
        ]


class Note(InSession, SealedRow):
    """What a table writes on one of its guiding questions (`number`, from 1; 0: everything else).

    `question`: as it was asked then. `version` counts what was kept; `writer`: the page that wrote last, no person.
    """

    number = models.PositiveSmallIntegerField()
    question = models.TextField(blank=True)
    words = SealedField()
    version = models.PositiveIntegerField(default=0)
    writer = models.UUIDField(null=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["organisation_id", "session_id", "number"], name="live_note_one")
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation_id", "event_id", "session_id", "number"], name="live_notes")
        ]


class Parallel(InSession, SealedRow):
    """What another page wrote over an older version of a note: kept beside it, whatever becomes of it.

    `settled_at`: somebody read both and said what stands.
    """

    note_id = models.UUIDField()
    words = SealedField()
    writer = models.UUIDField()
    at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["organisation_id", "note_id", "writer"],
                condition=models.Q(settled_at=None),
                name="live_parallel_one",
            )
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation_id", "event_id", "session_id", "id"], name="live_parallels")
        ]


@columns(AGREEMENT.facts)
class Agreement(InSession, Versioned):
    """What a table agrees on; it names institutions, no person."""

    words: str
    who: str
    how: str

    at = models.DateTimeField(default=clock.now)
    once = models.UUIDField(null=True, editable=False)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation_id", "event_id", "session_id", "at"], name="live_agreements")
        ]


@columns(WISH.facts)
class Wish(InSession):
    """A practice that a country would adopt, as a table says. `proposal_id`: since it was proposed to that country."""

    practice: str
    country: str
    conditions: str

    proposal_id = models.UUIDField(null=True)
    at = models.DateTimeField(default=clock.now)
    once = models.UUIDField(null=True, editable=False)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation_id", "event_id", "session_id", "at"], name="live_wishes")
        ]

    @property
    def practice_id(self) -> uuid.UUID:
        """The practice it is tied to."""
        return uuid.UUID(self.practice.split(":")[1])


class AskedState(models.TextChoices):
    """What became of a question from the room."""

    WAITING = "waiting", _l("por dejar pasar")
    SHOWN = "shown", _l("a la vista")
    ANSWERED = "answered", _l("respondida")
    HIDDEN = "hidden", _l("no se muestra")


class RoomQuestion(InSession, SealedRow, Versioned):
    """What somebody in a session asks; nothing says who. Shown after who moderates lets it through."""

    words = SealedField()
    state = models.CharField(max_length=10, choices=AskedState.choices, default=AskedState.WAITING)
    votes = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=clock.now)
    once = models.UUIDField(null=True, editable=False)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["organisation_id", "session_id", "-votes", "at", "id"], name="live_questions"
            )
        ]


class PollState(models.TextChoices):
    """A poll is prepared, then answered, then read; it does not open again."""

    READY = "ready", _l("preparado")
    OPEN = "open", _l("abierto")
    CLOSED = "closed", _l("cerrado")


@columns(POLL.facts)
class Poll(InSession, Versioned):
    """What is asked of everybody in a session. `answers`: how many came; how many each option has says `Tally`."""

    question: str
    sort: str
    options: list[str]

    state = models.CharField(max_length=10, choices=PollState.choices, default=PollState.READY)
    answers = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=clock.now)
    once = models.UUIDField(null=True, editable=False)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation_id", "session_id", "at", "id"], name="live_polls")
        ]


class Tally(InSession):
    """How many chose an option of a poll, or wrote a word. `is_shown`: who moderates lets the word be seen."""

    poll_id = models.UUIDField()
    option = models.CharField(max_length=200)
    number = models.PositiveIntegerField(default=0)
    is_shown = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["organisation_id", "poll_id", "option"], name="live_tally_one")
        ]


class Mark(InSession):
    """That a seat has voted for a question or answered a poll (`of_id`), so that it does so once; not what it said.

    `seat`: a keyed code of both, another one for each thing. Those of a poll go when it is closed, the others when the
    room is shut.
    """

    of_id = models.UUIDField()
    seat = models.UUIDField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["organisation_id", "of_id", "seat"], name="live_mark_one")
        ]
