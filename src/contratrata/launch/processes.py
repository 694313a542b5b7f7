"""Processes told apart by id *and* start time, so that a reused id is never mistaken for ours."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

_PROC = Path("/proc")


def start_mark(pid: int) -> str | None:
    """When the live process `pid` was started, as an opaque mark; None when there is none.

    A zombie counts as gone: it holds no file and answers nobody.
    """
    if _PROC.joinpath("self").exists():
        try:
            fields = _PROC.joinpath(str(pid), "stat").read_text().rpartition(")")[2].split()
        except OSError:
            return None
        return None if fields[0] in "ZX" else fields[19]
    output = subprocess.run(
        ["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout.split()
    return None if not output or output[0].startswith("Z") else " ".join(output[1:])


def alive(pid: int) -> bool:
    """Whether `pid` runs. Takes leave of it first when it is a dead child of ours."""
    with contextlib.suppress(ChildProcessError, OSError):
        os.waitpid(pid, os.WNOHANG)
    return start_mark(pid) is not None


def working_in(folder: Path) -> list[int]:
    """Ids of the live processes whose working directory is `folder` (empty where /proc is absent)."""
    result = []
    wanted = str(folder.resolve())
    for entry in _PROC.glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if str(entry.joinpath("cwd").readlink()) == wanted:
                result.append(int(entry.name))
    return result


def works_in(pid: int, folder: Path) -> bool | None:
    """Whether the process has `folder` as its working directory; None where that cannot be known."""
    if not _PROC.joinpath("self").exists():
        return None
    try:
        return _PROC.joinpath(str(pid), "cwd").readlink() == folder.resolve()
    except OSError:
        return False


def wait_until(done: Callable[[], bool], seconds: float, pause: float = 0.02) -> bool:
    """Ask `done` until it is true or the time is over; tells which."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() >= end:
            return False
        time.sleep(pause)
    return True


def signal_if_alive(pid: int, number: signal.Signals, *, group: bool = False) -> None:
    """Send a signal to the process, or to the group it leads, ignoring that it has just gone."""
    try:
        if group:
            os.killpg(pid, number)
        else:
            os.kill(pid, number)
    except OSError as problem:
        if problem.errno not in {errno.ESRCH, errno.EPERM}:
            raise


class PidFile:
    """`<pid> <start mark>` of a process we started, kept so that the next run can find it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, pid: int) -> None:
        self.path.write_text(f"{pid}\n{start_mark(pid) or ''}\n", encoding="ascii")

    def pid(self) -> int | None:
        """The id when that very process still runs, else None."""
        try:
            first, mark, *_ = self.path.read_text(encoding="ascii").split("\n")
            pid = int(first)
        except (OSError, ValueError):
            return None
        return pid if mark and alive(pid) and start_mark(pid) == mark else None

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)


def stop_group(pid: int, seconds: float = 10.0) -> None:
    """Ask the leader of a process group to end, then end by force whatever of the group is left."""
    signal_if_alive(pid, signal.SIGTERM)
    wait_until(lambda: not alive(pid), seconds)
    signal_if_alive(pid, signal.SIGKILL, group=True)
    wait_until(lambda: not alive(pid) and not _group_alive(pid), 5.0)


def _group_alive(leader: int) -> bool:
    """Whether any process of the group still runs (zombies do not)."""
    for entry in _PROC.glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _parent, group, *_ = entry.read_text().rpartition(")")[2].split()
            if group == str(leader) and state not in "ZX":
                return True
    return False
