"""The daily pages beside a bare Django view, Django's admin and pgbench, in one run and turn by turn.

    contratrata demo --cases 1000000 --organisations 2000     (once, in a demonstration home)
    CONTRATRATA_HOME=<that home> python benchmarks/beside.py [rounds]

For the pages of `sizes.py` in the larger organisation, the bare view and the admin's change list over a copy of the
table without policies: medians of processor, ours and the database's. For the list's main statement: pgbench with one
connection, once with the scope told and the policies, once bare over the copy. And what this process keeps resident:
before any page, after one of each, after all; the same of the processes of the site, where it runs on this home. The
load of the machine is printed before and after.
"""

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from typing import Any

import sizes  # sets Django up
from sizes import Measured, connection, multiplying, sign_in, url_of

from contratrata.doors.console import databases
from contratrata.launch.binaries import programs

COLUMNS = "id, code, state, responsible_id, country, arrived_on, next_due, touched_at"
SECONDS = 5
say = sys.stdout.write


def resident(process: str = "self") -> int:
    """What a process keeps in memory, in MB."""
    match = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
    return int(match[1]) // 1024 if match else 0


def workers() -> str:
    """What the processes of the site that runs on this home keep in memory, in MB; nothing where none runs."""
    result = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if b"gunicorn" not in (folder / "cmdline").read_bytes():
                continue
            home = f"CONTRATRATA_HOME={sizes.settings.HOME}".encode()
            if home in (folder / "environ").read_bytes().split(b"\0"):
                result.append(resident(folder.name))
        except OSError:
            continue
    return ", ".join(map(str, sorted(result)))


def served(pages: list[tuple[str, Measured]], rounds: int) -> None:
    """Ask the running site for every page, so that its workers have worked."""
    address = (Path(sizes.settings.HOME) / "run" / "public").read_text().strip()
    for _ in range(rounds):
        for _name, page in pages:
            cookie = "; ".join(f"{name}={one.value}" for name, one in page.client.cookies.items())
            asked = urllib.request.Request(address + page.url, headers={"Cookie": cookie})  # noqa: S310 - our own
            urllib.request.urlopen(asked).read()  # noqa: S310


def copy() -> None:
    """The cases without policies, indexed in the order of the list, as an ordinary application would have them."""
    app = sizes.settings.DATABASES["default"]["USER"]
    drop()
    with databases.connect("owner") as owner:
        owner.execute("CREATE SCHEMA benchmark")
        owner.execute(f'GRANT USAGE, CREATE ON SCHEMA benchmark TO "{keeper_name()}"')
        owner.execute(f'GRANT USAGE ON SCHEMA benchmark TO "{app}"')
    with databases.connect("keeper") as keeper:
        keeper.execute(f"CREATE TABLE benchmark.cases AS SELECT {COLUMNS} FROM public.cases_case")
        keeper.execute("ALTER TABLE benchmark.cases ADD PRIMARY KEY (id)")
        keeper.execute("CREATE INDEX ON benchmark.cases (touched_at DESC, id)")
        keeper.execute("ANALYZE benchmark.cases")
        keeper.execute(f'GRANT SELECT ON benchmark.cases TO "{app}"')


def keeper_name() -> str:
    """The role that reads every row."""
    with databases.connect("keeper") as keeper:
        row = keeper.execute("SELECT current_user").fetchone()
    return str(row[0]) if row else ""


def drop() -> None:
    """Nothing of it stays."""
    with databases.connect("keeper") as keeper:
        keeper.execute("DROP TABLE IF EXISTS benchmark.cases")
    with databases.connect("owner") as owner:
        owner.execute("DROP SCHEMA IF EXISTS benchmark CASCADE")


