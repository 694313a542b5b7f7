"""What the worker does again and again, in one worker at a time: sealing, deadlines, cleaning up."""

import contextlib
import dataclasses
import hashlib
import logging
import random
import threading
from collections.abc import Callable, Iterator

from django.db import Error as DatabaseError
from django.db import connection

from contratrata.ground.base.package import furniture

LONGEST_WAIT = 15.0
_log = logging.getLogger(__name__)


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


def declared() -> list[Loop]:
    """Every loop of the house, as its packages bring them (`base.package.Periodic`)."""
    return [
        Loop(f"{label}.{job.run.__name__}", job.seconds, job.run)
        for label, one in furniture().items()
        for job in one.periodic
    ]


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
