"""A site that really runs: web and worker as processes of their own, on this test process's database."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import house
from contratrata.launch.processes import signal_if_alive
from contratrata.launch.run import WORKER_CLASS

_PATIENCE = 60.0


class Site:
    """Starts and ends the processes by their id; `address` is where the web answers."""

    def __init__(self, folder: Path, mode: str = "test") -> None:
        self.folder, self.mode = folder, mode
        self.door = socket.socket()
        self.door.bind(("127.0.0.1", 0))
        self.door.listen(64)
        self.address = f"http://localhost:{self.door.getsockname()[1]}"
        self.web: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None

    def _environment(self, login: str) -> dict[str, str]:
        return os.environ | {
            "CONTRATRATA_MODE": self.mode,
            "CONTRATRATA_LOGIN": login,
            "CONTRATRATA_AS_ROOT": "tests",
            "CONTRATRATA_DATABASE": house.database_of_worker(),
            "CONTRATRATA_ADDRESS": self.address,
            # Its own: another worker's site reads the tests' folder while this one fills its.
            "CONTRATRATA_STATIC": str(self.folder / "static"),
            "CONTRATRATA_EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "PYTHONPATH": str(house.ROOT / "src"),
        }

    def _start(self, name: str, command: list[str], login: str) -> "subprocess.Popen[bytes]":
        with self.log(name).open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", *command],
                env=self._environment(login),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=(self.door.fileno(),),
            )

    def log(self, name: str) -> Path:
        """What a process said."""
        return self.folder / f"{name}.log"

    def start_web(self) -> None:
        """Start gunicorn on the open door and wait for its first page. Raises when it does not come."""
        command = ["gunicorn", "contratrata.doors.web.wsgi:application", f"--bind=fd://{self.door.fileno()}"]
        command += [f"--worker-class={WORKER_CLASS}", "--workers=1", "--threads=4", "--no-control-socket"]
        self.web = self._start("web", command, "app")
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end and self.web.poll() is None:
            # The door is open: a web that is not ready keeps us waiting, it does not refuse.
            try:
                # As behind a proxy that speaks TLS, which production asks for.
                asked = urllib.request.Request(  # noqa: S310 - our own address
                    f"{self.address}/entrar/", headers={"X-Forwarded-Proto": "https"}
                )
                with urllib.request.urlopen(asked, timeout=_PATIENCE) as answer:  # noqa: S310
                    assert answer.status == 200
                return
            except (ConnectionError, TimeoutError, urllib.error.URLError):
                continue
        raise AssertionError(f"No web: {self.log('web').read_text()[-3000:]}")

    def collect_static(self) -> None:
        """Collect, compress and name the static files, as production does."""
        (self.folder / "static").mkdir(exist_ok=True)
        command = [sys.executable, "-m", "contratrata.cli", "collectstatic", "--noinput", "--verbosity=0"]
        subprocess.run(command, env=self._environment("app"), check=True, capture_output=True)

    def start_worker(self) -> None:
        """Start `contratrata worker`."""
        self.worker = self._start("worker", ["contratrata.cli", "worker", "--heartbeat=2"], "worker")

    def kill_web(self) -> None:
        """End the web with all its children at once (kill -9 of our own process group)."""
        assert self.web is not None
        signal_if_alive(self.web.pid, signal.SIGKILL, group=True)
        self.web.wait()
        self.web = None

    def stop(self) -> None:
        """Ask both to end; what does not within some seconds is ended by force."""
        for process in (self.web, self.worker):
            if process is None:
                continue
            signal_if_alive(process.pid, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(15)
            signal_if_alive(process.pid, signal.SIGKILL, group=True)
            process.wait()
        self.web = self.worker = None
        self.door.close()
