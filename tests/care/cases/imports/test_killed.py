"""A worker that is killed in the middle of an import: the next one goes on, and no row enters twice."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from bringing import again, csv_of, receive

import house
from cast import Cast
from contratrata.ground.base.scope import acting
from contratrata.ground.imports import jobs, operations, queries

pytestmark = [pytest.mark.real_commits, pytest.mark.proof]
HEAD = "prs_FirstName;prs_SecondName;prs_Citizenship;prs_Birthdate;vic_TypeOfExploitation;prs_MobilePhone"
NUMBER = 1_500


@pytest.fixture
def worker() -> Iterator[Callable[[], "subprocess.Popen[bytes]"]]:
    """Starts workers on this test's database; ends those that are left."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> "subprocess.Popen[bytes]":
        environment = os.environ | {"CONTRATRATA_LOGIN": "worker", "PYTHONPATH": str(house.ROOT / "src")}
        command = [sys.executable, "-m", "contratrata.cli", "worker", "--heartbeat", "1"]
        started.append(subprocess.Popen(command, env=environment))
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()


def _until(done: Callable[[], bool], seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def _number(sql: str) -> int:
    with house.connect("keeper") as keeper:
        row = keeper.execute(sql).fetchone()  # type: ignore[call-overload]
    return int(row[0])


def test_killed_while_reading_and_while_bringing(
    real_cast: Cast, worker: Callable[[], "subprocess.Popen[bytes]"]
) -> None:
    lines = [f"Reina;Pineda Sol{i};GTM;{1970 + i % 35};Servitude;5550-{i:04}" for i in range(NUMBER)]
    one = receive(real_cast.ana, csv_of(HEAD, *lines))
    with acting(real_cast.ana.scope):
        jobs.defer("stage", one)
    first = worker()
    _until(lambda: _number("SELECT count(*) FROM imports_importrow") > 0)
    first.kill()
    first.wait()
    assert _number("SELECT count(*) FROM imports_importrow") < NUMBER
    second = worker()
    _until(lambda: again(real_cast.ana, one).state == "staged")
    with acting(real_cast.ana.scope):
        assert queries.counts(one)["understood"] == NUMBER
        operations.apply(one.id, defer=jobs.defer)
    _until(lambda: _number("SELECT count(*) FROM cases_case") > 0)
    second.kill()
    second.wait()
    stopped = _number("SELECT count(*) FROM cases_case")
    assert 0 < stopped < NUMBER
    assert _number("SELECT count(*) FROM imports_importrow WHERE made_id IS NOT NULL") == stopped
    worker()
    _until(lambda: again(real_cast.ana, one).state == "applied")
    assert _number("SELECT count(*) FROM cases_case") == NUMBER
    assert _number("SELECT count(DISTINCT made_id) FROM imports_importrow") == NUMBER
    assert _number("SELECT count(*) FROM imports_importrow WHERE raw <> ''") == 0
