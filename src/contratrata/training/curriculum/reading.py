"""What stands on the pages of a theme and of a course, and what may be tied to."""

import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from contratrata.ground.base.request import Request
from contratrata.ground.base.scope import current
from contratrata.ground.nouns.public import Noun, ties
from contratrata.ground.things.public import from_row

from .coverage import covered
from .models import (
    COMPETENCES,
    COURSE_QUESTIONS,
    COURSES,
    THEME_QUESTIONS,
    THEMES,
    UNIT_QUESTIONS,
    UNITS,
    Course,
    Theme,
)

THEME, COURSE = "theme", "course"


def offered(noun: Noun[Any, Any]) -> Callable[[], Iterable[tuple[uuid.UUID, str]]]:
    """Every row of a noun that who acts reads, the newest first: within the programme nothing has to be published."""

    def every() -> list[tuple[uuid.UUID, str]]:
        scope = current()
        if scope is None:
            return []
        rows = noun.visible_to(scope)
        return [(row.id, noun.title(row)) for row in rows.order_by("-changed_at", "id")[: ties.MOST_OFFERED]]

    return every


def _no_page(_row_id: uuid.UUID, _language: str) -> str:
    return ""


ties.declare(ties.Tieable(THEME, THEME_QUESTIONS.words["tied"].lazily(), offered(THEMES), _no_page))
ties.declare(ties.Tieable(COURSE, COURSE_QUESTIONS.words["tied"].lazily(), offered(COURSES), _no_page))


def theme_beside(request: Request, row: Theme) -> dict[str, Any]:
    """What has to be learnt of a theme, and which courses teach it."""
    rows = COMPETENCES.visible_to(request.scope).filter(theme__startswith=ties.key_of(THEME, row.id))
    lines = [
        (COMPETENCES.title(one.row), COMPETENCES.url("row", one.row), ", ".join(one.courses))
        for one in covered(request.scope, rows.order_by("level", "id")[: ties.MOST_OFFERED])
    ]
    return {
        "competences": lines,
        "tabs": THEMES.family.tabs(request.scope, "themes:list"),
        "new_url": _beginning(COMPETENCES, request, THEME, row.id),
        "matrix_url": reverse("curriculum:matrix"),
    }


def course_beside(request: Request, row: Course) -> dict[str, Any]:
    """The units of a course in their order, those that others propose apart, and how many hours they take."""
    units = list(
        UNITS.visible_to(request.scope)
        .filter(course__startswith=ties.key_of(COURSE, row.id))
        .order_by("number", "id")[: ties.MOST_OFFERED]
    )
    lines = [_unit(one) for one in units if one.organisation_id == row.organisation_id]
    return {
        "units": lines,
        "proposed": [_unit(one) for one in units if one.organisation_id != row.organisation_id],
        "hours": sum(one.hours for one in units if one.organisation_id == row.organisation_id),
        "tabs": COURSES.family.tabs(request.scope, "courses:list"),
        "new_url": _beginning(UNITS, request, COURSE, row.id),
        "standing": _("Curso del programa") if row.by_office else _("Propuesta: todavía no es del programa"),
    }


def _unit(row: Any) -> tuple[str, str, str]:
    values = from_row(UNIT_QUESTIONS.facts, row)
    words = [UNIT_QUESTIONS.fact(name).words(values[name]) for name in ("areas", "form")]
    hours = _("%(n)s h") % {"n": row.hours}
    return (
        f"{row.number}. {UNITS.title(row)}",
        UNITS.url("row", row),
        " · ".join((ties.title_in(row.theme), *words, hours)),
    )


def _beginning(noun: Noun[Any, Any], request: Request, code: str, row_id: uuid.UUID) -> str:
    """Where one is written that is tied to this row; "" for who writes none."""
    return f"{noun.url('new')}?{code}={ties.key_of(code, row_id)}" if noun.may_write(request.scope) else ""


def hours_of(scope: Any) -> dict[uuid.UUID | None, int]:
    """How many hours the units of each course take, as its own organisation wrote them; two queries."""
    owners = dict(COURSES.visible_to(scope).values_list("id", "organisation_id"))
    hours: dict[uuid.UUID | None, int] = {}
    for course, owner, number in UNITS.visible_to(scope).values_list("course", "organisation_id", "hours"):
        course_id = ties.id_in(course)
        if course_id is not None and owners.get(course_id) == owner:
            hours[course_id] = hours.get(course_id, 0) + (number or 0)
    return hours
