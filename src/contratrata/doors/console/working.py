"""The worker of jobs: LISTEN/NOTIFY, back again after the database was away, jobs of the dead taken up."""

import asyncio
import contextlib
import datetime as dt
import logging
import signal
import threading

from procrastinate import App, PsycopgConnector
from procrastinate.contrib.django import app as django_app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.jobs import DeleteJobCondition, Status

from contratrata.ground.base import clock

from . import loops

#: A job that was taken up so often without an end is given up: it may be what kills the worker.
MOST_ATTEMPTS = 10
_FORGET_AFTER_HOURS = 24 * 14
_FORGET_EVERY = 3600.0
_log = logging.getLogger(__name__)


def jobs_app() -> App:
    """The app the worker runs with: the same tasks, on connections of its own.

    Not `replace_connector`: a job that defers another does so on Django's connection, in its transaction.
    """
    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=4)
    created = App(connector=connector, worker_defaults=django_app.worker_defaults)
    created.tasks = django_app.tasks
    created.periodic_registry = django_app.periodic_registry
    return created


async def take_up_stalled(app: App, *, after: float) -> int:
    """Give the jobs of workers that have not been heard of for `after` seconds back to the living."""
    taken = 0
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=after):
        if job.attempts >= MOST_ATTEMPTS:
            await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)
            _log.error("Job %s (%s) given up after %s attempts", job.id, job.task_name, job.attempts)
        else:
            await app.job_manager.retry_job(job, retry_at=clock.now() - dt.timedelta(seconds=1))
            taken += 1
    return taken


async def _tend_stalled(app: App, heartbeat: float) -> None:
    forgotten_at = 0.0
    timer = asyncio.get_running_loop().time
    while True:
        with contextlib.suppress(Exception):
            await take_up_stalled(app, after=3 * heartbeat)
            if timer() - forgotten_at > _FORGET_EVERY:
                forgotten_at = timer()
                await app.job_manager.delete_old_jobs(
                    nb_hours=_FORGET_AFTER_HOURS, include_failed=True, include_aborted=True
                )
        await asyncio.sleep(heartbeat)


async def _work_once(concurrency: int, heartbeat: float) -> None:
    app = jobs_app()
    async with app.open_async():
        tending = asyncio.create_task(_tend_stalled(app, heartbeat))
        try:
            await app.run_worker_async(
                concurrency=concurrency,
                install_signal_handlers=False,
                shutdown_graceful_timeout=10.0,
                update_heartbeat_interval=heartbeat,
                stalled_worker_timeout=3 * heartbeat,
                fetch_job_polling_interval=5.0,
                delete_jobs=DeleteJobCondition.SUCCESSFUL,
            )
        finally:
            tending.cancel()


async def _work(concurrency: int, heartbeat: float) -> None:
    """Work until TERM or Ctrl-C; whatever goes wrong meanwhile is tried again, later each time."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    failures = 0
    while not stop.is_set():
        began = asyncio.get_running_loop().time()
        working = asyncio.create_task(_work_once(concurrency, heartbeat))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if stop.is_set():
            working.cancel()
        stopping.cancel()
        (outcome,) = await asyncio.gather(working, return_exceptions=True)
        if stop.is_set():
            break
        failures = 0 if asyncio.get_running_loop().time() - began > 60 else failures + 1
        _log.warning("Worker of jobs ended (%s); it starts again", type(outcome).__name__)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), min(0.5 * 2**failures, loops.LONGEST_WAIT))


def work(*, concurrency: int = 2, heartbeat: float = 10.0) -> None:
    """Run jobs and loops until told to stop. Must be called in the main thread."""
    stop = threading.Event()
    threads = loops.start(stop)
    try:
        asyncio.run(_work(concurrency, heartbeat))
    finally:
        stop.set()
        for thread in threads:
            thread.join(timeout=10)
