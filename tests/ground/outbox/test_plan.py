"""When a mail may go: pure rules, at both sides of each bound."""

import datetime as dt

import pytest

from contratrata.ground.outbox.plan import Reader, earliest, wait_after
from contratrata.ground.outbox.states import Choice
from posting import kind

ZONE = "America/Guatemala"  # six hours behind UTC, without summer time


def _utc(day: int, hour: int, minute: int = 0, second: int = 0) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, minute, second, tzinfo=dt.UTC)


NOON = _utc(24, 18)
NEWS = kind("test.news", group="news", merges=True)
PLAIN = kind("test.plain")
URGENT = kind("test.urgent", urgent=True, group="news", merges=True)


def _when(one: object, at: dt.datetime, **reader: object) -> dt.datetime | None:
    return earliest(one, at, at, Reader(time_zone=ZONE, **reader), most=3)  # type: ignore[arg-type]


def test_by_day_it_goes_at_once_and_what_merges_gathers_for_half_a_minute() -> None:
    assert _when(PLAIN, NOON) == NOON
    assert _when(URGENT, NOON) == NOON
    assert _when(NEWS, NOON) == NOON + dt.timedelta(seconds=30)


@pytest.mark.parametrize(
    ("at", "goes"),
    [
        (_utc(25, 1, 59, 59), _utc(25, 1, 59, 59)),  # 19:59:59
        (_utc(25, 2), _utc(25, 13)),  # 20:00 → 07:00 of the next day
        (_utc(25, 5, 59), _utc(25, 13)),  # 23:59
        (_utc(25, 6), _utc(25, 13)),  # 00:00 → 07:00 of the same day
        (_utc(25, 12, 59, 59), _utc(25, 13)),  # 06:59:59
        (_utc(25, 13), _utc(25, 13)),  # 07:00
    ],
)
def test_her_night_is_kept_unless_it_is_urgent(at: dt.datetime, goes: dt.datetime) -> None:
    assert _when(PLAIN, at) == goes
    assert _when(URGENT, at) == at


def test_what_was_put_off_to_the_morning_goes_in_the_morning() -> None:
    wanted, morning = _utc(25, 3), _utc(25, 13)
    reader = Reader(time_zone=ZONE, choice=Choice.DAILY)
    assert earliest(NEWS, wanted, wanted, reader, most=3) == morning
    assert earliest(NEWS, wanted, morning, reader, most=3) == morning


def test_a_daily_mail_waits_for_the_morning_an_urgent_one_does_not_and_never_is_never() -> None:
    assert _when(NEWS, NOON, choice=Choice.DAILY) == _utc(25, 13)
    assert _when(URGENT, NOON, choice=Choice.DAILY) == NOON
    assert _when(NEWS, NOON, choice=Choice.NEVER) is None
    assert _when(PLAIN, NOON, choice=Choice.NEVER) == NOON


def test_one_merged_mail_in_a_quarter_of_an_hour() -> None:
    before = NOON - dt.timedelta(minutes=14)
    assert _when(NEWS, NOON, merged_at=before) == NOON + dt.timedelta(minutes=1)
    assert _when(NEWS, NOON, merged_at=NOON - dt.timedelta(minutes=20)) == NOON + dt.timedelta(seconds=30)
    assert _when(URGENT, NOON, merged_at=before) == NOON
    assert _when(PLAIN, NOON, merged_at=before) == NOON


def test_so_many_an_hour_and_no_more_urgent_or_not() -> None:
    recent = tuple(NOON - dt.timedelta(minutes=n) for n in (50, 40, 30))
    assert _when(URGENT, NOON, recent=recent) == NOON + dt.timedelta(minutes=10)
    assert _when(URGENT, NOON, recent=recent[1:]) == NOON
    more = (NOON - dt.timedelta(minutes=55), *recent)
    assert _when(URGENT, NOON, recent=more) == NOON + dt.timedelta(minutes=10)


def test_a_server_that_is_away_is_asked_ever_less_often() -> None:
    waits = [wait_after(n).total_seconds() for n in (1, 2, 3, 9, 10, 11, 60)]
    assert waits == [30, 60, 120, 7680, 14400, 14400, 14400]


def test_a_zone_nobody_knows_is_utc() -> None:
    assert earliest(PLAIN, _utc(24, 22), _utc(24, 22), Reader(time_zone="Marte/Olimpo"), most=3) == _utc(
        25, 7
    )
