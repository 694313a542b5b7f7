"""Proving the chains: every entry is what was sealed, in its place, none is missing, none was slipped in.

What it cannot show: an entry forged with the present time before it was sealed (the sealer chains it like any
other), and a tail that was cut from the database and from every copy of the anchors while no worker ran: then there
is only a silence in the anchors, which is told.
"""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any, Protocol

from contratrata.ground.base import clock
from contratrata.ground.vault.public import master

from . import anchors
from .chain import COLUMNS, Link, holds

#: The longest time between an act's entry and the end of its transaction; what is older was slipped in.
TOLERANCE = dt.timedelta(minutes=30)
#: The longest time between a seal and its anchor.
ANCHORED_WITHIN = dt.timedelta(minutes=2)
#: Problems told of one organisation; more of them say nothing more.
MOST = 20


class What(StrEnum):
    """What was done to a chain."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    CUT = "cut"
    ANCHOR = "anchor"
    #: A line of the anchors that does not follow the one before: what stood between was taken away.
    GAP = "gap"
    #: Sealed a while ago and in no anchor.
    UNANCHORED = "unanchored"
    #: The first anchor is younger than seals that are there.
    BEGINS = "begins"
    #: No line was added for a while: nobody keeps the anchors, or their end was taken away.
    SILENT = "silent"
    #: The anchors do not begin with what their copy holds.
    COPY = "copy"
    #: The protections of a table, a function or a login are not those that the migrations made.
    PROTECTION = "protection"


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """Where a chain does not hold. `sequence` is None for what has no place in it."""

    organisation_id: uuid.UUID | None
    sequence: int | None
    what: What
    where: str = ""


@dataclasses.dataclass(slots=True)
class Report:
    """What was found. `waiting`: entries not sealed yet, with the oldest, by organisation.

    `counts`: sealed entries by organisation; `silences`: from when to when the anchors were not kept.
    """

    chains: int = 0
    entries: int = 0
    counts: dict[uuid.UUID, int] = dataclasses.field(default_factory=dict)
    problems: list[Problem] = dataclasses.field(default_factory=list)
    waiting: dict[uuid.UUID, tuple[int, dt.datetime]] = dataclasses.field(default_factory=dict)
    lost: dict[uuid.UUID, int] = dataclasses.field(default_factory=dict)
    silences: list[tuple[dt.datetime, dt.datetime]] = dataclasses.field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether every chain holds."""
        return not self.problems


class Asks(Protocol):
    """Whatever runs a query and gives its rows one after the other (a keeper's cursor, Django's)."""

    def __call__(self, sql: str, params: list[Any]) -> Iterable[tuple[Any, ...]]: ...


_SEALS = (
    f"SELECT s.organisation_id, s.sequence, s.mac, s.sealed_at, {COLUMNS} "  # noqa: S608 - our own columns
    "FROM audit_seal s LEFT JOIN audit_entry e ON e.id = s.entry_id "
    "{where} ORDER BY s.organisation_id, s.sequence"
)
_LOOSE = (
    "SELECT e.organisation_id, e.at, u.entry_id IS NOT NULL FROM audit_entry e "
    "LEFT JOIN audit_seal s ON s.organisation_id = e.organisation_id AND s.entry_id = e.id "
    "LEFT JOIN audit_unsealed u ON u.entry_id = e.id WHERE s.id IS NULL {where}"
)
_ORPHANS = (
    "SELECT u.organisation_id FROM audit_unsealed u LEFT JOIN audit_entry e ON e.id = u.entry_id "
    "WHERE e.id IS NULL {where}"
)


@dataclasses.dataclass(slots=True)
class _Chain:
    """One organisation's chain while it is read."""

    organisation_id: uuid.UUID
    sequence: int = 0
    mac: bytes = b""
    pass_at: dt.datetime | None = None
    former_pass_at: dt.datetime | None = None
    age: int = 0
    #: How far former seal keys may have sealed, and the key since then.
    turned: tuple[int, int] = (0, 0)

    def read(self, row: tuple[Any, ...], anchored: dict[int, bytes]) -> Iterator[Problem]:
        _, sequence, mac, sealed_at, *entry = row
        mac = bytes(mac)
        gap = sequence != self.sequence + 1
        if gap:
            yield Problem(self.organisation_id, self.sequence + 1, What.REMOVED)
        if sealed_at != self.pass_at:
            self.former_pass_at, self.pass_at = self.pass_at, sealed_at
        if entry[0] is None:
            yield Problem(self.organisation_id, sequence, What.REMOVED)
        else:
            link = Link(*entry)
            # After a gap the former seal is unknown, so this one cannot be proved; the gap is told already.
            if not gap and (
                self._by_a_former_key(mac, sequence)
                or not holds(mac, self.mac, link, sequence=sequence, sealed_at=sealed_at)
            ):
                yield Problem(self.organisation_id, sequence, What.CHANGED)
            if self.former_pass_at is not None and link.at < self.former_pass_at - TOLERANCE:
                yield Problem(self.organisation_id, sequence, What.INSERTED)
        if anchored.get(sequence, mac) != mac:
            yield Problem(self.organisation_id, sequence, What.CHANGED, where="anchor")
        self.sequence, self.mac = sequence, mac

    def _by_a_former_key(self, mac: bytes, sequence: int) -> bool:
        """Whether a key sealed this after it was turned away from: whoever stole it can, and nobody of ours does."""
        age, former = master.seal_age(mac), self.age
        self.age = max(age, former)
        until, since = self.turned
        return age < former or (sequence > until and age < since)


