"""Practices: what members write, how it moves, what reviewers say of it, and the copy that anybody reads."""

from pathlib import Path
from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base import clock, scope
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.models import Confidential, Shared
from contratrata.ground.base.request import Request
from contratrata.ground.kinds.public import Values
from contratrata.ground.network.public import Role
from contratrata.ground.nouns.public import Moves, Noun, NounCopy, NounMove, NounRow, Searched, Step, columns
from contratrata.ground.questions.public import load

from . import hooks
from .notices import tell
from .states import PRACTICE, PracticeState

#: How many reviews of one text accept it, each of another organisation, one of them of another country.
REVIEWS = 2
#: Who may judge the practices of others.
REVIEWERS = (Role.COORDINATION, Role.NATIONAL_FOCAL_POINT, Role.FOCAL_POINT, Role.SUPERVISOR)
QUESTIONS = load(Path(__file__).with_name("practices.yaml"))
RUBRIC = load(Path(__file__).with_name("rubric.yaml"))
#: What is judged with a level and a reason.
CRITERIA = tuple(fact.name for fact in RUBRIC.section("criteria").facts if not fact.name.endswith("_why"))


@columns(QUESTIONS.facts)
class Practice(NounRow, Searched):
    """What a member writes."""

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "country", "id"], name="practices_country"),
            models.Index(fields=["realm", "-changed_at", "id"], name="practices_changed"),
        ]


@columns(QUESTIONS.facts)
class Published(NounCopy, Searched):
    """The copy that anybody reads, with what its reviewers agreed on: the lower of what they said.

    `judged`: for each reviewer the country and the levels, in the order of the criteria. Reasons are not published.
    """

    maturity = models.CharField(max_length=40, blank=True)
    evidence = models.CharField(max_length=40, blank=True)
    judged = models.JSONField(default=list)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["-published_at", "id"], name="practices_newest"),
            GinIndex(fields=["stems"], name="practices_stems"),
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


class CoEditor(Shared):
    """An organisation that writes a practice too, as the one that began it asked (`organisation_id`).

    It may change what the practice says; it sends nothing to review and judges nothing of it, also after `ended_at`.
    """

    practice_id = models.UUIDField()
    editor_organisation_id = models.UUIDField()
    once = models.UUIDField(null=True, editable=False)
    at = models.DateTimeField(default=clock.now)
    by_id = models.UUIDField(null=True, default=scope.user_id)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["realm", "practice_id", "editor_organisation_id"],
                condition=models.Q(ended_at__isnull=True),
                name="practices_coeditor_one",
            )
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "practice_id", "at"], name="practices_coeditors")
        ]


class Writing(Confidential):
    """Who typed last in a practice, and when: read by the organisations that write it, and old after two minutes."""

    practice_id = models.UUIDField()
    user_id = models.UUIDField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["organisation_id", "practice_id", "user_id"], name="practices_writing_one"
            )
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "practice_id", "-at"], name="practices_writing_now")
        ]


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


def agreed(row: Practice) -> dict[str, Any]:
    """What the published copy says of the reviews of this version: the lower maturity and evidence, every level."""
    reviews = Review.objects.filter(
        practice_id=row.id, practice_version=row.version, verdict="accept"
    ).order_by("at")
    said = list(reviews)
    return {
        "maturity": min((one.maturity for one in said), default=""),  # type: ignore[attr-defined]
        "evidence": min((one.evidence for one in said), default=""),  # type: ignore[attr-defined]
        "judged": [
            {"country": one.country, "levels": [int(getattr(one, name)) for name in CRITERIA]} for one in said
        ],
    }


def _tell(row: Practice, move: NounMove) -> None:
    tell(row, move)
    hooks.moved(row, move)


def _beside(request: Request, row: Practice) -> dict[str, Any]:
    from .coediting import authors_beside
    from .reading import reviews_beside  # they read what is declared here

    return {
        **reviews_beside(request, row),
        **authors_beside(request, row),
        "pieces": hooks.pieces_for(request, row),
    }


def _writing(request: Request, row: Practice) -> str:
    from .writing import writing_now  # the same

    return writing_now(row.id)


def coedits(acting: scope.Scope, row: NounRow) -> bool:
    """Whether the acting organisation writes this practice of another one too."""
    if acting.organisation_id is None:
        return False
    found = CoEditor.objects.filter(realm=row.realm, practice_id=row.id, ended_at=None)
    return found.filter(
        organisation_id=row.organisation_id, editor_organisation_id=acting.organisation_id
    ).exists()


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
    tell=_tell,
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
    copied=agreed,
    page="practices/row.html",
    beside=_beside,
    ways=((_l("Descargar el formulario en Word"), "word_blank"), (_l("Traer de Word"), "word_bring_new")),
    coedits=coedits,
    writing=_writing,
)  # fmt: skip
