"""The tests' own PostgreSQL: one cluster in the tests' home, a template that is migrated once, a copy a worker."""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from contratrata.launch import logins  # noqa: E402
from contratrata.launch.cluster import Cluster  # noqa: E402

HOME = Path(os.environ["CONTRATRATA_HOME"])
#: Tests give up safety against power loss for speed; benchmarks measure what a real place has.
DURABLE = os.environ.get("CONTRATRATA_TEST_DURABLE") == "1"
#: Tables that hold reference rows of migrations, never emptied.
KEPT = ("django_migrations", "django_content_type", "auth_permission")


def database_of_worker() -> str:
    """The database of this test process."""
    return f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


@contextmanager
def _alone() -> Iterator[None]:
    # whitenoise warns when there is no such folder, and warnings are errors here
    (HOME / "static").mkdir(parents=True, exist_ok=True)
    with (HOME / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def admin_dsn(database: str = "postgres") -> str:
    """The administering connection of the tests' cluster (or of DATABASE_URL)."""
    setting = os.environ.get("DATABASE_URL")
    if setting:
        return psycopg.conninfo.make_conninfo(setting, dbname=database)
    return Cluster(HOME, durable=DURABLE).admin_dsn(database)


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in sorted((ROOT / "src").rglob("migrations/*.py")):
        digest.update(path.read_bytes())
    for path in (
        "ground/base/rls.py",
        "ground/base/unsampled.py",
        "ground/workflow/machine.py",
        "ground/vault/spending.py",
        "launch/logins.py",
    ):
        digest.update((ROOT / "src" / "contratrata" / path).read_bytes())
    return digest.hexdigest()[:12]


def _template() -> str:
    name = f"template_{_fingerprint()}"
    with psycopg.connect(admin_dsn(), autocommit=True) as admin:
        there = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name + "_done"]).fetchone()
        # On a server of somebody else the template may outlive the home that knows its logins.
        if there and logins.load(HOME):
            return name + "_done"
        for (old,) in admin.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE 'template\\_%'"
        ).fetchall():
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(old)))
    logins.prepare(admin_dsn(), HOME, database=name, durable=DURABLE)
    environment = {**os.environ, "CONTRATRATA_LOGIN": "owner", "CONTRATRATA_DATABASE": name}
    done = subprocess.run(
        [sys.executable, "-m", "contratrata.cli", "migrate", "--verbosity=0", "--skip-checks"],
        env=environment | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    with psycopg.connect(admin_dsn(), autocommit=True) as admin:
        admin.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(name), sql.Identifier(name + "_done")
            )
        )
    return name + "_done"


def ready() -> None:
    """Start the cluster if it sleeps, migrate the template if migrations changed, copy it for this worker."""
    with _alone():
        if not os.environ.get("DATABASE_URL"):
            cluster = Cluster(HOME, durable=DURABLE)
            if not cluster.exists():
                cluster.create()
            if not cluster.running():
                cluster.start()
        template = _template()
        mine = database_of_worker()
        with psycopg.connect(admin_dsn(), autocommit=True) as admin:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(mine)))
            owner = logins.load(HOME)["logins"]["owner"]["user"]  # type: ignore[index]
            admin.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY OWNER {}").format(
                    sql.Identifier(mine), sql.Identifier(template), sql.Identifier(owner)
                )
            )
        # A database just made takes numbers from the first on: the slots of a former one are used or spent.
        (HOME / "slots" / mine).unlink(missing_ok=True)
        _keys()


def _keys() -> None:
    from django.conf import settings

    from contratrata.ground.vault import master

    master.create(Path(settings.KEYS_FOLDER))


def connect(login: str) -> "psycopg.Connection[tuple[object, ...]]":
    """A bare connection of that login (`owner`, `app`, `worker`, `report`, `keeper`) to this worker's database."""
    place = logins.load(HOME)
    assert place is not None
    result = place["logins"][login]
    return psycopg.connect(
        host=place["host"],
        port=place["port"],
        dbname=database_of_worker(),
        user=result["user"],
        password=result["password"],
        autocommit=True,
    )


def empty() -> None:
    """Empty every table but the reference ones, as the owner (row-level security does not bind TRUNCATE)."""
    with connect("owner") as owner:
        names = [
            name
            for (name,) in owner.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            ).fetchall()
            if name not in KEPT
        ]
        owner.execute(
            sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(
                sql.SQL(", ").join(sql.Identifier(str(name)) for name in names)
            )
        )


_watch: "psycopg.Connection[tuple[object, ...]] | None" = None


def left_behind() -> bool:
    """Whether committed rows of an organisation stand in this worker's database."""
    global _watch  # noqa: PLW0603  (one connection a worker, for some two thousand questions)
    try:
        if _watch is None:
            _watch = connect("keeper")
        row = _watch.execute("SELECT EXISTS (SELECT 1 FROM network_organisation)").fetchone()
    except psycopg.Error:  # the test took the database away: ask on a new connection
        _watch = connect("keeper")
        row = _watch.execute("SELECT EXISTS (SELECT 1 FROM network_organisation)").fetchone()
    return bool(row and row[0])


def stop_watching() -> None:
    """Close the connection that `left_behind` keeps."""
    if _watch is not None:
        _watch.close()
