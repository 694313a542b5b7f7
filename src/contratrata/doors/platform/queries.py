"""How the house runs: versions, sizes, workers, jobs. Counts and names of tasks only, no argument of any job."""

import dataclasses
import datetime as dt
import tomllib
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from contratrata.ground.base import beats, clock

#: A worker that was not heard of for so long is not alive.
SILENT = dt.timedelta(minutes=2)
SHOWN = 50


@dataclasses.dataclass(frozen=True, slots=True)
class State:
    """What a first look asks: is everything in its place, and does it have room."""

    version: str
    migrations_waiting: int
    database_bytes: int
    connections: int
    most_connections: int
    worker_seen: dt.datetime | None
    jobs_failed: int
    seal_broken: dt.datetime | None = None

    @property
    def worker_alive(self) -> bool:
        """Whether a worker was heard of a moment ago."""
        return self.worker_seen is not None and clock.now() - self.worker_seen < SILENT

    @property
    def fine(self) -> bool:
        """Whether nothing of it asks to be looked at."""
        return self.worker_alive and not (self.migrations_waiting or self.jobs_failed or self.seal_broken)


@dataclasses.dataclass(frozen=True, slots=True)
class Failed:
    """A job that was given up."""

    id: int
    task: str
    attempts: int
    scheduled_at: dt.datetime | None


def rows(sql: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
    """What a statement finds."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _version() -> str:
    """The version of the code that runs; «» where it was installed without its project file."""
    try:
        project = tomllib.loads((settings.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        return str(project["version"])
    except (OSError, KeyError):
        return ""


def state() -> State:
    """The state of the platform now; few statements, whatever its size."""
    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    ((size, connections, most, seen, failed),) = rows(
        "SELECT pg_database_size(current_database()), "
        "(SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()), "
        "current_setting('max_connections')::int, "
        "(SELECT max(last_heartbeat) FROM procrastinate_workers), "
        "(SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed')"
    )
    return State(_version(), waiting, size, connections, most, seen, failed, beats.last("seal_broken"))


def tasks() -> list[tuple[str, int, int, int]]:
    """Each kind of job, and how many of it wait, are being done and were given up."""
    return [
        (str(name), waiting, doing, failed)
        for name, waiting, doing, failed in rows(
            "SELECT task_name, count(*) FILTER (WHERE status = 'todo'), count(*) FILTER (WHERE status = 'doing'), "
            "count(*) FILTER (WHERE status = 'failed') FROM procrastinate_jobs GROUP BY task_name ORDER BY task_name"
        )
    ]


def failed() -> list[Failed]:
    """The jobs that were given up, the newest first."""
    return [
        Failed(*row)
        for row in rows(
            "SELECT id, task_name, attempts, scheduled_at FROM procrastinate_jobs WHERE status = 'failed' "
            "ORDER BY id DESC LIMIT %s",
            [SHOWN],
        )
    ]
