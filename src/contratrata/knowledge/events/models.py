"""Events and what belongs to them: what an organisation plans, and the copies that anybody reads."""

import datetime as dt
import hashlib
import uuid
from pathlib import Path
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base import clock
from contratrata.ground.base.ids import ALPHABET
from contratrata.ground.base.models import Confidential, Open, Shared, Versioned
from contratrata.ground.base.translated import Translated, TranslatedField
from contratrata.ground.kinds.public import Choice, Choices, Fact
from contratrata.ground.network.public import Role
from contratrata.ground.nouns.public import Noun, NounCopy, NounRow, columns
from contratrata.ground.questions.public import load
from contratrata.ground.things.public import from_row
from contratrata.ground.vault.public import SealedField, SealedRow

from . import zones  # noqa: F401  (a kind of answer)
from .rules import in_order
from .words import ROLES

_HERE = Path(__file__).parent
QUESTIONS = load(_HERE / "events.yaml")
SESSION, ROOM = load(_HERE / "session.yaml"), load(_HERE / "room.yaml")
SPEAKER, MATERIAL = load(_HERE / "speaker.yaml"), load(_HERE / "material.yaml")
#: Whoever represents a member.
ORGANISERS = (
    Role.COORDINATION,
    Role.NATIONAL_FOCAL_POINT,
    Role.FOCAL_POINT,
    Role.ORG_ADMIN,
    Role.SUPERVISOR,
)
#: What is chosen among the rows of the same event; its forms offer them (`parts.facts_of`).
SESSION_CHOSEN = (
    Fact(name="room", kind=Choice((), opens=True), label=ROOM.words["chosen"]),
    *(Fact(name=role, kind=Choices(), label=words) for role, words in ROLES.items()),
)
ROOM_CHOSEN = (Fact(name="companion", kind=Choice((), opens=True), label=ROOM.words["companion"]),)
MATERIAL_CHOSEN = (
    Fact(name="session", kind=Choice((), opens=True), label=MATERIAL.words["session"]),
    Fact(name="speaker", kind=Choice((), opens=True), label=MATERIAL.words["speaker"]),
)
#: What is hers is sealed together; the rest stands in columns.
SEALED = tuple(fact for fact in SPEAKER.facts if fact.sealed)
SPEAKER_PLAIN = tuple(fact for fact in SPEAKER.facts if not fact.sealed)


@columns(QUESTIONS.facts)
class Event(NounRow):
    """What an organisation plans. Whatever belongs to it counts as an edit of it, so that its version says all.

    `cancelled_at`, `cancelled_why`: it will not be held.
    """

    name: Translated
    zone: str
    starts_on: dt.date

    cancelled_at = models.DateTimeField(null=True)
    cancelled_why = TranslatedField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "-starts_on", "id"], name="events_by_day"),
            models.Index(fields=["realm", "-changed_at", "id"], name="events_changed"),
        ]


@columns(QUESTIONS.facts)
class Published(NounCopy):
    """The copy that anybody reads. `code`: its address; `begins`, `ends`: the moments of its first and last session.

    `organiser`: the organisation by its name. `rooms`: name, place, country and whether somebody is there to help.
    `changes`: what changed in the programme since it was published first, version by version (`changes.py`).
    """

    name: Translated

    code = models.CharField(max_length=12, unique=True)
    organiser = models.CharField(max_length=200)
    programme = models.PositiveIntegerField(default=1)
    begins = models.DateTimeField()
    ends = models.DateTimeField()
    rooms = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_why = TranslatedField()

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["ends", "id"], name="events_open_ends")]


class Part(Shared, Versioned):
    """What belongs to an event; the realm reads it, so that it names nobody."""

    event_id = models.UUIDField()
    position = models.PositiveIntegerField(default=0)
    once = models.UUIDField(null=True, editable=False)

    class Meta:
        abstract = True


@columns((*SESSION.facts, *SESSION_CHOSEN))
class Session(Part):
    """A session. `begins`: the moment of its `day` and `starts` in its zone; unknown while they are.

    Those who take part are ids of `Speaker`, as text, role by role; `room` is the id of a `Room`.
    """

    title: Translated
    sort: str
    zone: str
    minutes: int | None

    begins = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "event_id", "position", "id"], name="events_sessions"),
            models.Index(fields=["realm", "begins", "id"], name="events_session_times"),
        ]

    @property
    def until(self) -> dt.datetime | None:
        """When it ends; unknown while its time is."""
        return self.begins + dt.timedelta(minutes=self.minutes or 0) if self.begins else None

    def people(self) -> set[str]:
        """The ids of all who take part."""
        return {one for role in ROLES for one in getattr(self, role)}


