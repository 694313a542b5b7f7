"""The worker as a process of its own: it seals, runs jobs, takes up those of the dead, ends when told."""

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import house
from cast import Cast
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import Role
from contratrata.ground.notices import kinds
from contratrata.ground.notices import public as notices
from contratrata.ground.outbox import public as outbox


@pytest.fixture(autouse=True)
def declared() -> Iterator[None]:
    before = dict(kinds._kinds)
    notices.declare("test.arrived", "Llegó {code}", "noticeboard:list")
    yield
    kinds._kinds.clear()
    kinds._kinds.update(before)


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Callable[[], "subprocess.Popen[bytes]"]]:
    """Starts workers on this test's database; ends those that are left."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> "subprocess.Popen[bytes]":
        environment = os.environ | {
            "CONTRATRATA_LOGIN": "worker",
            "CONTRATRATA_EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "PYTHONPATH": str(house.ROOT / "src"),
        }
        command = [sys.executable, "-m", "contratrata.cli", "worker", "--heartbeat", "1"]
        process = subprocess.Popen(command, env=environment)
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()


def _one(sql: str) -> Any:
    with house.connect("keeper") as keeper:
        row = keeper.execute(sql).fetchone()
    assert row is not None
    return row[0]


def _until(done: Callable[[], bool], seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


def _unsealed() -> int:
    return int(_one("SELECT count(*) FROM audit_unsealed"))


def _open_jobs() -> int:
    return int(_one("SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"))


def _notify(cast: Cast) -> None:
    with acting(cast.ana.scope):
        notices.notify(
            "test.arrived", organisation_id=cast.irma.membership.organisation_id, roles=[Role.SUPERVISOR]
        )


def test_it_seals_runs_jobs_survives_a_lost_database_and_ends_when_told(
    real_cast: Cast, worker: Callable[[], "subprocess.Popen[bytes]"]
) -> None:
    assert _unsealed() > 0
    _notify(real_cast)
    process = worker()
    _until(lambda: _unsealed() == 0 and _open_jobs() == 0)

    # Every connection of the worker is cut, as when the server starts anew.
    with house.connect("owner") as owner:
        me = owner.execute("SELECT current_database()").fetchone()
    assert me is not None
    import psycopg

    with psycopg.connect(house.admin_dsn(), autocommit=True) as admin:
        cut = admin.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = %s AND usename LIKE '%%worker'",
            [me[0]],
        ).fetchone()
    assert cut is not None
    assert cut[0] >= 2
    _notify(real_cast)
    with acting(real_cast.ana.scope):
        from contratrata.ground.audit import public as audit

        audit.record("member.added")
    _until(lambda: _unsealed() == 0 and _open_jobs() == 0)
    assert process.poll() is None

    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0
    assert _one("SELECT count(*) FROM procrastinate_workers") == 0


def test_it_sends_the_messages_that_wait(
    real_cast: Cast, worker: Callable[[], "subprocess.Popen[bytes]"], settings: Any
) -> None:
    address = f"{uuid.uuid4()}@gt.example"
    outbox.send("network.invited", outbox.To(address=address), link="/invitacion/x/")
    worker()
    _until(lambda: _one("SELECT count(*) FROM outbox_message WHERE state = 'sent'") == 1)
    sent = [
        text for path in Path(settings.EMAIL_FILE_PATH).iterdir() if address in (text := path.read_text())
    ]
    assert len(sent) == 1
    assert "/invitacion/x/" in sent[0]


def test_the_job_of_a_worker_that_was_killed_is_taken_up(
    real_cast: Cast, worker: Callable[[], "subprocess.Popen[bytes]"]
) -> None:
    _notify(real_cast)
    with house.connect("owner") as owner:
        owner.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 minute')"
        )
        owner.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', attempts = 1, "
            "worker_id = (SELECT max(id) FROM procrastinate_workers)"
        )
    process = worker()
    _until(lambda: _open_jobs() == 0)
    process.kill()
    assert process.wait() == -signal.SIGKILL
