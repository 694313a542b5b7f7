"""Where things are: the checkout, and the home folder of everything that is kept."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
_OPEN, _CLOSED = 0o711, 0o700
_FOLDERS = ("logins", "keys", "slots", "anchors", "files", "log", "mail", "run")


def home() -> Path:
    """CONTRATRATA_HOME, else `var` in the checkout."""
    return Path(os.environ.get("CONTRATRATA_HOME") or ROOT / "var").absolute()


def lay_home(folder: Path) -> None:
    """Make the home and its folders, closed to other accounts.

    As root the home itself may be passed through (not listed): the database runs under another account.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if folder.stat().st_uid == os.geteuid():
        folder.chmod(_OPEN if os.geteuid() == 0 else _CLOSED)
    for name in _FOLDERS:
        path = folder.joinpath(name)
        path.mkdir(mode=_CLOSED, exist_ok=True)
        # One made by somebody else (an earlier version, a library) may stand open.
        if path.stat().st_uid == os.geteuid():
            path.chmod(_CLOSED)


def fingerprint(files: Iterable[Path], *also: str) -> str:
    """A hash of the files' names and contents, to know whether a step must be done again."""
    digest = hashlib.sha256("\0".join(also).encode())
    for file in sorted(files):
        digest.update(b"\0" + file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()
