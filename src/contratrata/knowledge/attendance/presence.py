"""How long somebody was there: her stays together, however many devices she had and under whatever names."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from .reports.report import Stay

#: Who was there at least so long came: less is a wrong link, or a test of sound.
CAME = 5 * 60
Window = tuple[dt.datetime, dt.datetime]


def together(stays: Iterable[Stay], window: Window) -> int:
    """Seconds within the session: stays that overlap count once, what lies between them does not.

    Of a stay that knows only how long it was nothing can be laid beside another: the longest of them counts, if it is
    longer than the others together.
    """
    spans, longest = [], 0
    for stay in stays:
        if stay.exact and stay.joined and stay.left:
            spans.append((max(stay.joined, window[0]), min(stay.left, window[1])))
        else:
            longest = max(longest, stay.seconds)
    seconds, until = 0.0, window[0]
    for start, end in sorted(spans):
        seconds += max((end - max(start, until)).total_seconds(), 0.0)
        until = max(until, end)
    return max(int(seconds), min(longest, int((window[1] - window[0]).total_seconds())))


@dataclasses.dataclass(frozen=True, slots=True)
class Held:
    """A session that was held, in its order in the cycle: how long it was, and how long each one was there.

    `begins`: when, as far as it is known.
    """

    key: str
    name: str
    seconds: int
    present: Mapping[str, int]
    begins: dt.datetime | None = None

    @property
    def until(self) -> dt.datetime | None:
        """When it ended, as far as it is known."""
        return self.begins + dt.timedelta(seconds=self.seconds) if self.begins else None

    def came(self) -> frozenset[str]:
        """Who was there at all."""
        return frozenset(key for key, seconds in self.present.items() if seconds >= CAME)

    def stayed(self, minutes: int) -> frozenset[str]:
        """Who was there for so many minutes at least; exactly so many is enough."""
        return frozenset(key for key, seconds in self.present.items() if seconds >= minutes * 60)


def at_once(sessions: Sequence[Held]) -> list[Held]:
    """Sessions one after the other: those beside each other are one, for nobody is at two working tables.

    Who was at one of them was there; how long is the longest of hers.
    """
    result: list[Held] = []
    for one in sorted(sessions, key=lambda held: held.begins or dt.datetime.max.replace(tzinfo=dt.UTC)):
        last = result[-1] if result else None
        if last is None or one.begins is None or last.until is None or one.begins >= last.until:
            result.append(one)
            continue
        keys = last.present.keys() | one.present.keys()
        present = {key: max(last.present.get(key, 0), one.present.get(key, 0)) for key in keys}
        seconds = max(last.seconds, one.seconds)
        result[-1] = dataclasses.replace(
            last, name=f"{last.name} · {one.name}", seconds=seconds, present=present
        )
    return result


@dataclasses.dataclass(frozen=True, slots=True)
class Attendance:
    """How much of a whole event somebody was there: seconds of all, and in how many sessions long enough."""

    key: str
    seconds: int
    of: int
    sessions: int

    @property
    def minutes(self) -> int:
        """Whole minutes."""
        return self.seconds // 60

    @property
    def share(self) -> int:
        """Hundredths, rounded down."""
        return self.seconds * 100 // self.of if self.of else 0


def attendances(sessions: Sequence[Held], minutes: int) -> list[Attendance]:
    """Everybody who was there, with her time over all sessions, none of which counts for more than it was.

    `minutes`: from so many on a session counts for the certificate.
    """
    of = sum(session.seconds for session in sessions)
    long = [session.stayed(minutes) for session in sessions]
    totals: dict[str, int] = {}
    for session in sessions:
        for key, seconds in session.present.items():
            totals[key] = totals.get(key, 0) + min(seconds, session.seconds)
    return [Attendance(key, total, of, sum(key in one for one in long)) for key, total in totals.items()]


def floor(minutes: int | None) -> int:
    """From how many minutes on a session counts for the certificate, where the event says nothing of it too."""
    return minutes or CAME // 60


def earn(sessions: Sequence[Held], *, needed: int | None, minutes: int | None) -> list[str]:
    """Who earned the certificate: in so many sessions, so many minutes in each. Nobody where there is none."""
    if not needed:
        return []
    rows = attendances(sessions, floor(minutes))
    return [row.key for row in rows if row.sessions >= needed]