@dataclasses.dataclass(slots=True)
class _Proof:
    """The proof while it is made: what was read so far of every chain."""

    asks: Asks
    only: list[uuid.UUID]
    anchored: anchors.Anchored
    report: Report = dataclasses.field(default_factory=Report)
    heads: dict[uuid.UUID, int] = dataclasses.field(default_factory=dict)
    passes: dict[uuid.UUID, dt.datetime] = dataclasses.field(default_factory=dict)
    oldest: dt.datetime | None = None
    _counts: dict[uuid.UUID, int] = dataclasses.field(default_factory=dict)

    def add(self, problem: Problem) -> None:
        """Tell a problem, unless enough was told of its organisation."""
        one = problem.organisation_id
        if one is not None:
            self._counts[one] = self._counts.get(one, 0) + 1
            if self._counts[one] > MOST:
                return
        self.report.problems.append(problem)

    def of(self, organisation_id: uuid.UUID) -> bool:
        """Whether this proof is about that organisation."""
        return not self.only or organisation_id in self.only

    def links(self, since: int) -> None:
        """Every sealed entry against its seal, the seal before it, and the anchors."""
        where, params = "WHERE s.sequence >= %s", [since - 1, *self.only]
        if self.only:
            where += " AND s.organisation_id = %s"
        chain: _Chain | None = None
        for row in self.asks(_SEALS.format(where=where), params):
            if chain is None or chain.organisation_id != row[0]:
                turned = (self.anchored.turned.get(row[0], 0), self.anchored.age)
                chain = _Chain(row[0], since - 1, turned=turned)
                self.report.chains += 1
            if row[1] < since:
                chain.mac, chain.pass_at = bytes(row[2]), row[3]
                continue
            self.report.entries += 1
            self.report.counts[row[0]] = self.report.counts.get(row[0], 0) + 1
            self.oldest = min(row[3], self.oldest or row[3])
            for problem in chain.read(row, self.anchored.heads.get(row[0], {})):
                self.add(problem)
            self.heads[chain.organisation_id] = chain.sequence
            if chain.pass_at is not None:
                self.passes[chain.organisation_id] = chain.pass_at

    def tails(self) -> None:
        """Whether every chain is as long as the anchors say."""
        for one, stored in self.anchored.heads.items():
            if stored and max(stored) > self.heads.get(one, 0) and self.of(one):
                self.add(Problem(one, self.heads.get(one, 0) + 1, What.CUT))

    def anchors(self, now: dt.datetime) -> None:
        """Whether the anchors themselves are whole, and reach as far as the chains."""
        values = self.anchored
        for what, places in (
            (What.ANCHOR, values.broken),
            (What.GAP, values.cut),
            (What.COPY, values.copies),
        ):
            self.report.problems += [Problem(None, None, what, where=one) for one in places[:MOST]]
        for one, sequence in self.heads.items():
            if sequence > values.reached.get(one, 0) and self.passes[one] < now - ANCHORED_WITHIN:
                self.add(Problem(one, values.reached.get(one, 0) + 1, What.UNANCHORED))
        if self.oldest is None or values.first is None or values.last is None:
            return
        if not values.restored_first and values.first > self.oldest + TOLERANCE:
            self.add(Problem(None, None, What.BEGINS, where=_minute(values.first)))
        if values.last < now - anchors.SILENCE:
            self.add(Problem(None, None, What.SILENT, where=_minute(values.last)))

    def loose(self) -> None:
        """Entries without a seal: those that wait for one, and those slipped in or whose row was taken."""
        where = "AND e.organisation_id = %s" if self.only else ""
        for one, at, queued in self.asks(_LOOSE.format(where=where), list(self.only)):
            late = one in self.passes and at < self.passes[one] - TOLERANCE
            if late or not queued:
                self.add(Problem(one, None, What.INSERTED))
                continue
            count, oldest = self.report.waiting.get(one, (0, at))
            self.report.waiting[one] = (count + 1, min(oldest, at))
        where = "AND u.organisation_id = %s" if self.only else ""
        for (one,) in self.asks(_ORPHANS.format(where=where), list(self.only)):
            self.add(Problem(one, None, What.REMOVED))


def _minute(at: dt.datetime) -> str:
    return f"{at.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC"


def verify(asks: Asks, *, organisation_id: uuid.UUID | None = None, since: int = 1) -> Report:
    """Prove every chain (or one) against its entries and the anchors. Reads one row after the other.

    `since`: prove from that sequence on, taking the seal before it as it is. `asks` must see all rows: the
    keeper's, or one organisation's in its scope. Raises `MasterKeyMissing`.
    """
    now = clock.now()  # before anything is read: what is sealed meanwhile is in no anchor that was read
    proof = _Proof(asks, [] if organisation_id is None else [organisation_id], anchors.read())
    proof.links(since)
    proof.tails()
    proof.anchors(now)
    proof.loose()
    proof.report.lost = {one: count for one, count in proof.anchored.lost.items() if proof.of(one)}
    proof.report.silences = proof.anchored.silences
    return proof.report
