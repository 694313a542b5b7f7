"""`make run`: from a checkout to an address with people to sign in as."""

from __future__ import annotations

import contextlib
import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import psycopg

from contratrata.launch import catalogues, household, logins, styles
from contratrata.launch.cluster import Cluster, conninfo
from contratrata.launch.errors import LaunchError
from contratrata.launch.places import ROOT, fingerprint, home, lay_home
from contratrata.launch.ports import listen
from contratrata.launch.processes import PidFile
from contratrata.launch.programs import call
from contratrata.launch.progress import seconds, step
from contratrata.launch.supervise import Service, Supervisor, stop_left_over

_FIRST_ANSWER = 90.0
_KEYSETS = ("master.json", "seal.json")
_STANDS = """
SELECT (SELECT oid FROM pg_database WHERE datname = current_database()), count(*), max(applied) FROM django_migrations
"""
_SERVER_ERROR = 500
#: Reads whole requests before a thread is given to them (decision 40).
WORKER_CLASS = "contratrata.doors.web.serving.BufferingWorker"


@contextlib.contextmanager
def only_one(folder: Path) -> Iterator[Path]:
    """Hold the home folder: two runs at once would share one database. Yields the file of the address."""
    place = folder / "run" / "address"
    with folder.joinpath("run", "lock").open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            where = place.read_text(encoding="ascii") if place.exists() else "iniciándose"
            raise LaunchError(f"ContraTrata ya está en marcha con esta carpeta: {where}") from None
        yield place
        for name in ("address", "public"):
            place.with_name(name).unlink(missing_ok=True)


def has_command(name: str) -> bool:
    """Whether one of our packages has this management command, without the cost of loading Django."""
    return any(ROOT.joinpath("src", "contratrata").glob(f"**/management/commands/{name}.py"))


def environment(folder: Path, login: str, **more: str) -> dict[str, str]:
    """What every process of ours gets. DATABASE_URL stays out: nobody who serves people may administer."""
    stored = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return stored | {"CONTRATRATA_HOME": str(folder), "CONTRATRATA_LOGIN": login} | more


def prepare_database(folder: Path) -> Cluster | None:
    """Start our own PostgreSQL, or take the one of DATABASE_URL; then database, logins, privileges."""
    setting = os.environ.get("DATABASE_URL")
    if setting:
        with step("Base de datos de DATABASE_URL"):
            logins.prepare(setting, folder)
        return None
    cluster = Cluster(folder)
    if not cluster.exists():
        with step("Base de datos nueva"):
            cluster.create()
    with step("Base de datos"):
        cluster.start()
        logins.prepare(cluster.admin_dsn(), folder)
    return cluster


def content_mark(folder: Path) -> str:
    """What the schema is made from and which database holds it; "" when the database does not know its migrations.

    A database that was restored, emptied or migrated by another hand has another mark.
    """
    known = logins.load(folder)
    if known is None or not all((folder / "keys" / name).exists() for name in _KEYSETS):
        return ""
    owner = known["logins"]["owner"]
    where = conninfo(
        host=known["host"], port=known["port"], dbname=known["name"], **known["options"], **owner
    )
    try:
        with psycopg.connect(where) as connection:
            row = connection.execute(_STANDS).fetchone()
    except psycopg.Error:
        return ""
    files = [*ROOT.joinpath("src").glob("**/migrations/*.py"), ROOT / "requirements.txt"]
    return fingerprint(files, str(row), os.environ.get("CONTRATRATA_DEMO", ""))


def prepare_content(folder: Path) -> None:
    """Translations; schema, keys and the demonstration network unless they stand as this very code makes them."""
    if catalogues.sources(ROOT):
        with step("Traducciones"):
            catalogues.compile_catalogues()
    stamp, mark = folder / ".content", content_mark(folder)
    production = os.environ.get("CONTRATRATA_MODE") == "production"
    if mark and not production and stamp.exists() and stamp.read_text(encoding="ascii") == mark:
        return
    make_content(folder)
    stamp.write_text(content_mark(folder), encoding="ascii")


def make_content(folder: Path) -> None:
    """Schema, master key and, the first time, the demonstration network: a process each."""
    log = folder / "log"
    python = [sys.executable, "-m"]
    with step("Esquema de datos"):
        call([*python, "contratrata.launch.schema"], env=environment(folder, "owner"), log=log / "schema.log")
    with step("Llave maestra"):
        command = [*python, "contratrata.cli", "keys-init"]
        call(command, env=environment(folder, "app"), log=log / "keys.log")
        command = [*python, "contratrata.cli", "seals-begin"]
        call(command, env=environment(folder, "app"), log=log / "keys.log")
    if os.environ.get("CONTRATRATA_MODE") == "production":
        with step("Ficheros estáticos"):
            command = [*python, "contratrata.cli", "collectstatic", "--noinput"]
            call(command, env=environment(folder, "app"), log=log / "static.log")
    elif os.environ.get("CONTRATRATA_DEMO") != "no" and has_command("demo_load"):
        with step("Red de demostración (datos ficticios)"):
            command = [*python, "contratrata.cli", "demo-load", "--if-empty"]
            call(command, env=environment(folder, "app"), log=log / "demo.log")


