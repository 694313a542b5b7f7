"""When a mail may go: what the user chose, her night, and not one every minute. Pure: no clock, no database."""

import dataclasses
import datetime as dt
import zoneinfo

from .kinds import Kind
from .states import Choice

#: One merged mail a user in this time, unless it is urgent.
PAUSE = dt.timedelta(minutes=15)
#: So long what may be merged waits for what comes with it.
GATHER = dt.timedelta(seconds=30)
#: In her night (local hours) nothing goes that is not urgent; a daily mail goes when it ends.
NIGHT_FROM, MORNING = 20, 7
#: How long a mail server that is away is waited for, at first and at most.
FIRST_WAIT, LONGEST_WAIT = dt.timedelta(seconds=30), dt.timedelta(hours=4)


@dataclasses.dataclass(frozen=True, slots=True)
class Reader:
    """What counts about the recipient: her time zone, her choice, when she was last written to."""

    time_zone: str = "UTC"
    choice: str = Choice.AT_ONCE
    merged_at: dt.datetime | None = None
    recent: tuple[dt.datetime, ...] = ()


def earliest(
    kind: Kind, at: dt.datetime, now: dt.datetime, reader: Reader, *, most: int
) -> dt.datetime | None:
    """From when a mail that was wanted `at` may go; None when she does not want it at all.

    `reader.recent`: when mails went to her in the last hour, oldest first; `most` of them may.
    """
    if kind.group and reader.choice == Choice.NEVER:
        return None
    moments = [at]
    if len(reader.recent) >= most:
        moments.append(reader.recent[-most] + dt.timedelta(hours=1))
    if not kind.urgent:
        if kind.group and reader.choice == Choice.DAILY:
            moments.append(morning_after(at, reader.time_zone))
        if kind.merges:
            moments.append(at + GATHER)
        if kind.merges and reader.merged_at is not None:
            moments.append(reader.merged_at + PAUSE)
        moments.append(after_night(max(*moments, now), reader.time_zone))
    return max(moments)


def after_night(moment: dt.datetime, time_zone: str) -> dt.datetime:
    """The moment itself by day; in her night the morning that ends it."""
    local = moment.astimezone(_zone(time_zone))
    return moment if MORNING <= local.hour < NIGHT_FROM else morning_after(moment, time_zone)


def morning_after(moment: dt.datetime, time_zone: str) -> dt.datetime:
    """The first seven o'clock of hers after a moment."""
    zone = _zone(time_zone)
    local = moment.astimezone(zone)
    day = local.date() + dt.timedelta(days=local.hour >= MORNING)
    return dt.datetime.combine(day, dt.time(MORNING), zone).astimezone(dt.UTC)


def wait_after(attempts: int) -> dt.timedelta:
    """How long to wait after so many attempts: 30 seconds, a minute, two … four hours."""
    doublings: int = 2 ** min(max(attempts, 1) - 1, 20)
    return min(FIRST_WAIT * doublings, LONGEST_WAIT)


def _zone(name: str) -> dt.tzinfo:
    try:
        return zoneinfo.ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return dt.UTC
