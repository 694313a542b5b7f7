"""Practices: what members write, how it moves, what reviewers say of it, and the copy that anybody reads."""

import uuid
from pathlib import Path
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base import clock, scope
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.models import Confidential, Open, Shared
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
    Searched,
    Step,
    WritingRow,
    columns,
)
from contratrata.ground.questions.public import load
from contratrata.ground.things.public import from_row

from . import hooks
from .notices import tell
from .states import PRACTICE, PracticeState

#: How many reviews of one text accept it, each of another organisation, one of them of another country.
REVIEWS = 2
#: Who may judge the practices of others.
REVIEWERS = (Role.COORDINATION, Role.NATIONAL_FOCAL_POINT, Role.FOCAL_POINT, Role.SUPERVISOR)
QUESTIONS = load(Path(__file__).with_name("practices.yaml"))
RUBRIC = load(Path(__file__).with_name("rubric.yaml"))
#: What everybody may read of why one is no longer published.
ENDS = (
    ("replaced", _l("Otra práctica la reemplaza.")),
    ("stopped", _l("Ya no se aplica.")),
    ("law", _l("Cambió la ley o el acuerdo en que se apoyaba.")),
    ("doubts", _l("Hay dudas sobre sus resultados o su seguridad.")),
    ("asked", _l("Lo pidió la organización que la escribió.")),
)
#: What a good practice is, as questions (domain, §10).
DEFINITION = ("tried", "identifies", "protects", "respects")
#: What is judged with a level and a reason.
CRITERIA = tuple(fact.name for fact in RUBRIC.section("criteria").facts if not fact.name.endswith("_why"))


@columns(QUESTIONS.facts)
class Practice(NounRow, Searched):
    """What a member writes."""

    country: str

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "country", "id"], name="practices_country"),
            models.Index(fields=["realm", "-changed_at", "id"], name="practices_changed"),
        ]


@columns(QUESTIONS.facts)
class Published(NounCopy, Searched):
    """The copy that anybody reads, with what its reviewers agreed on: the lower of what they said.

    `number`: that of its lasting address. `band`: of what it costs. `judged`: for each reviewer the country and the
    levels, in the order of the criteria. Reasons are not published.
    """

    name: Translated

    number = models.PositiveIntegerField(unique=True)
    band = models.CharField(max_length=40, blank=True)
    maturity = models.CharField(max_length=40, blank=True)
    evidence = models.CharField(max_length=40, blank=True)
    judged = models.JSONField(default=list)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["-published_at", "id"], name="practices_newest"),
            GinIndex(fields=["text_search"], name="practices_text"),
        ]


class Lasting(Open):
    """A practice that was published once: its number, which is its address for ever, and how it stands.

    `changed_at`: when it was last published or taken back. `gone_at`: since when nobody reads it, with `why`, a code of
    `ENDS` (empty: nothing is told). `silenced`: the languages that were taken back while it stays in the other.
    `turn`: the how-manieth of all these acts its last one was; they pass one after the other, so that the highest turn
    tells whether anything changed.
    What it said is not here: a practice that is gone leaves its name alone.
    """

    row_id = models.UUIDField(unique=True)
    number = models.PositiveIntegerField(unique=True)
    name = TranslatedField()
    area = ArrayField(models.CharField(max_length=40), blank=True, default=list)
    version = models.PositiveIntegerField()
    changed_at = models.DateTimeField(default=clock.now)
    gone_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=40, blank=True)
    turn = models.PositiveIntegerField(unique=True)
    silenced = ArrayField(models.CharField(max_length=10), blank=True, default=list)

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["changed_at", "id"], name="practices_stamp")]

    @property
    def code(self) -> str:
        """How it is called in addresses and where it is cited."""
        return code_of(self.number)


class SentText(Shared):
    """What a practice said when it was sent to be judged, fact by fact as its kind writes it: what is compared.

    The realm read it then; the organisation that wrote it may remove it, when what it took out again would hurt.
    """

    practice_id = models.UUIDField()
    version = models.PositiveIntegerField()
    texts = models.JSONField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["realm", "practice_id", "version"], name="practices_sent_once")
        ]


class Call(Shared):
    """The coordination asks an organisation to judge a version by a day; or that organisation says it will not.

    A log: the last row of an organisation counts. `due`: empty where it was declined. `conflict`: it declined because
    of a conflict of interest. `reminded_at`, of the row that asked: the worker reminded it.
    """

    practice_id = models.UUIDField()
    version = models.PositiveIntegerField()
    reviewer_id = models.UUIDField()
    due = models.DateField(null=True)
    conflict = models.BooleanField(default=False)
    reminded_at = models.DateTimeField(null=True)
    once = models.UUIDField(null=True, editable=False)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "practice_id", "version", "at"], name="practices_calls"),
            models.Index(fields=["realm", "reviewer_id", "due"], name="practices_owed"),
        ]


class PracticeMove(NounMove):
    """A move that happened."""

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["realm", "row_id", "number"], name="practices_practicemove_last")
        ]


@columns(RUBRIC.facts)
class Review(Confidential):
    """What one organisation says of a practice of another, in the version it read.

    Read by both and by the coordination; `country`: of the organisation that reviews.
    """

    maturity: str
    evidence: str

    practice_id = models.UUIDField()
    practice_version = models.PositiveIntegerField()
    author_organisation_id = models.UUIDField()
    country = models.CharField(max_length=3)
    once = models.UUIDField(null=True, editable=False)
    at = models.DateTimeField(default=clock.now)
    by_id = models.UUIDField(null=True, default=scope.user_id)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["organisation_id", "practice_id", "practice_version"], name="practices_review_one"
            )
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "practice_id", "at"], name="practices_reviews")
        ]


