"""`make run` as a person has it: it answers, survives kill -9 of each part, stops with all it started."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from contratrata.launch.cluster import Cluster
from contratrata.launch.places import ROOT
from contratrata.launch.processes import PidFile, alive, wait_until
from contratrata.launch.supervise import stop_left_over


class Run:
    """One `make run` after the environment stands, with a home of its own and without demonstration."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.said: list[str] = []
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("CONTRATRATA", "DJANGO"))}
        kept.pop("DATABASE_URL", None)
        told = {"CONTRATRATA_HOME": str(home), "CONTRATRATA_DEMO": "no", "PORT": "8730"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "contratrata.launch.run"],
            env=kept | told | {"PYTHONPATH": str(ROOT / "src")},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)
            if "Ctrl-C" in line:
                return
        self.process.communicate()
        pytest.fail("".join(self.said))

    @property
    def address(self) -> str:
        return self.home.joinpath("run", "address").read_text()

    def pid(self, name: str) -> int | None:
        return PidFile(self.home / "run" / f"{name}.pid").pid()

    def answers(self) -> bool:
        with contextlib.suppress(OSError), urllib.request.urlopen(self.address, timeout=20) as page:  # noqa: S310
            return bool(page.status == 200)
        return False

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        rest, _ = self.process.communicate(timeout=40)
        self.said.append(rest)
        return self.process.returncode


@pytest.fixture
def home(own_place: Path) -> Iterator[Path]:
    folder = own_place / "casa propia"
    yield folder
    stop_left_over(folder / "run")
    Cluster(folder).stop()


def killed_comes_back(run: Run, name: str) -> None:
    before = run.pid(name)
    assert before is not None
    os.kill(before, signal.SIGKILL)
    assert wait_until(lambda: run.pid(name) not in {None, before}, 20.0)


def test_the_whole_house_from_first_start_to_last_stop(home: Path) -> None:
    first = Run(home)
    assert first.answers()
    killed_comes_back(first, "web")
    killed_comes_back(first, "worker")
    database = Cluster(home).pid()
    assert database is not None
    os.kill(database, signal.SIGKILL)
    assert wait_until(lambda: Cluster(home).running() and Cluster(home).pid() != database, 20.0)
    assert first.answers()

    # The supervisor itself is killed: the next run ends what it left and takes its place.
    left = [pid for pid in (first.pid("web"), first.pid("worker")) if pid]
    assert len(left) == 2
    os.kill(first.process.pid, signal.SIGKILL)
    first.process.communicate(timeout=20)
    second = Run(home)
    assert "Se detuvo lo que había quedado" in second.said[0]
    assert not [pid for pid in left if alive(pid)]
    assert second.answers()

    other = subprocess.run(
        [sys.executable, "-m", "contratrata.launch.run"],
        env={"CONTRATRATA_HOME": str(home), "PYTHONPATH": str(ROOT / "src"), "PATH": os.defpath},
        capture_output=True,
        text=True,
        check=False,
    )
    assert other.returncode == 1
    assert second.address in other.stderr

    ours = [second.pid("web"), second.pid("worker"), Cluster(home).pid()]
    assert second.end(signal.SIGINT) == 0
    assert not [pid for pid in ours if pid is None or alive(pid)]
    assert [path.name for path in (home / "run").iterdir()] == ["lock"]
    assert home.joinpath("keys").stat().st_mode & 0o777 == 0o700
