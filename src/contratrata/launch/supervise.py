"""Keep the house running: web, worker and database are started again when they die, and all end together."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from contratrata.launch.account import Account
from contratrata.launch.cluster import Cluster
from contratrata.launch.errors import LaunchError
from contratrata.launch.logs import rotate
from contratrata.launch.processes import PidFile, signal_if_alive, stop_group, wait_until

_LONGEST_WAIT = 30.0
_SETTLED = 60.0  # having run this long, a service starts again at once
_TICK = 1.0
_LOGS_EVERY = 60.0


@dataclass
class Service:
    """One long-running program: started in a process group of its own, its id kept in `pid_file`."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    log: Path
    pid_file: PidFile
    pass_fds: tuple[int, ...] = ()
    patience: float = 15.0
    account: Account = field(default_factory=lambda: Account(os.geteuid(), os.getegid()))
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _failures: int = field(default=0, init=False)
    _started: float = field(default=0.0, init=False)
    _not_before: float = field(default=0.0, init=False)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.account.prefix, *self.command],
                env=dict(self.env),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=self.pass_fds,
                **self.account.popen_arguments(),
            )
        self._started = time.monotonic()
        self.pid_file.write(self.process.pid)

    def tend(self, now: float) -> str | None:
        """Start again what has died, later each time it dies young. What to tell the person, if anything."""
        if self.process is None:
            if now >= self._not_before:
                self.start()
            return None
        code = self.process.poll()
        if code is None:
            return None
        # Children that outlive their leader would hold connections and locks.
        signal_if_alive(self.process.pid, signal.SIGKILL, group=True)
        self.process = None
        self._failures = 0 if now - self._started > _SETTLED else self._failures + 1
        pause = min(0.25 * 2**self._failures, _LONGEST_WAIT)
        self._not_before = now + pause
        return f"{self.name} se detuvo ({_ending(code)}); se inicia de nuevo. Registro: {self.log}"

    def ask_to_end(self) -> None:
        if self.process is not None:
            signal_if_alive(self.process.pid, signal.SIGTERM)

    def end(self) -> None:
        """Wait for the end asked for, then end by force what is left of the group."""
        if self.process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(self.patience)
        signal_if_alive(self.process.pid, signal.SIGKILL, group=True)
        self.process.wait()
        self.process = None
        self.pid_file.remove()


class Supervisor:
    """Runs `services` (and `cluster`, when the database is our own) until a signal asks to stop."""

    def __init__(self, services: Sequence[Service], cluster: Cluster | None) -> None:
        self.services = services
        self.cluster = cluster
        self.stopping = False
        self._parent = os.getppid()
        self._database_not_before = 0.0
        self._database_failures = 0
        self._logs_not_before = 0.0
        self._awake_read, self._awake_write = os.pipe()
        for end in (self._awake_read, self._awake_write):
            os.set_blocking(end, False)

    def listen_for_signals(self) -> None:
        """From here on Ctrl-C, TERM and a closed terminal mean: stop in order."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        signal.set_wakeup_fd(self._awake_write, warn_on_full_buffer=False)

    def start(self) -> None:
        for service in self.services:
            service.start()

    def run(self) -> None:
        """Tend everything until asked to stop; between ticks it sleeps, and a dying child wakes it."""
        while not self.stopping:
            for values in self._tend():
                print(f"  {values}", flush=True)
            select.select([self._awake_read], [], [], _TICK)
            with contextlib.suppress(BlockingIOError):
                os.read(self._awake_read, 512)
            # Under make: when make itself was killed nobody is left to press Ctrl-C.
            self.stopping = self.stopping or ("MAKELEVEL" in os.environ and os.getppid() != self._parent)

    def stop(self) -> None:
        """End web and worker together, then the database."""
        for service in self.services:
            service.ask_to_end()
        for service in self.services:
            service.end()
        if self.cluster is not None:
            self.cluster.stop()

    def _tend(self) -> Iterator[str]:
        now = time.monotonic()
        if self.cluster is not None and now >= self._database_not_before and self.cluster.pid() is None:
            yield "La base de datos se detuvo; se inicia de nuevo."
            try:
                self.cluster.start()
                self._database_failures = 0
            except LaunchError as problem:
                self._database_failures += 1
                self._database_not_before = now + min(2.0**self._database_failures, _LONGEST_WAIT)
                yield str(problem)
        if now >= self._logs_not_before:
            self._logs_not_before = now + _LOGS_EVERY
            rotate([*(one.log for one in self.services), *([self.cluster.log] if self.cluster else [])])
        for service in self.services:
            values = service.tend(now)
            if values:
                yield values

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True


def stop_left_over(folder: Path) -> list[str]:
    """End what an earlier run, killed itself, left running. Tells the names of what was ended."""
    ended = []
    for path in sorted(folder.glob("*.pid")):
        stored = PidFile(path)
        pid = stored.pid()
        if pid is not None:
            stop_group(pid)
            wait_until(lambda remaining=stored: remaining.pid() is None, 5.0)  # type: ignore[misc]
            ended.append(path.stem)
        stored.remove()
    return ended


def _ending(code: int) -> str:
    if code >= 0:
        return f"código {code}"
    with contextlib.suppress(ValueError):
        return f"señal {signal.Signals(-code).name}"
    return f"señal {-code}"
