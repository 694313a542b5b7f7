"""The heads of the chains, kept outside the database: whoever cuts a tail there cannot cut it here.

One JSON line a head in `<anchors folder>/<year-month>.jsonl`, on the disk before the sealer goes on, each
line with its own keyed hash. Copy the folder to another machine: who holds both it and the
database can cut both.
"""

import base64
import datetime as dt
import json
import os
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings

from contratrata.ground.base import clock
from contratrata.ground.vault.public import master


class Head(NamedTuple):
    """The last seal of an organisation at some moment."""

    organisation_id: uuid.UUID
    sequence: int
    mac: bytes


class Anchored(NamedTuple):
    """What the anchors say: the seals that must be there, and what a restore is known to have lost."""

    heads: dict[uuid.UUID, dict[int, bytes]]
    lost: dict[uuid.UUID, int]
    broken: list[str]


def _proved(told: dict[str, Any]) -> bytes:
    return json.dumps(told, sort_keys=True, separators=(",", ":")).encode()


def _line(told: dict[str, Any]) -> str:
    proof = master.seal_mac().compute_mac(_proved(told))
    return json.dumps({**told, "proof": base64.b64encode(proof).decode()}, separators=(",", ":")) + "\n"


def _append(lines: list[str], at: dt.datetime) -> None:
    folder = Path(settings.ANCHORS_FOLDER)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    # One write of whole lines: a crash leaves at most one broken line at the end, which reading names.
    path = folder / f"{at:%Y-%m}.jsonl"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, "".join(lines).encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def append(heads: Iterable[Head]) -> None:
    """Anchor these heads, on the disk for certain."""
    at = clock.now().astimezone(dt.UTC)
    lines = [
        _line(
            {
                "organisation": str(head.organisation_id),
                "sequence": head.sequence,
                "mac": base64.b64encode(head.mac).decode(),
                "at": at.isoformat(),
            }
        )
        for head in heads
    ]
    if lines:
        _append(lines, at)


def append_restore(heads: dict[uuid.UUID, int]) -> None:
    """Say that the database was restored with these heads: what was anchored past them is known lost."""
    at = clock.now().astimezone(dt.UTC)
    told = {"restored": {str(one): sequence for one, sequence in sorted(heads.items())}, "at": at.isoformat()}
    _append([_line(told)], at)


def _lines() -> Iterator[tuple[str, dict[str, Any] | None]]:
    for path in sorted(Path(settings.ANCHORS_FOLDER).glob("[0-9][0-9][0-9][0-9]-[0-9][0-9].jsonl")):
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                where = f"{path.name}:{number}"
                try:
                    told = json.loads(line)
                    proof = base64.b64decode(told.pop("proof"))
                    master.seal_mac().verify_mac(proof, _proved(told))
                except master.MasterKeyMissing:
                    raise
                except Exception:  # noqa: BLE001 - whatever is wrong with it, the line is not ours
                    yield where, None
                else:
                    yield where, told


def read() -> Anchored:
    """All anchors, in the order of their writing. Raises `MasterKeyMissing`."""
    heads: dict[uuid.UUID, dict[int, bytes]] = {}
    lost: dict[uuid.UUID, int] = {}
    broken: list[str] = []
    for where, told in _lines():
        if told is None:
            broken.append(where)
        elif "restored" in told:
            restored = {uuid.UUID(one): int(sequence) for one, sequence in told["restored"].items()}
            for organisation, kept in heads.items():
                last = restored.get(organisation, 0)
                gone = [sequence for sequence in kept if sequence > last]
                if gone:
                    lost[organisation] = lost.get(organisation, 0) + max(gone) - last
                for sequence in gone:
                    del kept[sequence]
        else:
            mine = heads.setdefault(uuid.UUID(told["organisation"]), {})
            mine[int(told["sequence"])] = base64.b64decode(told["mac"])
    return Anchored(heads, lost, broken)
