"""A long list of work, cut to what a person takes in and a thin link carries."""

import dataclasses
from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar
from urllib.parse import urlencode

SHOWN = 25


class Keyed(Protocol):
    """A line that can be found again."""

    @property
    def id(self) -> object: ...


K = TypeVar("K", bound=Keyed)
T = TypeVar("T")
U = TypeVar("U")


@dataclasses.dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """One part of a page of work: how many there are, the lines shown, the way to those behind them."""

    slug: str
    title: str
    total: int
    more: bool
    shown: Sequence[T]
    next_url: str
    left: int

    def filled(self, lines: Sequence[U]) -> "Part[U]":
        """The same part with its lines told."""
        return Part(self.slug, self.title, self.total, self.more, lines, self.next_url, self.left)


def cut(slug: str, title: str, items: Sequence[K], *, most: int, alone: str, after: str) -> Part[K]:
    """The first lines of a part, or those behind `after` where the part is asked for `alone`.

    A line that is gone by now begins the part anew: nothing is skipped. `more`: beyond `most` nobody counted.
    """
    start = 0
    if alone == slug and after:
        start = next((i + 1 for i, item in enumerate(items) if str(item.id) == after), 0)
    shown = items[start : start + SHOWN]
    left = len(items) - start - len(shown)
    next_url = "?" + urlencode({"parte": slug, "despues": str(shown[-1].id)}) if left else ""
    return Part(slug, title, len(items), len(items) >= most, shown, next_url, left)


def of(parts: Sequence[Part[K]], alone: str) -> list[Part[K]]:
    """The parts with lines; only the one asked for `alone`, if it has any: else there is nothing to be alone with."""
    full = [part for part in parts if part.total]
    return [part for part in full if part.slug == alone] or full
