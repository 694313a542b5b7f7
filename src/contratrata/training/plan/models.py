"""Plans, the courses that are given in them, who facilitates them, and what others bring."""

import datetime as dt
from pathlib import Path
from typing import Any, ClassVar

from django.db import models

from contratrata.ground.base.request import Request
from contratrata.ground.network.public import Role
from contratrata.ground.nouns.public import Noun, NounRow, columns
from contratrata.ground.questions.public import load
from contratrata.training.curriculum.public import FAMILY, WRITERS

from . import quotas  # noqa: F401  (a kind of answer)
from .rules import in_order, named_with_a_yes, within_places

_HERE = Path(__file__).parent
PLAN_QUESTIONS = load(_HERE / "plans.yaml")
OFFERING_QUESTIONS = load(_HERE / "offerings.yaml")
FACILITATION_QUESTIONS = load(_HERE / "facilitations.yaml")
CONTRIBUTION_QUESTIONS = load(_HERE / "contributions.yaml")


@columns(PLAN_QUESTIONS.facts)
class Plan(NounRow):
    """A plan of a year. `copied_from`: the plan that it tries another calendar of."""

    name: str
    year: int
    country: str
    currency: str
    limit: int | None
    notes: str
    national_team: int | None
    national_room: int | None
    national_travel: int | None
    national_materials: int | None

    copied_from = models.UUIDField(null=True, editable=False)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "year", "id"], name="plan_plan_year"),
            models.Index(fields=["realm", "-changed_at", "id"], name="plan_plan_changed"),
            models.Index(fields=["realm", "copied_from"], name="plan_plan_copies"),
        ]


@columns(OFFERING_QUESTIONS.facts)
class Offering(NounRow):
    """A course as it is given once. In a plan of the same organisation it is planned; in another's it is a proposal."""

    plan: str
    course: str
    name: str
    area: str
    starts_on: dt.date
    ends_on: dt.date
    mode: str
    place: str
    room: str
    places: int
    team: int | None
    venue: int | None
    travel: int | None
    materials: int | None

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "starts_on", "id"], name="plan_offering_begins"),
            models.Index(fields=["realm", "-changed_at", "id"], name="plan_offering_changed"),
            models.Index(fields=["realm", "plan"], name="plan_offering_plan"),
        ]


@columns(FACILITATION_QUESTIONS.facts)
class Facilitation(NounRow):
    """Who facilitates an offering, for how many hours; named with her own yes."""

    offering: str
    who: str
    hours: int

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "who", "id"], name="plan_facilitation_who"),
            models.Index(fields=["realm", "-changed_at", "id"], name="plan_facilitation_changed"),
            models.Index(fields=["realm", "offering"], name="plan_facilitation_offering"),
        ]


@columns(CONTRIBUTION_QUESTIONS.facts)
class Contribution(NounRow):
    """What a country or a donor brings to a plan, or to one course of it."""

    plan: str
    name: str
    sort: str
    country: str
    donor: str
    offering: str
    hours: int | None
    value: int | None
    state: str

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["realm", "country", "id"], name="plan_contribution_country"),
            models.Index(fields=["realm", "-changed_at", "id"], name="plan_contribution_changed"),
            models.Index(fields=["realm", "plan"], name="plan_contribution_plan"),
        ]


def _plan_beside(request: Request, row: Plan) -> dict[str, Any]:
    from .plan_page import beside  # it reads what is declared here

    return beside(request, row)


def _offering_beside(request: Request, row: Offering) -> dict[str, Any]:
    from .offering_page import beside  # the same

    return beside(request, row)


def _contribution_beside(request: Request, row: Contribution) -> dict[str, Any]:
    from .offering_page import contribution_beside  # the same

    return contribution_beside(request, row)


PLANS: Noun[Plan, Any] = Noun(
    PLAN_QUESTIONS, Plan, None,
    app="plans", family=FAMILY,
    readers=tuple(Role), writers=WRITERS,
    columns=("name", "year", "country"), filters=("country",), by=("year",),
    page="plan/plan.html", beside=_plan_beside,
)  # fmt: skip
OFFERINGS: Noun[Offering, Any] = Noun(
    OFFERING_QUESTIONS, Offering, None,
    app="offerings", family=FAMILY,
    readers=tuple(Role), writers=WRITERS,
    columns=("name", "plan", "starts_on", "ends_on", "mode", "country", "places"),
    filters=("plan", "course", "area", "mode", "country"), by=("starts_on",),
    rules=(in_order, within_places),
    page="plan/offering.html", beside=_offering_beside,
)  # fmt: skip
FACILITATIONS: Noun[Facilitation, Any] = Noun(
    FACILITATION_QUESTIONS, Facilitation, None,
    app="facilitations", family=FAMILY,
    readers=tuple(Role), writers=WRITERS,
    columns=("who", "offering", "country", "hours", "paid"), filters=("offering", "country", "paid"), by=("who",),
    named_by="who", rules=(named_with_a_yes,),
)  # fmt: skip
CONTRIBUTIONS: Noun[Contribution, Any] = Noun(
    CONTRIBUTION_QUESTIONS, Contribution, None,
    app="contributions", family=FAMILY,
    readers=tuple(Role), writers=WRITERS,
    columns=("name", "sort", "country", "donor", "offering", "value", "state"),
    filters=("plan", "sort", "country", "state"), by=("country",),
    page="plan/contribution.html", beside=_contribution_beside,
)  # fmt: skip
