"""What the worker does again and again: sealing, deadlines, cleaning up.

A package of a lower storey declares its own in `periodic.py` as `PERIODIC = [(seconds, function)]`; the doors
may append plain functions to `PERIODIC` here, called every `DEADLINES` seconds. Each function opens its own
scope and must be safe to call twice.
"""

import contextlib
import dataclasses
import hashlib
import logging
import random
import threading
from collections.abc import Callable, Iterator
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.utils.module_loading import module_has_submodule

from contratrata.care.referrals.public import expire_and_escalate_all
from contratrata.ground.audit.public import seal_waiting
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import Organisation, job_scope
from contratrata.ground.vault.public import drafts

SEALING = 3.0
DEADLINES = 20.0
CLEANING = 3600.0
LONGEST_WAIT = 15.0
_log = logging.getLogger(__name__)

#: Functions of the doors called every `DEADLINES` seconds.
PERIODIC: list[Callable[[], object]] = [expire_and_escalate_all]


@dataclasses.dataclass(frozen=True, slots=True)
class Loop:
    """One thing done every so many seconds by one worker at a time, whichever holds its lock."""

    name: str
    seconds: float
    run: Callable[[], object]

    @property
    def lock(self) -> int:
        """The key of its advisory lock: a signed 64-bit number from its name."""
        digest = hashlib.sha256(f"contratrata-loop-{self.name}".encode()).digest()
        return int.from_bytes(digest[:8], "big", signed=True)


def clear_sessions() -> None:
    """Remove sessions that have run out."""
    engine = import_module(settings.SESSION_ENGINE)
    engine.SessionStore.clear_expired()


def clear_drafts() -> None:
    """Remove what was being typed and was never gone back to."""
    for organisation in Organisation.objects.order_by("id"):
        with acting(job_scope(organisation)):
            drafts.clean_up()


def declared() -> list[Loop]:
    """Every loop of the house: our own, those of the packages, those of the doors."""
    found = [
        Loop("sealing", SEALING, seal_waiting),
        Loop("sessions", CLEANING, clear_sessions),
        Loop("drafts", CLEANING, clear_drafts),
    ]
    for app in apps.get_app_configs():
        if module_has_submodule(app.module, "periodic"):
            module = import_module(f"{app.name}.periodic")
            found += [
                Loop(f"{app.label}.{function.__name__}", seconds, function)
                for seconds, function in getattr(module, "PERIODIC", ())
            ]
    found += [Loop(f"doors.{function.__name__}", DEADLINES, function) for function in PERIODIC]
    return found


@contextlib.contextmanager
def _held(key: int) -> Iterator[bool]:
    """Hold an advisory lock of this connection, or learn that another worker does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        row = cursor.fetchone()
    mine = bool(row and row[0])
    try:
        yield mine
    finally:
        if mine and connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


def run_once(loop: Loop) -> bool:
    """Run a loop's function now if no other worker does; tells whether it ran."""
    with _held(loop.lock) as mine:
        if mine:
            loop.run()
        return mine


def keep_running(loop: Loop, stop: threading.Event) -> None:
    """Until told to stop: run, rest, run. A database that is away is tried again, later each time."""
    failures = 0
    try:
        while not stop.is_set():
            try:
                run_once(loop)
                failures = 0
            except DatabaseError as error:
                failures += 1
                # The message of a database error may quote a row: only its kind is told.
                _log.warning("%s: database error (%s)", loop.name, type(error).__name__)
                connection.close()
            except Exception:  # noqa: BLE001 - whatever it was, the other loops and the next round go on
                failures += 1
                _log.exception("%s failed", loop.name)
                connection.close()
            # A little chance, so that loops that failed together do not come back together.
            pause = (
                min(loop.seconds * 2**failures, max(LONGEST_WAIT, loop.seconds)) if failures else loop.seconds
            )
            stop.wait(pause * random.uniform(0.9, 1.0))  # noqa: S311 - no secret
    finally:
        connection.close()


def start(stop: threading.Event) -> list[threading.Thread]:
    """A thread for each loop; they end soon after `stop` is set."""
    threads = [
        threading.Thread(target=keep_running, args=(loop, stop), name=loop.name, daemon=True)
        for loop in declared()
    ]
    for thread in threads:
        thread.start()
    return threads
