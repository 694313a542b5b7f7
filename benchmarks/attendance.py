"""How long a report of attendance takes to be understood, and its people to be found among those who signed up.

    python benchmarks/attendance.py [LINES [REGISTERED]]

Target: 10,000 lines in at most 5 seconds, the reading process included. Printed beside it: the same bytes taken to
pieces by the standard library's reader of CSV, as a measure of the machine.
"""

import csv
import datetime as dt
import io
import sys
import time

import ground
from contratrata.knowledge.attendance.reports.reading import read
from contratrata.knowledge.attendance.reports.report import Meeting

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
            f"Nombre{who} Apellido{who % 977} (ficticia),p{who}@correo.example,"
            f"{joined:%m/%d/%Y %I:%M:%S %p},{left:%m/%d/%Y %I:%M:%S %p},{minutes},Yes"
        )
    return "\n".join(rows).encode()


def main(lines: int) -> None:
    """Print what reading takes."""
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


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