def services(folder: Path, door: socket.socket, address: str) -> list[Service]:
    """The web server on the open socket, and the worker of jobs, each under its account."""
    who = household.of(folder)
    household.give_out(folder, who)
    python, log, run = sys.executable, folder / "log", folder / "run"
    memory = ["--worker-tmp-dir", "/dev/shm"] if os.access("/dev/shm", os.W_OK) else []  # noqa: S108 - heartbeats
    web = [python, "-m", "gunicorn", "contratrata.doors.web.wsgi:application"]
    web += [
        "--bind",
        f"fd://{door.fileno()}",
        "--worker-class",
        WORKER_CLASS,
        "--workers",
        "2",
        "--threads",
        "4",
    ]
    web += ["--preload", "--timeout", "120", "--graceful-timeout", "10", "--no-control-socket", *memory]
    worker = [python, "-m", "contratrata.cli", "worker"]
    web_env = environment(folder, "app", CONTRATRATA_ADDRESS=address)
    worker_env = environment(folder, "worker", CONTRATRATA_ADDRESS=address)
    web_pid, worker_pid = PidFile(run / "web.pid"), PidFile(run / "worker.pid")
    return [
        Service("El sitio", web, web_env, log / "web.log", web_pid, (door.fileno(),), account=who.web),
        Service(
            "El proceso de tareas", worker, worker_env, log / "worker.log", worker_pid, account=who.worker
        ),
    ]


def wait_for_answer(port: int, supervisor: Supervisor, web: Service) -> None:
    """Until the first page is served. Raises LaunchError when the server dies or stays silent."""
    end = time.monotonic() + _FIRST_ANSWER
    while time.monotonic() < end and not supervisor.stopping:
        if web.process is None or web.process.poll() is not None:
            raise LaunchError(f"El sitio no arrancó. Registro: {web.log}\n{_tail(web.log)}")
        connection = http.client.HTTPConnection("localhost", port, timeout=5.0)
        try:
            connection.request("GET", "/")
            if connection.getresponse().status < _SERVER_ERROR:
                return
            raise LaunchError(f"El sitio responde con un error. Registro: {web.log}\n{_tail(web.log)}")
        except (TimeoutError, ConnectionError, http.client.HTTPException):
            continue  # the socket is ours and open: an unready server keeps us waiting, it does not refuse
        finally:
            connection.close()
    if not supervisor.stopping:
        raise LaunchError(f"El sitio no contesta. Registro: {web.log}")


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])


def print_sign_ins(env: Mapping[str, str]) -> None:
    """Who can sign in, and where (demonstration networks only)."""
    if has_command("demo_signins"):
        command = [sys.executable, "-m", "contratrata.cli", "demo-signins"]
        subprocess.run(command, env=dict(env), check=False)


def run(folder: Path, wanted_port: int) -> None:
    """Everything, until a signal ends it."""
    begin = time.monotonic()
    lay_home(folder)
    with only_one(folder) as place, contextlib.ExitStack() as after:
        if stop_left_over(folder / "run"):
            print("  Se detuvo lo que había quedado de una ejecución anterior.", flush=True)
        styles.ensure()
        cluster = prepare_database(folder)
        if cluster is not None:
            after.callback(cluster.stop)
        prepare_content(folder)
        door = after.enter_context(listen(wanted_port))
        port = door.getsockname()[1]
        address = f"http://localhost:{port}"
        # What stands in mails: behind a proxy people come in by another name.
        public = os.environ.get("CONTRATRATA_ADDRESS") or address
        supervisor = Supervisor(services(folder, door, public), cluster)
        supervisor.listen_for_signals()
        try:
            with step("Sitio y proceso de tareas"):
                supervisor.start()
                wait_for_answer(port, supervisor, supervisor.services[0])
            place.write_text(address, encoding="ascii")
            place.with_name("public").write_text(public, encoding="utf-8")
            if not supervisor.stopping:
                taken = f" (el puerto {wanted_port} está ocupado)" if port != wanted_port else ""
                print(
                    f"\n  ContraTrata: {address}{taken}   en {seconds(time.monotonic() - begin)}", flush=True
                )
                print_sign_ins(environment(folder, "app", CONTRATRATA_ADDRESS=public))
                print("\n  Ctrl-C lo detiene todo; los datos se conservan.", flush=True)
            supervisor.run()
        finally:
            print(flush=True)
            with step("Deteniendo"):
                supervisor.stop()


def main() -> None:
    """`make run`. Exit status 0 when asked to stop, 1 with the reason in words."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        run(home(), int(os.environ.get("PORT") or 8000))
    except (LaunchError, ValueError) as problem:
        sys.exit(f"\n{problem}")
    except KeyboardInterrupt:
        sys.exit("\nInterrumpido; el próximo intento sigue desde aquí.")


if __name__ == "__main__":
    main()
