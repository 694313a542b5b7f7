"""What a plan costs, until how many places it is cheaper, what falls uncovered, who is asked too much."""

import datetime as dt
import uuid
from typing import Any

import pytest

from contratrata.ground.kinds.public import Fact, Unreadable
from contratrata.training.plan.load import clashes, hours_by_month, parted
from contratrata.training.plan.loading import Loaded
from contratrata.training.plan.models import Contribution, Facilitation, Offering, Plan
from contratrata.training.plan.quotas import CountryNumbers
from contratrata.training.plan.reckoning import compared, cost_of, falls, funding, national_cost

HERE = {"organisation_id": uuid.uuid4(), "realm": 1}


def plan(**more: Any) -> Plan:
    rates = {"national_team": 1000, "national_room": 200, "national_travel": 50, "national_materials": 50}
    return Plan(**HERE, **({"name": "Plan", "year": 2027, "currency": "USD"} | rates | more))


def offering(first: dt.date, last: dt.date, **more: Any) -> Offering:
    values = {"name": "Curso", "places": 10, "team": 900, "venue": 100, "travel": 150, "materials": 50,
              "quotas": "GTM 4 HND 3", "mode": "in_person", "place": "", "room": ""} | more  # fmt: skip
    return Offering(**HERE, starts_on=first, ends_on=last, **values)


FEB, MAY = (dt.date(2027, 2, 1), dt.date(2027, 2, 10)), (dt.date(2027, 5, 3), dt.date(2027, 5, 14))


def brought(value: int, to: Offering | None = None, state: str = "received") -> Contribution:
    tie = f"offering:{to.id}:{to.name}" if to else ""
    return Contribution(**HERE, name="Aporte", country="HND", value=value, offering=tie, state=state)


def loaded(*offerings: Offering, by: dict[uuid.UUID, list[Facilitation]] | None = None, gifts: Any = (),
           **more: Any) -> Loaded:  # fmt: skip
    stored = {one.id: (by or {}).get(one.id, []) for one in offerings}
    return Loaded(plan(**more), offerings, (), stored, gifts)


def facilitation(to: Offering, who: str, hours: int) -> Facilitation:
    return Facilitation(**HERE, offering=f"offering:{to.id}:x", who=who, hours=hours)


def test_a_course_costs_what_is_paid_once_and_for_each_place() -> None:
    cost = cost_of(offering(*FEB))
    assert (cost.team, cost.venue, cost.travel, cost.materials, cost.total) == (900, 100, 1500, 500, 3000)
    assert cost_of(offering(*FEB, team=None, travel=None)).total == 600


def test_nationally_each_course_is_given_in_every_country_that_has_places() -> None:
    courses = [offering(*FEB), offering(*MAY, quotas="GTM 4")]
    cost = national_cost(plan(), courses)
    assert cost is not None
    assert (cost.team, cost.venue, cost.travel, cost.materials) == (3000, 600, 1000, 1000)
    assert national_cost(plan(national_room=None), courses) is None
    assert national_cost(plan(), [offering(*FEB, quotas="")]) is None


def test_they_cross_where_a_place_costs_the_same() -> None:
    result = compared(plan(), [offering(*FEB)])
    assert result is not None
    # 1000 / n + 200 against 2400 / n + 100: the same at 14.
    assert (result.regional(10), result.national(10)) == (300, 340)
    assert result.crossing == 14
    assert result.regional(14) == pytest.approx(result.national(14))
    assert result.saved == 12


@pytest.mark.parametrize("more", [{"travel": 0, "materials": 0}, {"team": 9000, "travel": 0, "materials": 0},
                                  {"team": 9000}])  # fmt: skip
def test_where_one_way_is_always_cheaper_nothing_crosses(more: dict[str, int]) -> None:
    result = compared(plan(), [offering(*FEB, **more)])
    assert result is not None
    assert result.crossing is None


def test_a_plan_without_places_compares_nothing() -> None:
    assert compared(plan(), []) is None


def test_what_is_meant_for_a_course_counts_first_and_the_rest_in_the_order_of_the_days() -> None:
    one, other = offering(*FEB), offering(*MAY)
    lines = funding(loaded(one, other, gifts=[brought(4000, other), brought(2500)]))
    # 1000 of what was meant for the second is left, and goes with the 2500 to the first.
    assert [(line.cost, line.covered, line.missing, line.share) for line in lines] == [
        (3000, 3000, 0, 0),
        (3000, 3000, 0, 0),
    ]
    assert [line.missing for line in funding(loaded(one, other, gifts=[brought(3500)]))] == [0, 2500]
    assert [line.share for line in funding(loaded(one, other, gifts=[]))] == [100, 100]
    assert [
        line.share for line in funding(loaded(offering(*FEB, team=0, venue=0, travel=0, materials=0)))
    ] == [0]


