"""Signing up for one event with a quota, many at once: how many a second, and that no place is given twice.

Run: `python benchmarks/registrations.py [threads] [each]`. Threads of one process, each with a connection of its own,
commits included; bounded to this machine. Beside it the same threads send the same rows bare, already sealed, in a
transaction each. The list of all of them is timed afterwards, as a page of it is read, and the page of the form.
"""

import dataclasses
import os
import secrets
import statistics
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from psycopg.types.json import Json

import ground
from contratrata.ground.base.ids import human_code, new_id
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import job_scope
from contratrata.knowledge.events.public import page_url
from contratrata.knowledge.registrations import operations
from contratrata.knowledge.registrations.listing import list_for
from contratrata.knowledge.registrations.models import Registration
from contratrata.knowledge.registrations.operations import signing
from listing import listed
from registering import happening, somebody

#: What one registration writes.
TABLES = (
    "vault_subjectkey", "registrations_registration", "registrations_registrationmove", "outbox_message",
    "outbox_messagemove", "audit_entry",
)  # fmt: skip


def at_once(threads: int, each: int, act: Callable[[int], object]) -> tuple[float, float]:
    """So many threads call `act` with numbers of their own: seconds by the clock, milliseconds of processor a call."""

    def work(at: int) -> None:
        for n in range(each):
            act(at * each + n)
        connection.close()

    workers = [threading.Thread(target=work, args=(n,)) for n in range(threads)]
    began, spent = time.perf_counter(), time.process_time()
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    took = time.perf_counter() - began
    return took, (time.process_time() - spent) * 1000 / (threads * each)


def bare(scope: Any, sample: dict[str, dict[str, Any]]) -> Callable[[int], object]:
    """The same rows with other ids, one statement each, in a transaction each; nothing is asked or locked."""
    statements = {
        table: f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(['%s'] * len(row))})"
        for table, row in sample.items()
    }

    def act(_n: int) -> None:
        with acting(scope), connection.cursor() as cursor:
            message = new_id()
            for table in TABLES:
                row = sample[table] | {"id": message if table == "outbox_message" else new_id()}
                row |= {"message_id": message} if table == "outbox_messagemove" else {}
                row |= {"token": secrets.token_hex(12)} if table == "outbox_message" else {}
                if table == "registrations_registration":
                    row |= {"email_key": new_id(), "code": human_code("EV"), "subject_id": new_id()}
                cursor.execute(
                    statements[table], [Json(one) if isinstance(one, dict) else one for one in row.values()]
                )

    return act


def rows_of(scope: Any) -> dict[str, dict[str, Any]]:
    """A row of each table, as it was written last."""
    result = {}
    with acting(dataclasses.replace(scope, mail=True, audit=True)), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT * FROM {table} ORDER BY ctid DESC LIMIT 1")
            row = cursor.fetchone()
            assert cursor.description is not None
            assert row is not None, table
            result[table] = dict(zip((one.name for one in cursor.description), row, strict=True))
    return result


def page_times(act: Callable[[], object]) -> str:
    """Milliseconds by the clock and of this processor, medians of fifteen."""
    times, spent = [], []
    for _n in range(15):
        began, used = time.perf_counter(), time.process_time()
        act()
        times.append((time.perf_counter() - began) * 1000)
        spent.append((time.process_time() - used) * 1000)
    return f"{statistics.median(times):.0f} ms ({statistics.median(spent):.0f} of processor)"


def main() -> None:
    """Print the rates, the states and the times of the pages."""
    threads = int(sys.argv[1]) if len(sys.argv) > 1 else 8
    each = int(sys.argv[2]) if len(sys.argv) > 2 else 125
    cast = ground.cast()
    number = threads * each
    event = happening(cast, capacity=number // 2)
    batches: list[int] = []
    write = signing._AT_ONCE._act
    signing._AT_ONCE._act = lambda items: (batches.append(len(items)), write(items))[1]
    took, spent = at_once(
        threads, each, lambda n: operations.sign_up(event, values=somebody(n), language="es")
    )
    scope = job_scope(cast.refugio)
    with acting(scope):
        states = Counter(Registration.objects.values_list("state", flat=True))
    load = os.getloadavg()[0]
    print(
        f"load {load:.1f}; {threads} threads: {number / took:.0f} registrations/s, {spent:.1f} ms of processor each,"
    )
    print(f"  {len(batches)} transactions, the largest of {max(batches)}; {dict(states)}")
    sample = rows_of(scope)
    base, base_spent = at_once(threads, each, bare(scope, sample))
    print(
        f"bare: {number / base:.0f}/s, {base_spent:.1f} ms of processor each; ratio of the clock {took / base:.2f}"
    )
    page = page_times(lambda: _listed(cast.flor.scope, event))
    client = Client()
    form = page_times(lambda: client.get(page_url("es", event.id)))
    print(f"a page of the list of {number}: {page}; the event's page with its form: {form}")


def _listed(scope: Any, event: Any) -> None:
    with acting(scope):
        listed(scope, list_for(event)).table()


if __name__ == "__main__":
    main()
