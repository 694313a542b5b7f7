"""What stands on the page of a course that is given, and on that of a contribution."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from contratrata.ground.base.request import Request
from contratrata.ground.base.scope import current
from contratrata.ground.charts.public import values_words
from contratrata.ground.nouns.public import ties
from contratrata.training.curriculum.public import COURSES, hours_of, offered

from .loading import OFFERING, PLAN, load, plan_of
from .models import (
    FACILITATIONS,
    OFFERING_QUESTIONS,
    OFFERINGS,
    PLAN_QUESTIONS,
    PLANS,
    Contribution,
    Offering,
)
from .plan_page import facilitators, fall_words, offering_key
from .reckoning import cost_of, funding


def beside(request: Request, row: Offering) -> dict[str, Any]:
    """Its plan, its course with its hours, who facilitates it, what it costs and what of that is missing."""
    scope = request.scope
    plan, course_id = plan_of(scope, row), ties.id_in(row.course)
    course = COURSES.visible_to(scope).filter(id=course_id).first() if course_id else None
    loaded = load(scope, [plan])[0] if plan else None
    planned = loaded is not None and any(one.id == row.id for one in loaded.offerings)
    money = (
        next((one for one in funding(loaded) if one.offering.id == row.id), None)
        if loaded and planned
        else None
    )
    currency = plan.currency if plan else ""
    takes = plan is not None and not planned and PLANS.owns(scope, plan)
    return {
        "plan": (plan.name, PLANS.url("row", plan)) if plan else None,
        "course": (COURSES.title(course), COURSES.url("row", course)) if course else None,
        "hours": hours_of(scope).get(course.id, 0) if course else 0,
        "standing": _("En el plan") if planned else _("Propuesta"),
        "facilitators": list(facilitators(loaded, row.id)) if loaded else [],
        "cost": values_words(cost_of(row).total, currency),
        "missing": values_words(money.missing, currency) if money and money.missing else "",
        "share": values_words(money.share, "%") if money else "",
        "include_url": reverse("plan:include", args=[row.id]) if takes else "",
        "add_url": f"{FACILITATIONS.url('new')}?offering={offering_key(row)}" if OFFERINGS.owns(scope, row) else "",
        "tabs": OFFERINGS.family.tabs(scope, "plan:home"),
    }  # fmt: skip


def contribution_beside(request: Request, row: Contribution) -> dict[str, Any]:
    """Its plan, and what falls uncovered without it."""
    plan = plan_of(request.scope, row)
    return {
        "plan": (plan.name, PLANS.url("row", plan)) if plan else None,
        "falls": fall_words(load(request.scope, [plan])[0], row) if plan else [],
        "tabs": PLANS.family.tabs(request.scope, "contributions:list"),
    }


def _offered_offerings() -> list[tuple[Any, str]]:
    """Every course that is given, with its plan: copies of a plan have courses of the same names."""
    scope = current()
    if scope is None:
        return []
    rows: list[Offering] = list(
        OFFERINGS.visible_to(scope).order_by("-changed_at", "id")[: ties.MOST_OFFERED]
    )
    return [(one.id, f"{one.name} · {ties.title_in(one.plan)}") for one in rows]


def _no_page(_row_id: Any, _language: str) -> str:
    return ""


ties.declare(ties.Tieable(PLAN, PLAN_QUESTIONS.words["tied"].lazily(), offered(PLANS), _no_page))
ties.declare(ties.Tieable(OFFERING, OFFERING_QUESTIONS.words["tied"].lazily(), _offered_offerings, _no_page))
