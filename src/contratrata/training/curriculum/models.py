"""Themes, competences, courses and units: each written by any member, read by the realm."""

from pathlib import Path
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base import clock, scope
from contratrata.ground.base.models import Shared
from contratrata.ground.base.request import Request
from contratrata.ground.base.translated import Translated
from contratrata.ground.network.public import Role
from contratrata.ground.nouns.public import Family, Noun, NounRow, columns
from contratrata.ground.questions.public import load

from .office import written_by_office

_HERE = Path(__file__).parent
THEME_QUESTIONS = load(_HERE / "themes.yaml")
COMPETENCE_QUESTIONS = load(_HERE / "competences.yaml")
COURSE_QUESTIONS = load(_HERE / "courses.yaml")
UNIT_QUESTIONS = load(_HERE / "units.yaml")
#: Nouns of the programme stand beside each other, after the plan and what is uncovered.
FAMILY = Family(
    _l("Formación"),
    (
        (_l("Plan"), "plan:home"),
        (_l("Facilitación"), "facilitations:list"),
        (_l("Aportes"), "contributions:list"),
        (_l("Qué falta cubrir"), "curriculum:matrix"),
        (_l("Cursos"), "courses:list"),
        (_l("Temas"), "themes:list"),
        (_l("Versiones"), "curriculum:editions"),
    ),
)
#: Whoever represents a member proposes; what the office of the programme writes is the programme.
WRITERS = (Role.COORDINATION, Role.NATIONAL_FOCAL_POINT, Role.FOCAL_POINT, Role.ORG_ADMIN, Role.SUPERVISOR)


@columns(THEME_QUESTIONS.facts)
class Theme(NounRow):
    """What the training is about."""

    name: Translated
    number: int
    areas: list[str]

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "number", "id"], name="curriculum_theme_number"),
            models.Index(fields=["realm", "-changed_at", "id"], name="curriculum_theme_changed"),
        ]


@columns(COMPETENCE_QUESTIONS.facts)
class Competence(NounRow):
    """What a role has to be able to do with a theme, in an area."""

    name: Translated
    theme: str
    areas: list[str]
    roles: list[str]
    level: str

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "theme", "id"], name="curriculum_competence_theme"),
            models.Index(fields=["realm", "-changed_at", "id"], name="curriculum_competence_changed"),
        ]


@columns(COURSE_QUESTIONS.facts)
class Course(NounRow):
    """What is given to whom, at which level.

    `by_office`: written by the office of the programme: given by it; any other is a proposal.
    """

    name: Translated
    roles: list[str]
    level: str

    by_office = models.BooleanField(default=written_by_office, editable=False)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "level", "id"], name="curriculum_course_level"),
            models.Index(fields=["realm", "-changed_at", "id"], name="curriculum_course_changed"),
        ]


@columns(UNIT_QUESTIONS.facts)
class Unit(NounRow):
    """A part of a course; it counts where the organisation of the course wrote it."""

    name: Translated
    course: str
    number: int
    theme: str
    areas: list[str]
    hours: int

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "course", "number", "id"], name="curriculum_unit_course"),
            models.Index(fields=["realm", "-changed_at", "id"], name="curriculum_unit_changed"),
        ]


class Edition(Shared):
    """The curriculum as the office closed it: `content` by noun, by id, by fact (`editions.py`); never changed."""

    number = models.PositiveIntegerField()
    content = models.JSONField(default=dict)
    words = models.TextField()
    at = models.DateTimeField(default=clock.now)
    by_id = models.UUIDField(null=True, default=scope.user_id, editable=False)
    once = models.UUIDField(null=True, editable=False)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["realm", "number"], name="curriculum_edition_number")
        ]


def _theme_beside(request: Request, row: Theme) -> dict[str, Any]:
    from .reading import theme_beside  # it reads what is declared here

    return theme_beside(request, row)


def _course_beside(request: Request, row: Course) -> dict[str, Any]:
    from .reading import course_beside  # the same

    return course_beside(request, row)


THEMES: Noun[Theme, Any] = Noun(
    THEME_QUESTIONS, Theme, None,
    app="themes", family=FAMILY,
    readers=tuple(Role), writers=WRITERS,
    columns=("number", "name", "areas"), filters=("areas",), by=("number",),
    page="curriculum/theme.html", beside=_theme_beside,
)  # fmt: skip
COMPETENCES: Noun[Competence, Any] = Noun(
    COMPETENCE_QUESTIONS, Competence, None,
    app="competences", family=FAMILY,
    readers=tuple(Role), writers=WRITERS,
    columns=("name", "theme", "areas", "roles", "level"), filters=("theme", "areas", "roles", "level"),
    by=("theme",),
)  # fmt: skip
COURSES: Noun[Course, Any] = Noun(
    COURSE_QUESTIONS, Course, None,
    app="courses", family=FAMILY,
    readers=tuple(Role), writers=WRITERS,
    columns=("name", "roles", "level"), filters=("roles", "level"), by=("level",),
    page="curriculum/course.html", beside=_course_beside,
)  # fmt: skip
UNITS: Noun[Unit, Any] = Noun(
    UNIT_QUESTIONS, Unit, None,
    app="units", family=FAMILY,
    readers=tuple(Role), writers=WRITERS,
    columns=("course", "number", "name", "theme", "areas", "hours", "form"), filters=("course", "theme", "areas"),
    by=("course", "number"),
)  # fmt: skip
