"""Systematisations: what members write, its parts, who reads it before it is published, what comes of it afterwards."""

import datetime as dt
import uuid
from pathlib import Path
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base import clock, scope
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.models import Confidential, Open, Shared, Versioned
from contratrata.ground.base.request import Request
from contratrata.ground.base.translated import Translated, TranslatedField
from contratrata.ground.kinds.public import Values
from contratrata.ground.network.public import Role
from contratrata.ground.nouns.public import (
    CoEdited,
    CoEditorRow,
    Moves,
    Noun,
    NounCopy,
    NounMove,
    NounRow,
    Step,
    WritingRow,
    columns,
)
from contratrata.ground.questions.public import load
from contratrata.ground.vault.public import SealedField, SealedRow

from .states import FROZEN, SYSTEMATISATION, SystematisationState

QUESTIONS = load(Path(__file__).with_name("systematisations.yaml"))
TASK_QUESTIONS = load(Path(__file__).with_name("tasks.yaml"))
#: Whoever represents a member.
WRITERS = (Role.COORDINATION, Role.NATIONAL_FOCAL_POINT, Role.FOCAL_POINT, Role.ORG_ADMIN, Role.SUPERVISOR)
#: What everybody may read of why one is no longer published.
ENDS = (
    ("replaced", _l("Otra sistematización la reemplaza.")),
    ("wrong", _l("Decía algo que resultó no ser así.")),
    ("asked", _l("Lo pidió quien participó.")),
)


@columns(QUESTIONS.facts)
class Systematisation(NounRow):
    """What stands on its cover; its parts are rows of their own, so that several write at once."""

    name: Translated
    tie: str

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "sort", "id"], name="systematisations_sort"),
            models.Index(fields=["realm", "-changed_at", "id"], name="systematisations_changed"),
        ]


@columns(QUESTIONS.facts)
class Published(NounCopy):
    """The copy that anybody reads: the cover, every part as its facts write it, what is known of its event.

    `number`: that of its lasting address. `read`: how many were asked, validated, said something, and what of that was
    taken up; nobody by name. `gathered`: what was known of the event on the day of publishing, in both languages.
    """

    number = models.PositiveIntegerField(unique=True)
    parts = models.JSONField(default=list)
    gathered = models.JSONField(default=dict)
    read = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["-published_at", "id"], name="systematisations_newest")
        ]


class Lasting(Open):
    """One that was published once: its number, which is its address for ever, and whether it is gone, with why."""

    row_id = models.UUIDField(unique=True)
    number = models.PositiveIntegerField(unique=True)
    name = TranslatedField()
    gone_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=40, blank=True)


class SystematisationMove(NounMove):
    """A move that happened."""

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["realm", "row_id", "number"], name="systematisations_systematisationmove_last"
            )
        ]


class Part(Shared, Versioned):
    """A lesson, a recommendation …: its kind, its place among those of its kind, its facts as these write them.

    Of the organisation that began the systematisation, whoever of its editors wrote it.
    """

    systematisation_id = models.UUIDField()
    kind = models.CharField(max_length=20)
    place = models.PositiveIntegerField()
    texts = models.JSONField(default=dict)
    changed_at = models.DateTimeField(default=clock.now)
    once = models.UUIDField(null=True, editable=False)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["realm", "systematisation_id", "kind", "place", "id"], name="systematisations_parts"
            )
        ]


class EarlierText(Confidential):
    """What a part said in a `version` until somebody changed it (`until`, `by_id`).

    Of the organisation that began the systematisation, and read by those alone that write it: what was taken out again
    may have been a mistake that hurts.
    """

    systematisation_id = models.UUIDField()
    part_id = models.UUIDField()
    version = models.PositiveIntegerField()
    texts = models.JSONField(default=dict)
    until = models.DateTimeField(default=clock.now)
    by_id = models.UUIDField(null=True, default=scope.user_id)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["organisation_id", "part_id", "version"], name="systematisations_earlier_one"
            )
        ]


class Editor(CoEditorRow):
    """Another organisation that writes it too."""


class Typing(WritingRow):
    """Who is typing in which page of it."""


class Round(Shared):
    """A reading by those who took part, until a day. `ended_at`: another one followed. `numbers`: what came of it,
    once it is validated: who took part is a number from then on."""

    systematisation_id = models.UUIDField()
    until = models.DateField()
    numbers = models.JSONField(default=dict)
    at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["realm", "systematisation_id"],
                condition=models.Q(ended_at__isnull=True),
                name="systematisations_round_one",
            )
        ]


class Reader(Confidential):
    """One who may read a draft by a link of her own, which stands here as its hash alone; who she is, does not.

    `mark`: keyed, of her address, so that the same address written twice is one reader.
    """

    round_id = models.UUIDField()
    token_hash = models.BinaryField()
    mark = models.UUIDField()
    validated_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["organisation_id", "token_hash"], name="systematisations_reader_link"),
            models.UniqueConstraint(fields=["organisation_id", "round_id", "mark"], name="systematisations_reader_one"),
        ]  # fmt: skip


