"""The catalogue in memory: which published practices are of which code of a facet, as sets of bits.

Counting every box of every facet beside a search would read all practices once a facet; here it is an intersection of
sets that the process holds: a bit a practice, the newest first. Built anew when something was published, taken back or
said by another package (`stamp_now`). What a practice says is not here.
"""

import dataclasses
import threading
import uuid
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

from .facets import every_facet
from .models import Lasting, Published

#: So many answers are held, each a number a practice.
ORDERS = 40


@dataclasses.dataclass(frozen=True, slots=True)
class Index:
    """`numbers` of the practices, the newest first: the n-th is bit n of every set. `marks` by facet and code.

    `orders`: the answers to the last words that were looked for, for who goes on with them by pages and boxes.
    """

    stamp: Hashable
    numbers: tuple[int, ...]
    places: Mapping[int, int]
    marks: Mapping[str, Mapping[str, int]]
    orders: dict[str, list[int]] = dataclasses.field(default_factory=dict, compare=False)

    @property
    def everything(self) -> int:
        """The set of all."""
        return (1 << len(self.numbers)) - 1

    def order(self, words: str, ask: Callable[[str], list[int]]) -> list[int]:
        """The numbers of those that say these words, the nearest first: as they were found before, or asked now."""
        order = self.orders.get(words)
        if order is None:
            order = ask(words)
            while len(self.orders) >= ORDERS:
                self.orders.pop(next(iter(self.orders), ""), None)
            self.orders[words] = order
        return order

    def of(self, numbers: Iterable[int]) -> int:
        """The set of these; a number that is not there is passed over."""
        return _bits((self.places[one] for one in numbers if one in self.places), len(self.numbers))

    def narrowed(self, rows: int, facet: str, codes: Iterable[str]) -> int:
        """Those of a set that are of one of these codes; the whole set for no code."""
        marks, chosen = self.marks[facet], 0
        asked = list(codes)
        for code in asked:
            chosen |= marks.get(code, 0)
        return rows & chosen if asked else rows

    def counts(self, rows: int, facet: str) -> dict[str, int]:
        """How many of a set are of each code."""
        return {code: (rows & mark).bit_count() for code, mark in self.marks[facet].items()}

    def some(self, rows: int, first: int, size: int, order: Sequence[int] = ()) -> list[int]:
        """The numbers of a set from the `first`-th on, in this order of numbers (none: the newest first)."""
        held = rows.to_bytes(len(self.numbers) // 8 + 1, "little")
        places = (
            (self.places[one] for one in order if one in self.places) if order else range(len(self.numbers))
        )
        numbers: list[int] = []
        passed = 0
        for place in places:
            if held[place >> 3] >> (place & 7) & 1:
                passed += 1
                if passed > first:
                    numbers.append(self.numbers[place])
                    if len(numbers) == size:
                        break
        return numbers


_lock = threading.Lock()
_held: Index | None = None


def index() -> Index:
    """The catalogue as it is published now."""
    global _held  # noqa: PLW0603  (one for the process; what it holds is open)
    stamp = stamp_now()
    held = _held
    if held is None or held.stamp != stamp:
        with _lock:
            held = _held
            if held is None or held.stamp != stamp:
                _held = held = _built(stamp)
    return held


def stamp_now() -> Hashable:
    """What is another one after every publication and whatever other packages tell: small queries alone."""
    last = Lasting.objects.order_by("-turn").values_list("turn", "id").first()
    return (last, *(facet.stamp() for facet in every_facet()))


def _built(stamp: Hashable) -> Index:
    rows = list(Published.objects.order_by("-published_at", "id").values_list("number", "row_id"))
    place_of: dict[uuid.UUID, int] = {row_id: place for place, (_number, row_id) in enumerate(rows)}
    numbers = tuple(number for number, _row_id in rows)
    marks: dict[str, dict[str, int]] = {}
    for facet in every_facet():
        places: dict[str, list[int]] = {}
        for row_id, code in facet.codes():
            if code and row_id in place_of:
                places.setdefault(code, []).append(place_of[row_id])
        marks[facet.name] = {code: _bits(some, len(rows)) for code, some in places.items()}
    return Index(stamp, numbers, {number: place for place, number in enumerate(numbers)}, marks)


def _bits(places: Iterable[int], size: int) -> int:
    held = bytearray(size // 8 + 1)
    for place in places:
        held[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(held, "little")