@columns((*ROOM.facts, *ROOM_CHOSEN))
class Room(Part):
    """A room where people are together. `companion`: the id of the `Speaker` who is there to help."""

    name: str

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "event_id", "position", "id"], name="events_rooms")
        ]


@columns((*MATERIAL.facts, *MATERIAL_CHOSEN))
class Material(Part):
    """What is handed out, of a session or of the whole event; `speaker`: whose it is."""

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "event_id", "position", "id"], name="events_materials")
        ]


@columns(SPEAKER_PLAIN)
class Speaker(Confidential, Versioned, SealedRow):
    """A person with a part in an event; read by the organisation that plans it alone.

    `words`: her sealed facts, as JSON of texts. What anybody reads of her stands in the copies, by her yes.
    """

    event_id = models.UUIDField()
    position = models.PositiveIntegerField(default=0)
    once = models.UUIDField(null=True, editable=False)
    words = SealedField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation_id", "event_id", "position", "id"], name="events_speakers"),
            models.Index(fields=["organisation_id", "user_id"], name="events_speaker_user"),
        ]


@columns(SESSION.facts)
class OpenSession(Open):
    """A session as it was published. `people`: those who agreed, in the order of the roles (`publishing.people_of`)."""

    title: Translated
    zone: str
    minutes: int | None

    event_id = models.UUIDField()
    session_id = models.UUIDField(unique=True)
    position = models.PositiveIntegerField()
    begins = models.DateTimeField(null=True)
    room = models.CharField(max_length=120, blank=True)
    people = models.JSONField(default=list)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["event_id", "position"], name="events_open_sessions"),
            models.Index(fields=["begins", "id"], name="events_open_times"),
        ]


@columns(MATERIAL.facts)
class OpenMaterial(Open):
    """A material that anybody may see, of a published event or of one of its sessions."""

    event_id = models.UUIDField()
    material_id = models.UUIDField(unique=True)
    session_id = models.UUIDField(null=True)
    position = models.PositiveIntegerField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["event_id", "position"], name="events_open_materials")
        ]

    @property
    def file(self) -> Any:
        """Its file, if it has one."""
        return from_row((MATERIAL.fact("document"),), self)["document"]


class ProgrammeVersion(Shared):
    """A programme as it was published, without names (`changes.snapshot`), and what changed since the one before."""

    event_id = models.UUIDField()
    number = models.PositiveIntegerField()
    programme = models.JSONField()
    changes = models.JSONField(default=list)
    at = models.DateTimeField(default=clock.now)
    by_id = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["realm", "event_id", "number"], name="events_programme_one")
        ]


def code_of(event_id: uuid.UUID) -> str:
    """The code of an event in its public address: the same for ever, told from its id."""
    number = int.from_bytes(hashlib.sha256(event_id.bytes).digest()[:8])
    letters = []
    for _letter in range(8):
        number, digit = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[digit])
    return f"ev-{''.join(letters).lower()}"


def _copied(row: Event) -> dict[str, Any]:
    from .publishing import copied  # it reads what is declared here

    return copied(row)


def _followed(act: str, row: Event) -> None:
    from .parts import followed  # the same

    followed(act, row)


def _ended(row_id: uuid.UUID, _why: str) -> None:
    from .publishing import ended  # the same

    ended(row_id)


def _beside(request: Any, row: Event) -> dict[str, Any]:
    from .plan import beside  # the same

    return beside(request, row)


EVENTS = Noun(
    QUESTIONS, Event, Published,
    app="events",
    readers=tuple(Role),
    writers=ORGANISERS,
    publishers=(Role.COORDINATION,),
    publishes_own=True,
    columns=("name", "kind", "starts_on", "mode", "country"),
    filters=("kind", "mode", "country"),
    by=("-starts_on",),
    rules=(in_order,),
    copied=_copied,
    followed=_followed,
    ended=_ended,
    page="events/row.html",
    ways=((_l("Calendario de eventos"), "calendar"),),
    beside=_beside,
)  # fmt: skip