class Comment(Confidential, Versioned, SealedRow):
    """What a reader said of a draft, or of one of its parts, sealed for the organisation that began it; by nobody.

    `taken`: whether it was taken up, once it is answered.
    """

    round_id = models.UUIDField()
    systematisation_id = models.UUIDField()
    part_id = models.UUIDField(null=True)
    words = SealedField()
    answer = SealedField()
    taken = models.BooleanField(null=True)
    once = models.UUIDField(null=True, editable=False)
    at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["organisation_id", "systematisation_id", "at", "id"], name="systematisations_comments"
            )
        ]


class Outcome(Shared):
    """What publishing made of a part, once: a draft of the catalogue, a task, a message."""

    systematisation_id = models.UUIDField()
    part_id = models.UUIDField()
    kind = models.CharField(max_length=20)
    thing_id = models.UUIDField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["realm", "part_id"], name="systematisations_outcome_one")
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "systematisation_id"], name="systematisations_outcomes"),
            models.Index(fields=["realm", "thing_id"], name="systematisations_thing"),
        ]


@columns(TASK_QUESTIONS.facts)
class Task(NounRow):
    """A recommendation that an organisation follows up. `begun_on`: since when; `asked`: after how many months it was
    asked last how it goes, and when."""

    due: dt.date | None

    begun_on = models.DateField(default=clock.today)
    asked = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "state", "id"], name="systematisations_task_state"),
            models.Index(fields=["realm", "-changed_at", "id"], name="systematisations_task_changed"),
            models.Index(fields=["organisation_id", "state", "begun_on"], name="systematisations_task_due"),
        ]


def _copied(row: Systematisation) -> dict[str, Any]:
    from .published import copied  # it reads what is declared here

    return copied(row)


def _ended(row_id: uuid.UUID, why: str) -> None:
    from .published import ended  # the same

    ended(row_id, why)


def _moved(row: Any, move: NounMove) -> None:
    from .outcomes import moved  # the same

    moved(row, move)


def _followed(act: str, row: Systematisation) -> None:
    from .outcomes import pass_on  # the same

    if act == "published":
        pass_on(row)
    elif act == "removed":
        for model in (EarlierText, Part):
            model._default_manager.filter(
                organisation_id=row.organisation_id, systematisation_id=row.id
            ).delete()


def _beside(request: Request, row: Systematisation) -> dict[str, Any]:
    from .beside import beside  # the same

    return beside(request, row)


def _with_reason(values: Values) -> None:
    """What is dropped says why."""
    if values.get("state") == "dropped" and not values.get("words"):
        raise DomainError(_("Escriba por qué se deja."), field="words")


MOVES = Moves(
    machine=SYSTEMATISATION,
    row=SystematisationMove,
    states=SystematisationState,
    born=SystematisationState.DRAFT,
    accepted=SystematisationState.VALIDATED,
    frozen=FROZEN,
    steps={
        "collect": Step(
            slug="recoger",
            words=_l("Recoger lo que dijeron"),
            text=_l("Sus enlaces dejan de recibir respuestas. Luego atienda cada observación."),
            done=_l("Ya puede atender lo que dijeron."),
        ),
        "recall": Step(
            slug="recuperar",
            words=_l("Volver a borrador"),
            text=_l("Se puede cambiar otra vez. Para publicarla habrá que enviarla de nuevo a quienes participaron."),
            done=_l("Es un borrador otra vez."),
        ),
    },
    tell=_moved,
)  # fmt: skip

COEDITED = CoEdited(
    editors=Editor,
    writing=Typing,
    notices=("systematisation.edits", "systematisation.edits_ended"),
    lead=_l(
        "Podrá escribir y cambiar sus partes. Enviarla a quienes participaron y validarla queda con la suya."
    ),
    decides=_l("%s la envía a quienes participaron."),
)
SYSTEMATISATIONS = Noun(
    QUESTIONS, Systematisation, Published,
    app="systematisations",
    readers=tuple(Role),
    writers=WRITERS,
    publishers=(Role.COORDINATION,),
    columns=("name", "sort", "period"),
    filters=("sort",),
    by=("sort",),
    moves=MOVES,
    copied=_copied,
    followed=_followed,
    ends=ENDS,
    ended=_ended,
    page="systematisations/row.html",
    beside=_beside,
    coedited=COEDITED,
)  # fmt: skip
TASKS: Noun[Task, Any] = Noun(
    TASK_QUESTIONS, Task, None,
    app="recommendation_tasks",
    readers=tuple(Role),
    writers=WRITERS,
    columns=("action", "whom", "due", "state"),
    filters=("state",),
    by=("state",),
    named_by="action",
    rules=(_with_reason,),
)  # fmt: skip
