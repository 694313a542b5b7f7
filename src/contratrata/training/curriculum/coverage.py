"""What the courses of the programme cover of the competences, theme by area by role; a constant number of queries.

A competence is covered for a role in an area when a course of the programme is for that role, reaches its level and has
a unit of its theme and area.
"""

import dataclasses
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from contratrata.ground.base.scope import Scope
from contratrata.ground.charts.public import Column, Data, Figure, Heat, Of, Row
from contratrata.ground.codes.public import vocabulary
from contratrata.ground.nouns.public import ties

from .models import COURSES, THEMES, UNITS, Competence

AREAS, ROLES, LEVELS = "training_area", "training_role", "training_level"
#: Where a theme stands that nobody reads any more.
_LAST = 1000
#: A competence in one area for one role.
Need = tuple[str, str]


def codes_of(key: str) -> list[str]:
    """The codes of a vocabulary in its order."""
    return [term.code for term in vocabulary(key).terms()]


@dataclasses.dataclass(frozen=True, slots=True)
class Taught:
    """A course of the programme: whom it is for, how far it goes, and the themes and areas of its units."""

    name: str
    roles: frozenset[str]
    level: int
    parts: frozenset[tuple[uuid.UUID | None, str]]

    def covers(self, theme: uuid.UUID | None, level: int, need: Need) -> bool:
        """Whether it teaches that theme in that area, to that role, up to that level."""
        area, role = need
        return level <= self.level and role in self.roles and (theme, area) in self.parts


@dataclasses.dataclass(frozen=True, slots=True)
class Covered:
    """A competence with the courses that teach it, and what no course covers of it."""

    row: Competence
    courses: tuple[str, ...]
    wanted: frozenset[Need]
    missing: frozenset[Need]

    @property
    def state(self) -> str:
        """`covered`, `part` or `missing`."""
        if not self.missing:
            return "covered"
        return "part" if self.missing < self.wanted else "missing"


def taught(scope: Scope) -> list[Taught]:
    """The courses of the programme with what their own organisation wrote as their units; two queries."""
    levels = codes_of(LEVELS)
    parts: defaultdict[tuple[uuid.UUID | None, uuid.UUID], set[tuple[uuid.UUID | None, str]]] = defaultdict(
        set
    )
    for unit in UNITS.visible_to(scope).only("course", "theme", "areas", "organisation_id"):
        theme = ties.id_in(unit.theme)
        parts[ties.id_in(unit.course), unit.organisation_id] |= {(theme, area) for area in unit.areas}
    return [
        Taught(
            COURSES.title(course), frozenset(course.roles), levels.index(course.level),
            frozenset(parts[course.id, course.organisation_id]),
        )
        for course in COURSES.visible_to(scope).filter(by_office=True).order_by("level", "id")
    ]  # fmt: skip


def covered(scope: Scope, competences: Iterable[Competence]) -> list[Covered]:
    """Each of these competences with what covers it."""
    levels, courses = codes_of(LEVELS), taught(scope)
    result = []
    for one in competences:
        theme, level = ties.id_in(one.theme), levels.index(one.level)
        wanted = frozenset((area, role) for area in one.areas for role in one.roles)
        by = {
            need: [course.name for course in courses if course.covers(theme, level, need)] for need in wanted
        }
        names = dict.fromkeys(
            course.name for course in courses if any(course.name in some for some in by.values())
        )
        result.append(Covered(one, tuple(names), wanted, frozenset(n for n in wanted if not by[n])))
    return result


def missing_words(one: Covered) -> str:
    """Which roles no course reaches, area by area: «Protección: Policía, Albergues»."""
    areas, roles = vocabulary(AREAS), vocabulary(ROLES)
    lines = []
    for area in codes_of(AREAS):
        names = [roles.label(role) for role in codes_of(ROLES) if (area, role) in one.missing]
        if names:
            lines.append(f"{areas.label(area)}: {', '.join(names)}")
    return "; ".join(lines)


def matrix(scope: Scope, competences: Sequence[Covered]) -> Figure:
    """Themes and areas by roles: how many competences are covered of those that the role needs. One query."""
    themes = {
        one.id: (one.number, THEMES.title(one)) for one in THEMES.visible_to(scope).only("number", "name")
    }
    cells: defaultdict[tuple[int, str, int], defaultdict[str, list[bool]]] = defaultdict(
        lambda: defaultdict(list)
    )
    order = codes_of(AREAS)
    for one in competences:
        number, title = themes.get(ties.tied_id(one.row.theme), (_LAST, ties.title_in(one.row.theme)))
        for area, role in one.wanted:
            cells[number, title, order.index(area)][role].append((area, role) not in one.missing)
    labels, roles = vocabulary(AREAS), vocabulary(ROLES).terms()
    shown = [role for role in roles if any(role.code in row for row in cells.values())]
    rows = [
        Row(
            f"t{n}", f"{number}. {title}" if number < _LAST else title,
            [Of(sum(needs[role.code]), len(needs[role.code])) if role.code in needs else None for role in shown],
            note=labels.label(order[area]),
        )
        for n, ((number, title, area), needs) in enumerate(sorted(cells.items()))
    ]  # fmt: skip
    drawing = Heat(Data(_("Tema y área"), [Column(role.code, role.label.here()) for role in shown], rows))
    return Figure(
        "coverage",
        _("¿Qué no enseña todavía ningún curso?"),
        _("De {all} cruces de tema, área y función, <b>{under}</b> están sin cubrir o solo en parte."),
        drawing,
        counted=_(
            "En cada cuadro, las competencias que cubre algún curso del programa, de las que esa función necesita."
        ),
        cells={"under": drawing.under, "all": lambda data: sum(v is not None for row in data.rows for v in row.values)},
        nothing=_("Todavía no se ha escrito ninguna competencia con esos filtros."),
    )  # fmt: skip