def test_what_falls_uncovered_is_what_only_that_contribution_covered() -> None:
    one, other = offering(*FEB), offering(*MAY)
    money, meant, gone = brought(3000), brought(1000, other), brought(2000, other, "withdrawn")
    plan_ = loaded(one, other, gifts=[money, meant, gone])
    assert [(now.offering, now.share, more) for now, more in falls(plan_, money)] == [(one, 100, 3000)]
    assert [(now.offering, now.share, more) for now, more in falls(plan_, meant)] == [(other, 100, 1000)]
    assert [(now.offering, now.share, more) for now, more in falls(plan_, gone)] == [(other, 67, 2000)]
    assert falls(loaded(one, gifts=[money, spare := brought(500)]), spare) == []


def test_a_contribution_for_a_course_that_is_gone_is_for_the_whole_plan() -> None:
    one = offering(*FEB)
    assert funding(loaded(one, gifts=[brought(1200, offering(*MAY))]))[0].covered == 1200


@pytest.mark.parametrize(
    ("first", "last", "hours", "shares"),
    [
        (dt.date(2027, 2, 1), dt.date(2027, 2, 10), 40, [40]),
        (dt.date(2027, 1, 27), dt.date(2027, 2, 5), 40, [20, 20]),
        (dt.date(2027, 1, 31), dt.date(2027, 2, 2), 40, [13, 27]),
        (dt.date(2026, 12, 31), dt.date(2027, 2, 1), 1, [0, 1, 0]),
        (dt.date(2027, 2, 1), dt.date(2027, 2, 1), 7, [7]),
    ],
)
def test_hours_are_parted_by_days_and_none_is_lost(
    first: dt.date, last: dt.date, hours: int, shares: list[int]
) -> None:
    assert [share for _month, share in parted(first, last, hours)] == shares


def test_the_hours_of_a_person_are_added_over_her_courses() -> None:
    one, other = offering(*FEB), offering(*MAY)
    by = {
        one.id: [facilitation(one, "Luz", 30)],
        other.id: [facilitation(other, "Luz", 12), facilitation(other, "Sol", 8)],
    }
    assert hours_by_month(loaded(one, other, by=by)) == {
        "Luz": {(2027, 2): 30, (2027, 5): 12}, "Sol": {(2027, 5): 8},
    }  # fmt: skip


def test_clashes_of_people_and_rooms_on_the_same_days() -> None:
    one = offering(*FEB, name="Uno", place="San Salvador", room="Aula 1")
    other = offering(
        dt.date(2027, 2, 10), dt.date(2027, 2, 20), name="Dos", place="san salvador ", room="aula 1"
    )
    by = {one.id: [facilitation(one, "Luz", 8)], other.id: [facilitation(other, "LUZ", 8)]}
    assert clashes(loaded(one, other, by=by)) == [
        "LUZ facilita a la vez «Uno» y «Dos»: el 10 feb.",
        "En aula 1 coinciden «Uno» y «Dos»: el 10 feb.",
    ]
    later = offering(dt.date(2027, 2, 11), dt.date(2027, 2, 20), place="San Salvador", room="Aula 1")
    assert clashes(loaded(one, later, by={later.id: [facilitation(later, "Luz", 8)]})) == []
    online = offering(*FEB, place="San Salvador", room="Aula 1", mode="online")
    assert clashes(loaded(one, online)) == []
    nowhere = offering(*FEB)
    assert clashes(loaded(nowhere, offering(*FEB))) == []


def test_places_by_country_are_read_as_they_are_said() -> None:
    kind = CountryNumbers()
    value = (("GTM", 4), ("DOM", 2))
    assert kind.read(kind.words(value)) == value
    assert kind.from_text(kind.to_text(value)) == value
    assert kind.read("República Dominicana 2; Guatemala 4") == value
    assert kind.read("") == kind.from_text("") == ()
    for wrong in ("Guatemala", "Guatemala 4; Guatemala 5", "Francia 3", "Guatemala -1", "Guatemala 4.5", "4"):
        with pytest.raises(Unreadable):
            kind.read(wrong)
    fact = Fact(name="quotas", kind=kind)
    assert kind.from_fields(fact, {"quotas_gtm": 4, "quotas_dom": 2, "quotas_pan": None}, ()) == value
    assert kind.to_fields(fact, value) == {"quotas_gtm": 4, "quotas_dom": 2}
