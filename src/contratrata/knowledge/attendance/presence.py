"""How long somebody was there: her stays together, however many devices she had and under whatever names."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from .reports.report import Stay

Key = TypeVar("Key")
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
    """A session that was held, in its order in the cycle: how long it was, and how long each one was there."""

    key: str
    name: str
    seconds: int
    present: Mapping[str, int]

    def came(self) -> frozenset[str]:
        """Who was there at all."""
        return frozenset(key for key, seconds in self.present.items() if seconds >= CAME)

    def stayed(self, share: int) -> frozenset[str]:
        """Who was there for so many hundredths of it at least."""
        return frozenset(
            key for key, seconds in self.present.items() if reaches(seconds, self.seconds, share)
        )


def reaches(seconds: int, whole: int, share: int) -> bool:
    """Whether it is at least so many hundredths of the whole; exactly so many is enough."""
    return whole > 0 and seconds * 100 >= whole * share


@dataclasses.dataclass(frozen=True, slots=True)
class Attendance(Generic[Key]):
    """How much of a whole event somebody was there."""

    key: Key
    seconds: int
    of: int

    @property
    def minutes(self) -> int:
        """Whole minutes."""
        return self.seconds // 60

    @property
    def share(self) -> int:
        """Hundredths, rounded down: nobody reads 75 % who is refused at 75."""
        return self.seconds * 100 // self.of if self.of else 0

    def earns(self, share: int) -> bool:
        """Whether it is enough for a certificate."""
        return reaches(self.seconds, self.of, share)


def attendances(sessions: Sequence[Held]) -> list[Attendance[str]]:
    """Everybody who was there, with her time over all sessions, none of which counts for more than it was."""
    of = sum(session.seconds for session in sessions)
    totals: dict[str, int] = {}
    for session in sessions:
        for key, seconds in session.present.items():
            totals[key] = totals.get(key, 0) + min(seconds, session.seconds)
    return [Attendance(key, seconds, of) for key, seconds in totals.items()]
