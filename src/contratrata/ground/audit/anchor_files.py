"""The lines of the anchors on the disk: each carries the hash of the line before, and a keyed hash of its own.

Files are only added to. A process remembers the last line it wrote: when that line is gone, the next one still
follows it, so the cut shows for ever. `settings.ANCHORS_COPY` names a second place, best on another machine that lets
nobody take away.
"""

import base64
import contextlib
import datetime as dt
import fcntl
import hashlib
import json
import logging
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings

from contratrata.ground.vault.public import master

NAMES = "[0-9][0-9][0-9][0-9]-[0-9][0-9].jsonl"
_TAIL = 64 * 1024
_log = logging.getLogger(__name__)


class Line(NamedTuple):
    """A line as it was read. `told` is None for one that is not ours; `follows`: whether it follows the one before.

    `age`: which seal key proved it (`master.seal_age`).
    """

    where: str
    content: dict[str, Any] | None
    follows: bool
    age: int = 0


class _Written(NamedTuple):
    """The last line a process wrote: in which file, from where on."""

    path: Path
    start: int
    text: bytes


_written: dict[Path, _Written] = {}


def _proved(data: dict[str, Any]) -> bytes:
    return json.dumps(data, sort_keys=True, separators=(",", ":")).encode()


def _line(data: dict[str, Any], former: bytes) -> bytes:
    return _plain({**data, "prev": _digest(former)})


def _plain(data: dict[str, Any]) -> bytes:
    proof = master.seal_mac().compute_mac(_proved(data))
    whole = {**data, "proof": base64.b64encode(proof).decode()}
    return json.dumps(whole, separators=(",", ":")).encode()


def _digest(line: bytes) -> str:
    """What the line after this one carries; of the first one nothing."""
    return hashlib.sha256(line).hexdigest() if line else ""


def paths(folder: Path | None = None) -> list[Path]:
    """The files, the oldest first."""
    return sorted((folder or Path(settings.ANCHORS_FOLDER)).glob(NAMES))


def add(lines: Iterable[dict[str, Any]], at: dt.datetime) -> None:
    """Add these lines, on the disk for certain, and bring the copy up to date. Raises `MasterKeyMissing`."""
    folder = Path(settings.ANCHORS_FOLDER)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(folder):
        former = _former(folder)
        known = paths(folder)
        # Never behind the newest file: a clock that was set back must not change the order of the lines.
        path = max([*known[-1:], folder / f"{at:%Y-%m}.jsonl"])
        texts = []
        for values in lines:
            former = _line(values, former)
            texts.append(former)
        if texts:
            _write(path, texts)
            _written[folder] = _Written(path, path.stat().st_size - len(former) - 1, former)
        _copy(folder)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Two workers, or a worker and a command, take turns."""
    with folder.joinpath(".lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _former(folder: Path) -> bytes:
    """The line that the next one follows: the last one, or our own when that was taken away."""
    mine = _written.get(folder)
    if mine is not None and not _stands(mine):
        return mine.text
    for path in reversed(paths(folder)):
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _TAIL))
            lines = file.read().split(b"\n")
        if result := [line for line in lines if line]:
            return result[-1]
    return b""


def _stands(written: _Written) -> bool:
    try:
        with written.path.open("rb") as file:
            file.seek(written.start)
            return file.read(len(written.text) + 1) == written.text + b"\n"
    except FileNotFoundError:
        return False


def _write(path: Path, texts: list[bytes]) -> None:
    # One write of whole lines: a crash leaves at most one broken line at the end, which reading names.
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        size = os.fstat(handle).st_size
        broken = size > 0 and os.pread(handle, 1, size - 1) != b"\n"
        os.write(handle, (b"\n" if broken else b"") + b"\n".join(texts) + b"\n")
        os.fsync(handle)
        if os.geteuid() == 0:  # an administrator's command: the worker goes on with the file
            owner = path.parent.stat()
            os.fchown(handle, owner.st_uid, owner.st_gid)
    finally:
        os.close(handle)


def _copy(folder: Path) -> None:
    """Add to the copy what it does not have yet. A place that is away is caught up with the next time."""
    if not settings.ANCHORS_COPY:
        return
    try:
        place = Path(settings.ANCHORS_COPY)
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        for path in paths(folder):
            handle = os.open(place / path.name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                has = os.fstat(handle).st_size
                # A copy that has more is never touched: verifying tells of it.
                if has < path.stat().st_size:
                    with path.open("rb") as file:
                        file.seek(has)
                        os.write(handle, file.read())
                    os.fsync(handle)
            finally:
                os.close(handle)
    except OSError as error:
        _log.error("The copy of the anchors could not be written (%s)", type(error).__name__)


def read() -> Iterator[Line]:
    """Every line in the order of writing. Raises `MasterKeyMissing`."""
    former, chained, newest = b"", False, 0
    for path in paths():
        with path.open("rb") as file:
            for number, raw in enumerate(file, 1):
                text = raw.rstrip(b"\n")
                values, age = _opened(text)
                if age < newest:  # by a key that was turned away from before
                    values = None
                newest = max(newest, age)
                words = values.pop("prev", None) if values else None
                # Lines from before there were links may stand in front of the first link, nowhere else.
                follows = not chained if words is None else words == _digest(former)
                chained = chained or words is not None
                former = text
                yield Line(f"{path.name}:{number}", values, follows, age)


def _opened(text: bytes) -> tuple[dict[str, Any] | None, int]:
    """What a line says and which key proved it; None for one that is not ours."""
    try:
        values: dict[str, Any] = json.loads(text)
        proof = base64.b64decode(values.pop("proof"))
        master.seal_mac().verify_mac(proof, _proved(values))
    except master.MasterKeyMissing:
        raise
    except Exception:  # noqa: BLE001 - whatever is wrong with it, the line is not ours
        return None, 0
    return values, master.seal_age(proof)


def unlike_the_copy() -> list[str]:
    """The files that do not begin with what their copy holds (none where there is no copy)."""
    if not settings.ANCHORS_COPY:
        return []
    folder = Path(settings.ANCHORS_FOLDER)
    return [copy.name for copy in paths(Path(settings.ANCHORS_COPY)) if not _begins(folder / copy.name, copy)]


def _begins(path: Path, copy: Path) -> bool:
    if not path.exists():
        return False
    with path.open("rb") as own, copy.open("rb") as other:
        while chunk := other.read(1 << 20):
            if own.read(len(chunk)) != chunk:
                return False
    return True
