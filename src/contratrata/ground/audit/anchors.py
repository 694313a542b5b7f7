"""The heads of the chains, kept outside the database: whoever cuts a tail there cannot cut it here.

One JSON line a head in `<anchors folder>/<year-month>.jsonl`, on the disk before the sealer goes on; every few minutes
a line that says that nothing happened. The lines are a chain of their own (`anchor_files`); who holds the folder, its
copy and the database can cut all three.
"""

import base64
import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any, NamedTuple

from contratrata.ground.base import clock

from . import anchor_files

#: How often a line is written though nothing happened, and from when on silence means something. Seconds; minutes.
BEAT = 300.0
SILENCE = dt.timedelta(minutes=15)


class Head(NamedTuple):
    """The last seal of an organisation at some moment."""

    organisation_id: uuid.UUID
    sequence: int
    mac: bytes


@dataclasses.dataclass(slots=True)
class Anchored:
    """What the anchors say: the seals that must be there, and what a restore is known to have lost.

    `reached`: how far each chain was anchored at all. `broken`: lines that are not ours; `cut`: lines whose former line
    is missing; `copies`: files that differ from their copy. `silences`: from when to when no line was written.
    `turned`: how far each chain went when the seal key was last turned, `age` the key since then: what a former key
    sealed past that is not ours.
    """

    heads: dict[uuid.UUID, dict[int, bytes]] = dataclasses.field(default_factory=dict)
    lost: dict[uuid.UUID, int] = dataclasses.field(default_factory=dict)
    reached: dict[uuid.UUID, int] = dataclasses.field(default_factory=dict)
    broken: list[str] = dataclasses.field(default_factory=list)
    cut: list[str] = dataclasses.field(default_factory=list)
    copies: list[str] = dataclasses.field(default_factory=list)
    silences: list[tuple[dt.datetime, dt.datetime]] = dataclasses.field(default_factory=list)
    first: dt.datetime | None = None
    last: dt.datetime | None = None
    restored_first: bool = False
    turned: dict[uuid.UUID, int] = dataclasses.field(default_factory=dict)
    age: int = 0

    def take(self, data: dict[str, Any], age: int = 0) -> None:
        """One line that is ours."""
        at = dt.datetime.fromisoformat(data["at"])
        if self.first is None:
            self.first, self.restored_first = at, "restored" in data
        if self.last is not None and at - self.last > SILENCE:
            self.silences.append((self.last, at))
        self.last = at
        if "restored" in data:
            self._restore({uuid.UUID(one): int(sequence) for one, sequence in data["restored"].items()})
        elif "turned" in data and age > self.age:
            self.age, self.turned = age, {uuid.UUID(one): int(last) for one, last in data["turned"].items()}
        elif "organisation" in data:
            one, sequence = uuid.UUID(data["organisation"]), int(data["sequence"])
            self.heads.setdefault(one, {})[sequence] = base64.b64decode(data["mac"])
            self.reached[one] = max(sequence, self.reached.get(one, 0))

    def _restore(self, restored: dict[uuid.UUID, int]) -> None:
        for organisation, stored in self.heads.items():
            last = restored.get(organisation, 0)
            gone = [sequence for sequence in stored if sequence > last]
            if gone:
                self.lost[organisation] = self.lost.get(organisation, 0) + max(gone) - last
            for sequence in gone:
                del stored[sequence]
        self.reached = dict(restored)


def append(heads: Iterable[Head]) -> None:
    """Anchor these heads, on the disk for certain."""
    at = clock.now().astimezone(dt.UTC)
    lines = [
        {
            "organisation": str(head.organisation_id),
            "sequence": head.sequence,
            "mac": base64.b64encode(head.mac).decode(),
            "at": at.isoformat(),
        }
        for head in heads
    ]
    if lines:
        anchor_files.add(lines, at)


def append_restore(heads: dict[uuid.UUID, int]) -> None:
    """Say that the database was restored with these heads: what was anchored past them is known lost."""
    at = clock.now().astimezone(dt.UTC)
    values = {
        "restored": {str(one): sequence for one, sequence in sorted(heads.items())},
        "at": at.isoformat(),
    }
    anchor_files.add([values], at)


def append_turn(heads: Iterable[Head]) -> None:
    """Say with the new seal key how far each chain goes that former keys sealed, and by which seal it ends there."""
    ends = list(heads)
    append(ends)
    at = clock.now().astimezone(dt.UTC)
    values = {str(head.organisation_id): head.sequence for head in ends}
    anchor_files.add([{"turned": values, "at": at.isoformat()}], at)


def beat() -> None:
    """Say that the anchors are kept, though nothing happened."""
    at = clock.now().astimezone(dt.UTC)
    anchor_files.add([{"beat": True, "at": at.isoformat()}], at)


def read() -> Anchored:
    """All anchors, in the order of their writing. Raises `MasterKeyMissing`."""
    anchored = Anchored(copies=anchor_files.unlike_the_copy())
    whole = True
    for line in anchor_files.read():
        if line.content is None:
            anchored.broken.append(line.where)
        else:
            # After a line that is not ours the next one follows something unknown; that is told already.
            if whole and not line.follows:
                anchored.cut.append(line.where)
            anchored.take(line.content, line.age)
        whole = line.content is not None
    return anchored
