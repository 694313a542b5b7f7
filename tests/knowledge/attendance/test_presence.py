"""Minutes together, thresholds on both sides, who stays, and small numbers that say nothing."""

import datetime as dt
import itertools

import pytest

from contratrata.ground.charts.public import Few, Protected, Value
from contratrata.knowledge.attendance.presence import Held, attendances, earn, together
from contratrata.knowledge.attendance.protecting import grouped, protected
from contratrata.knowledge.attendance.reports.report import Stay

START = dt.datetime(2026, 10, 6, 16, 0, tzinfo=dt.UTC)
WINDOW = (START, START + dt.timedelta(minutes=90))


def stay(came: int, went: int, seconds: int | None = None) -> Stay:
    joined, left = (START + dt.timedelta(minutes=minute) for minute in (came, went))
    return Stay(1, "Ana", "", joined, left, seconds or (went - came) * 60, exact=seconds is None)


@pytest.mark.parametrize(
    ("stays", "minutes"),
    [
        ([], 0),
        ([(0, 90)], 90),
        ([(0, 60), (30, 90)], 90),  # two devices at once
        ([(0, 30), (60, 90)], 60),  # a gap
        ([(60, 90), (0, 30), (20, 40)], 70),
        ([(0, 90), (10, 20)], 90),
        ([(-20, 10), (85, 120)], 15),  # before it began and after it ended
        ([(-30, -5)], 0),
        ([(10, 10)], 0),
    ],
)
def test_minutes_together(stays: list[tuple[int, int]], minutes: int) -> None:
    assert together([stay(*one) for one in stays], WINDOW) == minutes * 60


def test_a_stay_of_which_only_the_length_is_known_counts_if_it_is_the_longest() -> None:
    total = Stay(1, "Ana", "", None, None, 50 * 60, exact=False)
    assert together([total], WINDOW) == 50 * 60
    assert together([total, stay(0, 40)], WINDOW) == 50 * 60
    assert together([total, stay(0, 60)], WINDOW) == 60 * 60
    assert together([Stay(1, "Ana", "", None, None, 200 * 60, exact=False)], WINDOW) == 90 * 60


def test_who_came_is_five_minutes() -> None:
    held = Held("1", "Uno", 5400, {"a": 299, "b": 300, "c": 5400})
    assert held.came() == {"b", "c"}


def test_the_threshold_of_a_certificate_on_both_sides() -> None:
    held = [
        Held("1", "Uno", 3600, {"a": 2700, "b": 2700, "c": 9000, "d": 3600}),
        Held("2", "Dos", 3600, {"a": 2700, "b": 2699, "d": 3600}),
    ]
    assert held[0].stayed(45) == {"a", "b", "c", "d"}
    assert held[1].stayed(45) == {"a", "d"}
    rows = {row.key: (row.minutes, row.share, row.sessions) for row in attendances(held, 45)}
    # No session counts for more than it was.
    assert rows == {"a": (90, 75, 2), "b": (89, 74, 1), "c": (60, 50, 1), "d": (120, 100, 2)}
    assert sorted(earn(held, needed=2, minutes=45)) == ["a", "d"]
    assert sorted(earn(held, needed=2, minutes=None)) == ["a", "b", "d"]
    assert sorted(earn(held, needed=1, minutes=60)) == ["c", "d"]
    assert earn(held, needed=None, minutes=45) == []


def consistent(cells: dict[str, Value], total: Value) -> dict[str, set[int]]:
    """What a reader of the words and of the total can still believe of each small cell."""
    assert isinstance(total, int)
    ranges = []
    for value in cells.values():
        if isinstance(value, Few):
            ranges.append(range(1, value.limit))
        else:
            ranges.append(range(5, total + 1) if isinstance(value, Protected) else [int(value)])  # type: ignore[arg-type]
    seen: dict[str, set[int]] = {key: set() for key in cells}
    for numbers in itertools.product(*ranges):
        if sum(numbers) == total:
            for key, number in zip(cells, numbers, strict=True):
                seen[key].add(number)
    return {key: seen[key] for key, value in cells.items() if isinstance(value, Few)}


@pytest.mark.parametrize("counts", list(itertools.combinations_with_replacement([0, 1, 2, 4, 5, 8, 13], 4)))
def test_no_small_cell_can_be_reckoned(counts: tuple[int, ...]) -> None:
    cells, total = protected(dict(zip("abcd", counts, strict=True)))
    if Protected() in cells.values() and len(set(map(str, cells.values()))) == 1:
        return  # no cell says anything
    if isinstance(total, Few):
        assert sum(counts) < 5
        return
    assert consistent(cells, total) == {
        key: {1, 2, 3, 4} for key, value in cells.items() if isinstance(value, Few)
    }


def test_what_is_not_small_is_shown() -> None:
    assert protected({"women": 12, "men": 5, "other": 0}) == ({"women": 12, "men": 5, "other": 0}, 17)


def test_a_lone_small_cell_takes_another_with_it() -> None:
    assert protected({"women": 30, "men": 12, "other": 3}) == (
        {"women": 30, "men": Protected(), "other": Few(5)},
        45,
    )


def test_where_the_total_gives_it_away_no_cell_says_anything() -> None:
    assert protected({"women": 5, "men": 1}) == ({"women": Protected(), "men": Protected()}, 6)
    assert protected({"women": 3, "men": 0}) == ({"women": Protected(), "men": Protected()}, Few(5))


def test_countries_of_which_few_left_stand_together() -> None:
    rows = {"GT": (52, 44, 8), "HN": (48, 41, 7), "NI": (31, 16, 15), "CR": (40, 38, 2), "PA": (9, 2, 7)}
    alone, number, sums = grouped(rows)
    assert (list(alone), number, list(sums)) == (["GT", "HN", "NI"], 2, [49, 40, 9])


def test_one_small_country_takes_the_smallest_with_it() -> None:
    alone, number, sums = grouped({"GT": (52, 44, 8), "HN": (48, 41, 7), "CR": (9, 7, 2)})
    assert (list(alone), number, list(sums)) == (["GT"], 2, [57, 48, 9])


def test_nothing_is_told_of_few() -> None:
    assert grouped({"GT": (4, 3, 1), "HN": (3, 3, 0)}) == ({}, 2, ())
    assert grouped({}) == ({}, 0, ())
