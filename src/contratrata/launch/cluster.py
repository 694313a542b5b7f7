"""The embedded PostgreSQL: one cluster in the home folder, reached by a socket only its owner can open.

Started by root, its socket is open to the machine's accounts, and the passwords decide.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import secrets
import signal
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from contratrata.launch import account, binaries
from contratrata.launch.errors import LaunchError
from contratrata.launch.processes import alive, signal_if_alive, wait_until, working_in, works_in

SUPERUSER = "postgres"
PORT = 5432
# sun_path holds 108 bytes with its end mark; the server adds "/.s.PGSQL.5432.lock" beside the socket.
_LONGEST_SOCKET = 107
_SOCKET_NAME = f"/.s.PGSQL.{PORT}"

_SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_connections": "100",
    "password_encryption": "scram-sha-256",
    # The log must name nobody: no statement, no parameter, no «Key (name)=(…) already exists».
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
}
_HASTY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


def conninfo(**parts: str | int) -> str:
    """A libpq connection string, each value quoted (paths with spaces, passwords with quotes)."""
    return " ".join(
        "{}='{}'".format(name, str(value).replace("\\", "\\\\").replace("'", "\\'"))
        for name, value in parts.items()
    )


class Cluster:
    """A PostgreSQL cluster under `home/pg`, private to this installation.

    `durable=False` gives up safety against power loss for speed: for tests only.
    Every method raises LaunchError with words for the person at the terminal.
    """

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        self.home = home.absolute()
        self.folder = self.home / "pg"
        self.data = self.folder / "data"
        self.log = self.home / "log" / "postgres.log"
        self.durable = durable

    @property
    def socket_folder(self) -> Path:
        """The 0700 folder of the socket: in the home, or a short one where that path is too long."""
        own = self.folder / "socket"
        if len(os.fsencode(own)) + len(_SOCKET_NAME) <= _LONGEST_SOCKET:
            return own
        mark = hashlib.sha256(os.fsencode(self.folder.resolve())).hexdigest()[:16]
        return Path(tempfile.gettempdir(), f"contratrata-{os.geteuid()}-{mark}")

    def exists(self) -> bool:
        """Whether `create` was carried through to its end."""
        return self.data.joinpath("PG_VERSION").is_file() and self._password_file.is_file()

    def create(self) -> None:
        """Make the cluster when it is not there yet; one left half-made is made anew."""
        if self.exists():
            return
        self.home.mkdir(parents=True, exist_ok=True)
        self.log.parent.mkdir(mode=0o700, exist_ok=True)
        if os.geteuid() == 0:
            self.home.chmod(0o711)
        with self._locked():
            if self.exists():
                return
            self._make()

    def start(self) -> None:
        """Start the server and wait until it answers; after a crash it first recovers what was committed."""
        if not self.exists():
            raise LaunchError(f"No hay base de datos en «{self.folder}».")
        self.log.parent.mkdir(mode=0o700, exist_ok=True)
        with self._locked():
            if self.running():
                return
            self._clear_after_crash()
            if not self.running():
                self._launch()

    def stop(self) -> None:
        """End the server in order (open connections are closed); does nothing when it is not running."""
        pid = self.pid()
        if pid is None:
            return
        signal_if_alive(pid, signal.SIGINT)
        if not wait_until(lambda: not alive(pid), 30.0):
            signal_if_alive(pid, signal.SIGQUIT)
            wait_until(lambda: not alive(pid), 10.0)

    def running(self) -> bool:
        """Whether the server is up and has said that it takes connections."""
        return self.pid() is not None and self._lock_lines()[7:8] == ["ready"]

    def pid(self) -> int | None:
        """The postmaster's id when it is this cluster's and alive."""
        pid = self._locked_pid()
        if pid is None or not alive(pid):
            return None
        # A reused id belongs to a process that works elsewhere; without /proc the lock file is believed.
        return pid if works_in(pid, self.data) in {True, None} else None

    def admin_dsn(self, dbname: str = "postgres") -> str:
        """Connection string of the superuser: for set-up, never for a process that serves people."""
        return conninfo(
            host=str(self.socket_folder),
            port=PORT,
            user=SUPERUSER,
            password=self._password_file.read_text(encoding="ascii").strip(),
            dbname=dbname,
        )

    # --- steps ---

    @property
    def _password_file(self) -> Path:
        return self.folder / "password"

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """Two commands at once take turns."""
        with self.home.joinpath(".pg.lock").open("a") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield

    def _make(self) -> None:
        programs = binaries.programs()
        who = account.for_folder(self.folder, programs / "initdb")
        who.give(self.folder)
        _empty(self.data)
        fresh = self.folder / "password.new"
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(24) + "\n")
        if who.switch:
            os.chown(fresh, who.uid, who.gid)
        command = [
            *who.prefix,
            str(programs / "initdb"),
            f"--pgdata={self.data}",
            f"--username={SUPERUSER}",
            f"--pwfile={fresh}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--no-instructions",
            *locale_of(programs),
            *([] if self.durable else ["--no-sync"]),
        ]
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=_environment(),
            capture_output=True,
            text=True,
            check=False,
            **who.popen_arguments(),
        )
        if done.returncode != 0:
            raise LaunchError(f"No se pudo crear la base de datos: {done.stderr.strip()}")
        fresh.rename(self._password_file)

    def _launch(self) -> None:
        programs = binaries.programs()
        who = account.for_folder(self.folder, programs / "postgres")
        settings = _SETTINGS | ({} if self.durable else _HASTY)
        if who.switch:
            # Started by root, whose web and worker have accounts of their own: they pass through; passwords decide.
            self.folder.chmod(0o711)
            settings["unix_socket_permissions"] = "0777"
        _make_private(self.socket_folder, who)
        settings["unix_socket_directories"] = '"{}"'.format(str(self.socket_folder).replace('"', '""'))
        command = [*who.prefix, str(programs / "postgres"), "-D", str(self.data)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with self.log.open("ab") as log:
            started = subprocess.Popen(
                command,
                cwd=self.folder,
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for the supervisor, which stops the database last
                **who.popen_arguments(),
            )
        wait_until(lambda: self.running() or started.poll() is not None, 120.0)
        answers = started.returncode is None and self.running()
        # The server outlives this object on purpose: `alive` takes leave of it when it ends.
        started.returncode = 0
        if not answers:
            raise LaunchError(f"La base de datos no arrancó. Últimas líneas de «{self.log}»:\n{self._tail()}")

    def _clear_after_crash(self) -> None:
        """Let the dead be dead: wait for orphans, and drop lock files that name nobody of ours.

        The server itself refuses to start while the recorded id exists, be it a zombie or a stranger.
        """
        if not wait_until(lambda: self.running() or self.pid() is None, 60.0):
            raise LaunchError(f"La base de datos está arrancando o parando y no termina ({self.log}).")
        if self.running():
            return
        if not wait_until(lambda: not self._orphans(), 30.0):
            raise LaunchError(f"Procesos antiguos de la base de datos siguen abiertos: {self._orphans()}.")
        if Path("/proc/self").exists():  # elsewhere «nobody works here» cannot be known: the server judges
            self.data.joinpath("postmaster.pid").unlink(missing_ok=True)
            Path(f"{self.socket_folder}{_SOCKET_NAME}.lock").unlink(missing_ok=True)

    def _orphans(self) -> list[int]:
        """Server processes whose postmaster is gone: they end by themselves in a moment."""
        return [] if self.pid() is not None else working_in(self.data)

    def _lock_lines(self) -> list[str]:
        try:
            return [line.strip() for line in self.data.joinpath("postmaster.pid").read_text().splitlines()]
        except OSError:
            return []

    def _locked_pid(self) -> int | None:
        first = self._lock_lines()[:1]
        return int(first[0]) if first and first[0].isdigit() else None

    def _tail(self) -> str:
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-12:])


def locale_of(programs: Path) -> list[str]:
    """Arguments of initdb for the locale of the server in that folder."""
    return binaries.locale_arguments(binaries.major_version(programs))


def _environment() -> dict[str, str]:
    # A stray PGDATA, PGPORT or LC_ALL of the person's shell must not reach the server.
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def _empty(folder: Path) -> None:
    """Remove what an interrupted initdb left behind."""
    if not folder.exists():
        return
    for root, folders, files in os.walk(folder, topdown=False):
        for name in files:
            Path(root, name).unlink()
        for name in folders:
            path = Path(root, name)
            path.unlink() if path.is_symlink() else path.rmdir()
    folder.rmdir()


def _make_private(folder: Path, who: account.Account) -> None:
    """Make the socket's folder; one that is there must be ours already, for a temp folder is shared."""
    mode = 0o711 if who.switch else 0o700
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        status = folder.lstat()
        closed = not stat.S_IMODE(status.st_mode) & ~mode
        if not (stat.S_ISDIR(status.st_mode) and status.st_uid == who.uid and closed):
            raise LaunchError(
                f"La carpeta «{folder}» no es privada; bórrela y vuelva a intentarlo."
            ) from None
    else:
        who.give(folder)
    folder.chmod(mode)
