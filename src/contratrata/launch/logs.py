"""The logs of the processes do not grow for ever: a full one is put aside while its process goes on writing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

MOST_BYTES = 4 * 1024 * 1024
MOST_FILES = 4


def rotate(paths: Iterable[Path], most: int = MOST_BYTES) -> list[Path]:
    """Put aside each log larger than `most` bytes as `.1`, the older ones as `.2` and so on; tells which.

    A process holds its log open and only adds to it, so the file is copied and emptied, not renamed. The few lines
    written in between are lost.
    """
    full = [path for path in paths if path.exists() and path.stat().st_size > most]
    for path in full:
        for number in range(MOST_FILES - 1, 0, -1):
            older = _aside(path, number)
            if older.exists():
                older.replace(_aside(path, number + 1))
        fresh = _aside(path, 0)
        opened = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(opened, "wb") as target, path.open("rb") as source:
            shutil.copyfileobj(source, target)
        fresh.replace(_aside(path, 1))
        os.truncate(path, 0)
    return full


def _aside(path: Path, number: int) -> Path:
    return path.with_name(f"{path.name}.{number or 'new'}")
