"""Signing up for one event with a quota, many at once: how many a second, and that no place is given twice.

Run: `python benchmarks/registrations.py [threads] [each]`. Threads of one process, each with a connection of its own,
commits included; bounded to this machine. The list of 1,000 is timed afterwards, as a page of it is read.
"""

import statistics
import sys
import threading
import time
from collections import Counter

from django.db import connection

import ground
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import job_scope
from contratrata.knowledge.registrations import operations
from contratrata.knowledge.registrations.listing import list_for
from contratrata.knowledge.registrations.models import Registration
from listing import listed
from registering import happening, somebody


def main() -> None:
    """Print the rate, the states and the time of the list."""
    threads = int(sys.argv[1]) if len(sys.argv) > 1 else 4
    each = int(sys.argv[2]) if len(sys.argv) > 2 else 250
    cast = ground.cast()
    event = happening(cast, capacity=threads * each // 2)

    def work(at: int) -> None:
        for n in range(each):
            operations.sign_up(event, values=somebody(at * each + n), language="es")
        connection.close()

    workers = [threading.Thread(target=work, args=(n,)) for n in range(threads)]
    began = time.perf_counter()
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    took = time.perf_counter() - began
    with acting(job_scope(cast.refugio)):
        states = Counter(Registration.objects.values_list("state", flat=True))
    print(f"{threads * each / took:.0f} registrations/s, {dict(states)}")
    times = []
    for _n in range(15):
        with acting(cast.flor.scope):
            began = time.perf_counter()
            listed(cast.flor.scope, list_for(event)).table()
            times.append((time.perf_counter() - began) * 1000)
    print(f"a page of the list of {threads * each}: median {statistics.median(times):.0f} ms")


if __name__ == "__main__":
    main()
