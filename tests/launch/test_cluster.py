"""The embedded PostgreSQL keeps its data and starts again whatever was killed, whoever runs it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from contratrata.launch.cluster import Cluster
from contratrata.launch.errors import LaunchError
from contratrata.launch.places import ROOT
from contratrata.launch.processes import alive, wait_until

#: Root's web and worker have accounts of their own, which pass through.
PRIVATE = 0o711 if os.geteuid() == 0 else 0o700
STORY = """
import os, signal, sys
from pathlib import Path
import psycopg
from contratrata.launch.cluster import Cluster
from contratrata.launch.processes import alive, wait_until

cluster = Cluster(Path(sys.argv[1]))
cluster.create()
cluster.start()
with psycopg.connect(cluster.admin_dsn(), autocommit=True) as admin:
    admin.execute("CREATE TABLE kept AS SELECT 42 AS answer")
killed = cluster.pid()
os.kill(killed, signal.SIGKILL)
assert wait_until(lambda: not alive(killed), 10)
cluster.start()
with psycopg.connect(cluster.admin_dsn()) as admin:
    print(os.geteuid(), admin.execute("SELECT answer FROM kept").fetchone()[0])
cluster.stop()
assert not cluster.running()
"""


def as_ordinary_user(folder: Path) -> list[str] | None:
    """A prefix that runs a command without root's powers, where this Python can still be read."""
    if os.geteuid() != 0:
        return []
    python = [sys.executable, "-c", ""]
    for prefix in (
        ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"],
        ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--"],
    ):
        if shutil.which(prefix[0]) and subprocess.run([*prefix, *python], check=False).returncode == 0:
            if prefix[0] == "setpriv":
                os.chown(folder, 65534, 65534)
            return prefix
    return None


def kill(cluster: Cluster) -> int:
    pid = cluster.pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert wait_until(lambda: not alive(pid), 10.0)
    return pid


def answer(cluster: Cluster, question: str) -> object:
    with psycopg.connect(cluster.admin_dsn()) as admin:
        row = admin.execute(question).fetchone()
    return row[0] if row else None


def test_committed_rows_outlive_kill_9(cluster: Cluster) -> None:
    with psycopg.connect(cluster.admin_dsn(), autocommit=True) as admin:
        admin.execute("CREATE TABLE survivor AS SELECT generate_series(1, 1000) AS n")
    before = kill(cluster)
    assert not cluster.running()
    cluster.start()
    assert answer(cluster, "SELECT count(*) FROM survivor") == 1000
    assert cluster.pid() != before


def test_a_postmaster_left_as_a_zombie_does_not_stop_the_next_start(cluster: Cluster) -> None:
    cluster.stop()
    starter = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path; from contratrata.launch.cluster import Cluster\n"
            "Cluster(Path(sys.argv[1])).start(); print('up', flush=True); sys.stdin.read()",
            str(cluster.home),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=dict(os.environ) | {"PYTHONPATH": str(ROOT / "src")},
    )
    assert starter.stdout is not None
    assert starter.stdout.readline() == b"up\n"
    pid = kill(cluster)  # its parent never waits for it
    assert cluster.data.joinpath("postmaster.pid").exists()
    os.kill(pid, 0)  # the id still exists: that is the trap
    cluster.start()
    assert cluster.running()
    starter.communicate()


def test_a_lock_file_naming_somebody_elses_process_is_not_believed(cluster: Cluster) -> None:
    lock = cluster.data / "postmaster.pid"
    lines = lock.read_text().splitlines()
    kill(cluster)
    stranger = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    lock.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
    assert cluster.pid() is None
    cluster.start()
    assert cluster.running()
    assert stranger.poll() is None
    stranger.communicate()


def test_starting_twice_is_one_server(cluster: Cluster) -> None:
    before = cluster.pid()
    Cluster(cluster.home).start()
    assert cluster.pid() == before


def test_only_the_owner_reaches_socket_and_password(cluster: Cluster) -> None:
    assert cluster.socket_folder.stat().st_mode & 0o777 == PRIVATE
    assert cluster.folder.joinpath("password").stat().st_mode & 0o777 == 0o600
    assert answer(cluster, "SHOW listen_addresses") == ""
    rules = cluster.data.joinpath("pg_hba.conf").read_text().splitlines()
    assert {rule.split()[-1] for rule in rules if rule and not rule.startswith("#")} == {"scram-sha-256"}


def test_text_is_ordered_alike_on_every_machine(cluster: Cluster) -> None:
    result = answer(cluster, "SELECT string_agg(w, ',' ORDER BY w) FROM unnest('{ñ,z,n,Z}'::text[]) AS w")
    assert result == "Z,n,z,ñ"
    assert answer(cluster, "SELECT upper('ñandú')") == "ÑANDÚ"


def test_the_log_names_nobody(cluster: Cluster) -> None:
    with psycopg.connect(cluster.admin_dsn(), autocommit=True) as admin:
        admin.execute("CREATE TABLE once (name text PRIMARY KEY)")
        admin.execute("INSERT INTO once VALUES ('Persona Ficticia')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            admin.execute("INSERT INTO once VALUES ('Persona Ficticia')")
    log = cluster.log.read_text()
    assert "once_pkey" in log
    assert "Persona Ficticia" not in log


def test_a_path_too_long_for_a_socket_gets_a_short_private_folder(place: Path) -> None:
    deep = Cluster(place / ("lejos " * 20), durable=False)
    deep.create()
    deep.start()
    try:
        assert deep.home not in deep.socket_folder.parents
        assert deep.socket_folder.stat().st_mode & 0o777 == PRIVATE
        assert answer(deep, "SELECT 1") == 1
    finally:
        deep.stop()
    shutil.rmtree(deep.socket_folder)
    deep.socket_folder.symlink_to(place)  # somebody was there first
    with pytest.raises(LaunchError, match="no es privada"):
        deep.start()
    deep.socket_folder.unlink()


def test_one_left_half_made_is_made_anew(place: Path) -> None:
    half = Cluster(place / "a medias", durable=False)
    half.data.mkdir(parents=True)
    half.data.joinpath("PG_VERSION").write_text("18\n")
    if os.geteuid() == 0:
        os.chown(half.folder, 65534, 65534)
    half.create()
    half.start()
    assert answer(half, "SELECT 1") == 1
    half.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server under another account")
def test_as_root_the_server_runs_as_somebody_else(cluster: Cluster) -> None:
    assert Path(f"/proc/{cluster.pid()}").stat().st_uid == cluster.data.stat().st_uid != 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has a folder nobody else can reach")
def test_as_root_behind_a_closed_folder_the_server_still_starts(place: Path) -> None:
    closed = place / "cerrada"
    closed.mkdir(mode=0o700)
    hidden = Cluster(closed / "casa", durable=False)
    try:
        hidden.create()
    except LaunchError as problem:
        pytest.skip(f"this machine allows no user namespaces: {problem}")
    hidden.start()
    assert answer(hidden, "SELECT 1") == 1
    hidden.stop()


def test_an_ordinary_user_gets_the_same(place: Path) -> None:
    folder = place / "de una persona"
    folder.mkdir()
    prefix = as_ordinary_user(folder)
    if prefix is None:
        pytest.skip("no way here to run this Python without root's powers")
    done = subprocess.run(
        [*prefix, sys.executable, "-c", STORY, str(folder / "casa")],
        env={"PATH": os.defpath, "PYTHONPATH": str(ROOT / "src"), "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    user, result = done.stdout.split()
    assert user != "0"
    assert result == "42"
