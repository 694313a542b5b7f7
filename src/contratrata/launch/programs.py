"""Running other programs quietly: what they say goes to a log, and is shown only when they fail."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from contratrata.launch.errors import LaunchError

_SHOWN_LINES = 25


def call(
    command: Sequence[str | Path],
    *,
    log: Path,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> None:
    """Run to the end. Raises LaunchError with the last lines when it ends badly."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w+", encoding="utf-8", errors="replace") as output:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=cwd,
            env=dict(os.environ) | dict(env or {}),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
        if done.returncode == 0:
            return
        output.seek(0)
        tail = "".join(output.readlines()[-_SHOWN_LINES:])
    name = Path(command[0]).name
    raise LaunchError(f"«{name}» terminó con error {done.returncode} (registro: {log}):\n{tail}")
