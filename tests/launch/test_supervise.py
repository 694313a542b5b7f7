"""What dies is started again; what was asked to end, ends with its children; strangers are left alone."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from contratrata.launch.cluster import Cluster
from contratrata.launch.errors import LaunchError
from contratrata.launch.places import ROOT
from contratrata.launch.ports import listen
from contratrata.launch.processes import PidFile, alive, start_mark, wait_until
from contratrata.launch.supervise import stop_left_over

# A service with a child of its own, which says both ids and does not mind a polite request to its child.
PARENT = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
open(sys.argv[1], "a").write(f"{os.getpid()} {child.pid}\\n")
import signal; signal.pause()
"""

HOUSE = """
import sys
from pathlib import Path
from contratrata.launch.cluster import Cluster
from contratrata.launch.processes import PidFile
from contratrata.launch.supervise import Service, Supervisor
home, ids, parent = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
cluster = Cluster(home, durable=False)
service = Service("Prueba", [sys.executable, "-c", parent, ids], {}, home / "log" / "p.log",
                  PidFile(home / "run" / "p.pid"))
supervisor = Supervisor([service], cluster)
supervisor.listen_for_signals()
cluster.start()
supervisor.start()
print("up", flush=True)
supervisor.run()
supervisor.stop()
"""


class House:
    """A supervisor in a process of its own, with a database and one service."""

    def __init__(self, home: Path) -> None:
        self.cluster = Cluster(home, durable=False)
        self.cluster.create()
        self.ids = home / "ids"
        self.run = home / "run"
        self.run.mkdir(exist_ok=True)
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOUSE, str(home), str(self.ids), PARENT],
            stdout=subprocess.PIPE,
            env={"PYTHONPATH": str(ROOT / "src"), "PATH": os.defpath},
            text=True,
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "up\n"

    def pairs(self) -> list[list[int]]:
        """(leader, child) of each time the service was started."""
        text = self.ids.read_text() if self.ids.exists() else ""
        return [
            [int(pid) for pid in line.split()] for line in text.splitlines(keepends=True) if line[-1] == "\n"
        ]

    def started(self, times: int) -> list[int]:
        assert wait_until(lambda: len(self.pairs()) >= times, 15.0)
        return self.pairs()[times - 1]


@pytest.fixture
def house(own_place: Path) -> Iterator[House]:
    created = House(own_place / "una casa")
    yield created
    created.process.kill()
    created.process.communicate()
    stop_left_over(created.run)
    created.cluster.stop()


def test_what_is_killed_comes_back_and_everything_ends_together(house: House) -> None:
    leader, child = house.started(1)
    os.kill(leader, signal.SIGKILL)
    second = house.started(2)
    assert second[0] != leader
    assert wait_until(lambda: not alive(child), 5.0)  # no child outlives its leader

    database = house.cluster.pid()
    assert database is not None
    os.kill(database, signal.SIGKILL)
    assert wait_until(lambda: house.cluster.running() and house.cluster.pid() != database, 15.0)

    house.process.send_signal(signal.SIGTERM)
    assert house.process.wait(20) == 0
    assert not [pid for pair in house.pairs() for pid in pair if alive(pid)]
    assert not house.cluster.running()
    assert not list(house.run.glob("*.pid"))


def test_what_a_killed_supervisor_left_is_ended_by_the_next_run(house: House) -> None:
    pair = house.started(1)
    house.process.kill()
    house.process.wait()
    assert all(alive(pid) for pid in pair)
    assert stop_left_over(house.run) == ["p"]
    assert not [pid for pid in pair if alive(pid)]
    assert house.cluster.running()  # the next run takes the database over as it is


def test_a_reused_process_id_is_left_alone(tmp_path: Path) -> None:
    stranger = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
    try:
        tmp_path.joinpath("web.pid").write_text(f"{stranger.pid}\n1\n")
        assert stop_left_over(tmp_path) == []
        assert stranger.poll() is None
        assert not list(tmp_path.iterdir())
    finally:
        stranger.kill()
        stranger.wait()


def test_a_dead_process_is_gone_for_a_pid_file(tmp_path: Path) -> None:
    stored = PidFile(tmp_path / "x.pid")
    ended = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    stored.write(ended.pid)
    assert stored.pid() == ended.pid
    ended.communicate()
    assert stored.pid() is None
    assert start_mark(ended.pid) is None


def test_the_next_free_port_is_taken() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        if taken > 65_000:
            pytest.skip("the system gave a port too near the last one")
        with listen(taken) as door:
            host, port = door.getsockname()
    assert host == "127.0.0.1"
    assert taken < port < taken + 50


def test_a_program_on_ipv6_localhost_also_counts_as_taken() -> None:
    with socket.socket(socket.AF_INET6) as other:
        try:
            other.bind(("::1", 0))
        except OSError:
            pytest.skip("this machine has no IPv6 loopback")
        other.listen()
        taken = other.getsockname()[1]
        if taken > 65_000:
            pytest.skip("the system gave a port too near the last one")
        with listen(taken) as door:
            assert door.getsockname()[1] > taken


def test_no_port_left_is_said_in_words() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("contratrata.launch.ports._TRIED", 1)
            with pytest.raises(LaunchError, match="PORT="):
                listen(other.getsockname()[1])


def test_waiting_gives_up_in_time() -> None:
    begin = time.monotonic()
    assert not wait_until(lambda: False, 0.1)
    assert time.monotonic() - begin < 2
