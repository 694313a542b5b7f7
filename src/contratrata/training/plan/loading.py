"""What belongs to plans, read for several of them at once: three queries, however much there is."""

import dataclasses
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F, Func, QuerySet, TextField, Value

from contratrata.ground.base.scope import Scope
from contratrata.ground.nouns.public import ties
from contratrata.ground.things.public import from_row

from .models import (
    CONTRIBUTIONS,
    FACILITATIONS,
    OFFERING_QUESTIONS,
    OFFERINGS,
    PLANS,
    Contribution,
    Facilitation,
    Offering,
    Plan,
)
from .quotas import Quotas

PLAN, OFFERING = "plan", "offering"


@dataclasses.dataclass(frozen=True)
class Loaded:
    """A plan with its courses in the order of their days. `proposals`: those of other organisations.

    `facilitations`: by course, those that the organisation of the plan wrote; `contributions`: whoever brings them.
    """

    plan: Plan
    offerings: Sequence[Offering]
    proposals: Sequence[Offering]
    facilitations: dict[uuid.UUID, list[Facilitation]]
    contributions: Sequence[Contribution]

    def quotas(self) -> dict[uuid.UUID, dict[str, int]]:
        """Places by country of each course."""
        return {one.id: dict(quotas_of(one)) for one in self.offerings}

    @property
    def countries(self) -> list[str]:
        """Whose people take part, in the order of the programme's countries."""
        return list(dict.fromkeys(code for one in self.offerings for code, _number in quotas_of(one)))


def quotas_of(one: Offering) -> Quotas:
    """Places by country of a course."""
    result: Quotas = from_row((OFFERING_QUESTIONS.fact("quotas"),), one)["quotas"]
    return result


def tied(rows: "QuerySet[Any]", name: str, ids: Iterable[uuid.UUID]) -> "QuerySet[Any]":
    """Those of these rows whose fact `name` is tied to one of these things, whatever it was called then."""
    of: Any = Func(F(name), Value(":"), Value(2), function="split_part", output_field=TextField())
    result: QuerySet[Any] = rows.alias(tied_to=of).filter(tied_to__in=[str(one) for one in ids])
    return result


def load(scope: Scope, plans: Sequence[Plan]) -> list[Loaded]:
    """These plans with all that belongs to them."""
    offerings: defaultdict[uuid.UUID | None, list[Offering]] = defaultdict(list)
    for one in tied(OFFERINGS.visible_to(scope), "plan", [plan.id for plan in plans]).order_by(
        "starts_on", "id"
    ):
        offerings[ties.id_in(one.plan)].append(one)
    own = {
        plan.id: [one for one in offerings[plan.id] if one.organisation_id == plan.organisation_id]
        for plan in plans
    }
    owners = {one.id: one.organisation_id for some in own.values() for one in some}
    facilitations: defaultdict[uuid.UUID | None, list[Facilitation]] = defaultdict(list)
    for row in tied(FACILITATIONS.visible_to(scope), "offering", owners).order_by("who", "id"):
        if owners[ties.tied_id(row.offering)] == row.organisation_id:
            facilitations[ties.id_in(row.offering)].append(row)
    contributions: defaultdict[uuid.UUID | None, list[Contribution]] = defaultdict(list)
    for brought in tied(CONTRIBUTIONS.visible_to(scope), "plan", [plan.id for plan in plans]).order_by(
        "country", "id"
    ):
        contributions[ties.id_in(brought.plan)].append(brought)
    return [
        Loaded(
            plan, own[plan.id], [one for one in offerings[plan.id] if one.organisation_id != plan.organisation_id],
            {one.id: facilitations[one.id] for one in own[plan.id]}, contributions[plan.id],
        )
        for plan in plans
    ]  # fmt: skip


def plan_of(scope: Scope, row: Offering | Contribution) -> Plan | None:
    """The plan that a row belongs to, if who acts reads it."""
    plan_id = ties.id_in(row.plan)
    return PLANS.visible_to(scope).filter(id=plan_id).first() if plan_id else None
