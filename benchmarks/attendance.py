"""How long a report of attendance takes to be understood, and its people to be found among those who signed up.

    python benchmarks/attendance.py [LINES [REGISTERED]]

Target: 10,000 lines in at most 5 seconds, the reading process included. Printed beside it: the same bytes taken to
pieces by the standard library's reader of CSV, as a measure of the machine.
"""

import csv
import dataclasses
import datetime as dt
import io
import sys
import time

import ground
from contratrata.knowledge.attendance.matching import How, Registered, match
from contratrata.knowledge.attendance.reports.reading import read
from contratrata.knowledge.attendance.reports.report import Meeting

_ONE, _TWO, _THREE = "bcdfglmnprst", "aeiou", ("la", "ra", "no", "mi", "ta")
GIVEN = [a + b + c for a in _ONE for b in _TWO for c in _THREE][:40]
SURNAMES = [a + b + c + "z" for c in _THREE for b in _TWO for a in _ONE][:40]
STARTS = dt.datetime(2026, 10, 6, 10, 0, tzinfo=dt.UTC)
MEETING = Meeting(STARTS, STARTS + dt.timedelta(minutes=90), "UTC")


def report(lines: int) -> bytes:
    """A report of Zoom in which everybody came three times. All names are invented."""
    rows = ["Name (original name),Email,Join time,Leave time,Duration (minutes),Guest"]
    for number in range(lines):
        joined = STARTS + dt.timedelta(seconds=(number * 7) % 3000)
        minutes = 5 + number % 50
        left = joined + dt.timedelta(minutes=minutes)
        who = number // 3
        rows.append(
            f"{name(who)},p{who}@correo.example,"
            f"{joined:%m/%d/%Y %I:%M:%S %p},{left:%m/%d/%Y %I:%M:%S %p},{minutes},Yes"
        )
    return "\n".join(rows).encode()


def main(lines: int, signed_up: int) -> None:
    """Print what reading takes, and what finding people by their names alone does."""
    data = report(lines)
    begin = time.perf_counter()
    bare = sum(1 for _row in csv.reader(io.StringIO(data.decode())))
    plain = time.perf_counter() - begin
    begin = time.perf_counter()
    understood = read(lambda: [data], MEETING)
    took = time.perf_counter() - begin
    assert len(understood.stays) == lines == bare - 1
    ground.told(
        f"{lines} lines, {len(data) / 1e6:.1f} MB: understood in {took:.2f} s, {took / plain:.0f} × bare CSV"
    )
    registered = [Registered(who, name(who)) for who in range(signed_up)]
    begin = time.perf_counter()
    people = match([dataclasses.replace(stay, email="") for stay in understood.stays], registered, {})
    took = time.perf_counter() - begin
    found = sum(one.how is How.NAME for one in people)
    ground.told(
        f"{len(people)} names without address, {signed_up} registered: {found} found by name in {took:.2f} s"
    )


def name(who: int) -> str:
    """A name of two parts and one more, each borne by several. Invented."""
    return f"{GIVEN[who % 40]} {SURNAMES[who // 40 % 40]} {SURNAMES[who // 1600 % 40]}"


if __name__ == "__main__":
    main(*(int(n) for n in (*sys.argv[1:], *("10000", "1000")[len(sys.argv) - 1 :])))