class Admin:
    """The admin in its process; measures as a page does."""

    def __init__(self) -> None:
        script = Path(__file__).with_name("admin.py")
        self.process = subprocess.Popen(
            [sys.executable, str(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.measures: list[tuple[float, float]] = []

    def once(self, *, keep: bool = True) -> None:
        """Ask for the change list."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        result = json.loads(self.process.stdout.readline())
        if keep:
            self.measures.append((result[0], result[1]))

    @property
    def medians(self) -> tuple[float, float]:
        """Its processor and the database's."""
        return tuple(statistics.median(one) for one in zip(*self.measures, strict=True))  # type: ignore[return-value]


def main_statement(client: Any) -> list[str]:
    """What the list asks for its page, with what tells the database who asks, as plain SQL."""
    asked: list[str] = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT set_config") or ('FROM "cases_case"' in sql and "LIMIT 26" in sql):
            with connection.connection.cursor() as cursor:
                asked.append(cursor.mogrify(sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        client.get("/casos/")
    return [asked[1], asked[2]]


def pgbench(statements: list[str], protocol: str) -> str:
    """Milliseconds and transactions a second of one connection, as pgbench says them."""
    settings = sizes.settings.DATABASES["default"]
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write("BEGIN;\n" + "".join(f"{one};\n" for one in statements) + "COMMIT;\n")
        script.flush()
        done = subprocess.run(
            [str(programs() / "pgbench"), "-n", "-c", "1", "-T", str(SECONDS), "-M", protocol, "-f", script.name,
             "-h", settings["HOST"], "-p", settings["PORT"] or "5432", "-U", settings["USER"], settings["NAME"]],
            capture_output=True, text=True, check=False, env=os.environ | {"PGPASSWORD": settings["PASSWORD"]},
        )  # fmt: skip
    latency = re.search(r"latency average = ([\d.]+)", done.stdout)
    rate = re.search(r"tps = ([\d.]+)", done.stdout)
    if latency is None or rate is None:
        return done.stderr.strip()[-300:]
    return f"{float(latency[1]):.2f} ms, {float(rate[1]):.0f} a second"


def main() -> None:
    """Print the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    large = multiplying.MEASURED[1][0]
    say(f"load {os.getloadavg()}, {rounds} rounds, turn by turn, the larger organisation\n")
    say(f"resident before any page {resident()} MB\n")
    copy()
    try:
        pages = []
        for name, post, kind in sizes.PAGES:
            client = sign_in(large, post)
            pages.append((name, Measured(client, url_of(kind, client, large))))
        floor, admin = Measured(sign_in(large, "supervisora"), "/benchmark/bare/"), Admin()
        turns: list[Any] = [*(page for _name, page in pages), floor, admin]
        for one in turns:
            one.once(keep=False)
        say(f"resident after one of each {resident()} MB\n")
        for one in turns * 5:
            one.once(keep=False)
        for _ in range(rounds):
            for one in turns:
                one.once()
        say(f"resident after {len(pages) * (rounds + 6)} pages {resident()} MB\n")
        if workers():
            say(f"gunicorn of the running site: {workers()} MB")
            served(pages, rounds)
            say(f"; after {len(pages) * rounds} pages {workers()} MB\n")
        bare = sum(floor.medians)
        say(f"{'':32}{'processor':>10}{'database':>10}{'of bare':>9}{'of admin':>9}\n")
        for name, one in [*pages, ("bare view", floor), ("Django's admin, change list", admin)]:
            cpu, database = one.medians
            both = cpu + database
            say(f"{name:32}{cpu:10.1f}{database:10.1f}{both / bare:9.1f}{both / sum(admin.medians):9.2f}\n")
        scope, statement = main_statement(sign_in(large, "supervisora"))
        own = f"SELECT {COLUMNS} FROM benchmark.cases ORDER BY touched_at DESC, id LIMIT 26"
        for protocol in ("simple", "prepared"):
            ours, bare_ = pgbench([scope, statement], protocol), pgbench([own], protocol)
            say(f"pgbench, {protocol}: main statement of the list, scope told, under its policies {ours}\n")
            say(f"pgbench, {protocol}: the same page of the copy without policies {bare_}\n")
    finally:
        drop()
    say(f"load {os.getloadavg()}\n")


if __name__ == "__main__":
    main()