class Reply(Confidential):
    """What who wrote a practice answers to a review of it; read by both and by the coordination."""

    review_id = models.UUIDField()
    reviewer_organisation_id = models.UUIDField()
    words = models.TextField()
    once = models.UUIDField(null=True, editable=False)
    at = models.DateTimeField(default=clock.now)
    by_id = models.UUIDField(null=True, default=scope.user_id)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "review_id", "at"], name="practices_replies")
        ]


class CoEditor(CoEditorRow):
    """An organisation that writes a practice too; it judges nothing of it, also after `ended_at`."""


class Writing(WritingRow):
    """Who is typing in a practice."""


class DeadLink(Shared):
    """A link of a practice that did not answer, since when and how often; gone when it answers again."""

    practice_id = models.UUIDField()
    url = models.CharField(max_length=500)
    since = models.DateTimeField(default=clock.now)
    tries = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["organisation_id", "practice_id", "url"], name="practices_deadlink_one"
            )
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "practice_id"], name="practices_deadlinks")
        ]


def _described(values: Values) -> None:
    """Each picture says in words what it shows."""
    for name in ("picture", "picture_2"):
        if values.get(name) and not values.get(f"{name}_alt"):
            raise DomainError(_("Escriba qué muestra la imagen, para quien no la ve."), field=f"{name}_alt")


def code_of(number: int) -> str:
    """The code of a published practice by its number."""
    return f"bp-{number}"


def agreed(row: Practice) -> dict[str, Any]:
    """What the published copy says of the reviews of this version: the lower maturity and evidence, every level."""
    reviews = Review.objects.filter(
        practice_id=row.id, practice_version=row.version, verdict="accept"
    ).order_by("at")
    words = list(reviews)
    return {
        "maturity": min((one.maturity for one in words), default=""),
        "evidence": min((one.evidence for one in words), default=""),
        "judged": [
            {"country": one.country, "levels": [int(getattr(one, name)) for name in CRITERIA]}
            for one in words
        ],
    }


def _copied(row: Practice) -> dict[str, Any]:
    from .bands import band_of  # they read what is declared here
    from .lasting import opened

    cost = from_row((QUESTIONS.fact("cost"),), row)["cost"]
    return agreed(row) | {"number": opened(row).number, "band": band_of(cost)}


def _ended(row_id: uuid.UUID, why: str) -> None:
    from .lasting import ended  # it reads what is declared here

    ended(row_id, why)


def _moved(row: Any, move: NounMove) -> None:
    from .sent import store  # it reads what is declared here

    if move.verb == "submit":
        store(row)
    tell(row, move)
    hooks.moved(row, move)


def _beside(request: Request, row: Practice) -> dict[str, Any]:
    from .links import dead_links  # they read what is declared here
    from .reading import reviews_beside

    edits = PRACTICES.may_edit(request.scope, row)
    return {
        **reviews_beside(request, row),
        "edits": edits,
        "dead": dead_links(row) if edits else [],
        "pieces": hooks.pieces_for(request, row),
    }


def _judged_by(row: Any, organisation_id: uuid.UUID) -> str:
    """Why this organisation may not write it, if it judged it once."""
    if Review.objects.filter(practice_id=row.id, organisation_id=organisation_id).exists():
        return _("Esa organización ya la revisó: quien revisa no escribe.")
    return ""


MOVES = Moves(
    machine=PRACTICE,
    row=PracticeMove,
    states=PracticeState,
    born=PracticeState.DRAFT,
    accepted=PracticeState.ACCEPTED,
    frozen=frozenset({PracticeState.IN_REVIEW}),
    steps={
        "submit": Step(
            slug="enviar",
            words=_l("Enviar a revisión"),
            text=_l("La leerán dos organizaciones, una de otro país. Mientras tanto no se puede cambiar. "
                    "Revise que no nombre a ninguna persona ni diga dónde está un albergue."),
            done=_l("Se envió a revisión."),
        ),
        "recall": Step(
            slug="recuperar",
            words=_l("Recuperar para cambiarla"),
            text=_l("Vuelve a borrador. Lo que ya dijeron de ella se conserva."),
            done=_l("Es un borrador otra vez."),
        ),
    },
    said={"endorse": _l("Una organización propone publicarla")},
    tell=_moved,
)  # fmt: skip

PRACTICES = Noun(
    QUESTIONS, Practice, Published,
    app="practices",
    readers=tuple(Role),
    writers=(Role.COORDINATION, Role.NATIONAL_FOCAL_POINT, Role.FOCAL_POINT, Role.ORG_ADMIN, Role.SUPERVISOR),
    publishers=(Role.COORDINATION,),
    columns=("name", "country", "area"),
    filters=("area", "population", "country", "reach"),
    by=("country",),
    rules=(_described,),
    moves=MOVES,
    copied=_copied,
    ends=ENDS,
    ended=_ended,
    page="practices/row.html",
    beside=_beside,
    ways=((_l("Descargar el formulario en Word"), "word_blank"), (_l("Traer de Word"), "word_bring_new")),
    coedited=CoEdited(
        editors=CoEditor,
        writing=Writing,
        notices=("practice.coedit", "practice.coedit_ended"),
        lead=_l("Podrá cambiar lo que dice la práctica. Enviarla a revisión, quitarla e invitar a otras queda con "
                "la suya. Quien escribe ya no la revisa, tampoco después."),
        decides=_l("La envía a revisión %s."),
        refuses=_judged_by,
    ),
)  # fmt: skip
