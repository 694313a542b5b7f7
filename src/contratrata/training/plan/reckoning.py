"""What a plan costs, against separate national courses and against what others bring. Whole numbers, no rows asked.

A place costs what its course costs for it alone (travel, materials) and its share of what is paid once (facilitation,
venue). Nationally each course would be given once in every country that it has places for.
"""

import dataclasses
import uuid
from collections.abc import Collection, Sequence

from contratrata.ground.nouns.public import ties

from .loading import Loaded, quotas_of
from .models import Contribution, Offering, Plan

#: What a course costs, in the order of the drawings.
PARTS = ("team", "travel", "venue", "materials")


@dataclasses.dataclass(frozen=True, slots=True)
class Cost:
    """What is paid once, and what is paid for each participant, part by part, for so many places."""

    team: int = 0
    venue: int = 0
    travel: int = 0
    materials: int = 0

    @property
    def total(self) -> int:
        """All of it."""
        return self.team + self.venue + self.travel + self.materials


def cost_of(one: Offering) -> Cost:
    """What a course costs in all."""
    return Cost(
        one.team or 0, one.venue or 0, (one.travel or 0) * one.places, (one.materials or 0) * one.places
    )


def cost_of_plan(offerings: Sequence[Offering]) -> Cost:
    """What all of them cost together."""
    costs = [cost_of(one) for one in offerings]
    return Cost(
        *(sum(getattr(one, part) for one in costs) for part in ("team", "venue", "travel", "materials"))
    )


def places_in(offerings: Sequence[Offering]) -> int:
    """How many places there are."""
    return sum(one.places for one in offerings)


def national_cost(plan: Plan, offerings: Sequence[Offering]) -> Cost | None:
    """What the same places would cost if each country gave the courses by itself; None while the plan does not say."""
    rates = (plan.national_team, plan.national_room, plan.national_travel, plan.national_materials)
    courses = sum(len(quotas_of(one)) for one in offerings)
    if not courses or any(rate is None for rate in rates):
        return None
    places = places_in(offerings)
    team, room, travel, materials = (rate or 0 for rate in rates)
    return Cost(team * courses, room * courses, travel * places, materials * places)


@dataclasses.dataclass(frozen=True, slots=True)
class Comparison:
    """Regional against national: what is paid once and for each participant, and for how many places the plan is."""

    regional_once: int
    regional_each: float
    national_once: int
    national_each: float
    places: int

    def regional(self, places: int) -> float:
        """What one place costs among so many."""
        return self.regional_once / places + self.regional_each

    def national(self, places: int) -> float:
        """The same nationally."""
        return self.national_once / places + self.national_each

    @property
    def crossing(self) -> int | None:
        """From how many places on the national courses cost as little; None where they never do, or always."""
        once, each = self.national_once - self.regional_once, self.regional_each - self.national_each
        return int(once / each + 0.5) if once > 0 and each > 0 else None

    @property
    def saved(self) -> int:
        """How many of each hundred a place costs less than nationally; below zero where it costs more."""
        national = self.national(self.places)
        return round(100 - 100 * self.regional(self.places) / national) if national else 0


def compared(plan: Plan, offerings: Sequence[Offering]) -> Comparison | None:
    """The two ways side by side; None while the plan does not say what a national course costs."""
    cost, other, places = cost_of_plan(offerings), national_cost(plan, offerings), places_in(offerings)
    if other is None or not places:
        return None
    return Comparison(
        cost.team + cost.venue, (cost.travel + cost.materials) / places,
        other.team + other.venue, (other.travel + other.materials) / places, places,
    )  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Funding:
    """A course with what it costs and what of that somebody brings."""

    offering: Offering
    cost: int
    covered: int

    @property
    def missing(self) -> int:
        """What nobody brings yet."""
        return self.cost - self.covered

    @property
    def share(self) -> int:
        """How many of each hundred are missing."""
        return round(100 * self.missing / self.cost) if self.cost else 0


def funding(
    loaded: Loaded, *, without: Collection[uuid.UUID] = (), also: Collection[uuid.UUID] = ()
) -> list[Funding]:
    """Each course with what is brought to it: first what is meant for it, then what is for the whole plan, in the
    order of the days. What was withdrawn is not counted, unless `also` says so; `without`: as if those were not there.
    """
    active = [
        one for one in loaded.contributions
        if one.id not in without and (one.state != "withdrawn" or one.id in also)
    ]  # fmt: skip
    costs = [cost_of(one).total for one in loaded.offerings]
    ids = {one.id for one in loaded.offerings}
    meant = [
        sum(one.value or 0 for one in active if offering_of(one) == offering.id)
        for offering in loaded.offerings
    ]
    pool = sum(one.value or 0 for one in active if offering_of(one) not in ids)
    covered = [min(cost, some) for cost, some in zip(costs, meant, strict=True)]
    pool += sum(some - taken for some, taken in zip(meant, covered, strict=True))
    result = []
    for one, cost, taken in zip(loaded.offerings, costs, covered, strict=True):
        more = min(cost - taken, pool)
        pool -= more
        result.append(Funding(one, cost, taken + more))
    return result


def offering_of(one: Contribution) -> uuid.UUID | None:
    """The course that a contribution is meant for; None for the whole plan."""
    return ties.id_in(one.offering)


def falls(loaded: Loaded, one: Contribution) -> list[tuple[Funding, int]]:
    """What is uncovered without a contribution and would not be with it: the course as it stands without, how much."""
    before, after = funding(loaded, also=[one.id]), funding(loaded, without=[one.id])
    return [
        (now, now.missing - then.missing)
        for then, now in zip(before, after, strict=True)
        if now.missing > then.missing
    ]
