"""`make run` as a person has it: it answers, survives kill -9 of each part, stops with all it started."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import sysconfig
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from contratrata.launch import household
from contratrata.launch.cluster import Cluster
from contratrata.launch.places import ROOT
from contratrata.launch.processes import PidFile, alive, wait_until
from contratrata.launch.supervise import stop_left_over


class Run:
    """One `make run` after the environment stands, with a home of its own and without demonstration."""

    def __init__(self, home: Path, python: str = sys.executable, path: str = str(ROOT / "src")) -> None:
        self.home = home
        self.said: list[str] = []
        stored = {k: v for k, v in os.environ.items() if not k.startswith(("CONTRATRATA", "DJANGO"))}
        stored.pop("DATABASE_URL", None)
        values = {"CONTRATRATA_HOME": str(home), "CONTRATRATA_DEMO": "no", "PORT": "8730"}
        self.process = subprocess.Popen(
            [python, "-m", "contratrata.launch.run"],
            env=stored | values | {"PYTHONPATH": path},
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


def as_root(pid: int | None) -> bool:
    """Whether the process has root's powers (an empty set of effective capabilities is none)."""
    values = Path(f"/proc/{pid}/status").read_text()
    return "CapEff:\t0000000000000000" not in values


def test_the_whole_house_from_first_start_to_last_stop(home: Path) -> None:
    first = Run(home)
    assert first.answers()
    for name in ("web", "worker"):
        assert not as_root(first.pid(name))
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
    assert home.joinpath("keys").stat().st_mode & 0o007 == 0


_OPENS = """
import sys
for name in sys.argv[1:]:
    try:
        open(name, "rb").close()
        print(name)
    except PermissionError:
        pass
"""


def as_the_web(command: list[str], env: dict[str, str]) -> str:
    """What a command says that runs under the web's account."""
    done = subprocess.run(
        command, env=env, cwd="/", user=household.WEB, group=household.GROUP, extra_groups=[],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout


def reachable_python() -> tuple[str, str] | None:
    """A Python that other accounts can run, with our packages on its path; None when there is none here."""
    path = os.pathsep.join([str(ROOT / "src"), sysconfig.get_path("purelib")])
    mine = sys.version_info[:2]
    for python in (sys.executable, f"/usr/bin/python{mine[0]}.{mine[1]}"):
        with contextlib.suppress(OSError, subprocess.CalledProcessError):
            as_the_web([python, "-c", "import gunicorn"], {"PYTHONPATH": path})
            return python, path
    return None


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has other accounts to give")
def test_started_by_root_the_web_reads_its_own_and_nothing_of_the_others(home: Path) -> None:
    result = reachable_python()
    if result is None:
        pytest.skip("no Python here that another account can run")
    run = Run(home, *result)
    try:
        assert run.answers()
        uids = {name: Path(f"/proc/{run.pid(name)}").stat().st_uid for name in ("web", "worker")}
        assert uids == {"web": household.WEB, "worker": household.WORKER}
        assert Cluster(home).data.stat().st_uid != household.WEB
        stored = [path for path in home.rglob("*") if path.is_file() and path.parent.name != "static"]
        asked = [path for path in stored if "pg" not in path.parts or path.name in {"password", "PG_VERSION"}]
        values = as_the_web([result[0], "-c", _OPENS, *map(str, asked)], {})
        opened = {str(Path(line).relative_to(home)) for line in values.splitlines()}
        private = {"keys/master.json", "keys/django.key", "logins/app.json", "slots/contratrata"}
        assert private <= opened
        never = {"keys/seal.json", "database.json", "logins/owner.json", "logins/keeper.json", "logins/worker.json",
                 "pg/password", "log/web.log"}  # fmt: skip
        assert never <= {str(path.relative_to(home)) for path in asked}
        assert not [
            name for name in opened if name in never or name.startswith(("anchors/", "mail/", "log/", "pg/"))
        ]
        assert wait_until(lambda: any((home / "anchors").glob("*.jsonl")), 30.0)  # the worker does reach them
        # The web reads what erasing overwrites, and cannot overwrite it itself.
        slots = home / "slots" / "contratrata"
        assert slots.stat().st_uid == household.WORKER
        writes = "import os, sys; sys.exit(os.access(sys.argv[1], os.W_OK))"
        assert as_the_web([result[0], "-c", writes, str(slots)], {}) == ""
    finally:
        run.end(signal.SIGTERM)
