"""Restoring: into a database that gets its name only when it is whole and proved.

The work is done in `<name>_restoring`; counts and checksums are compared, erasures replayed, the chains
verified, and only then is it renamed. Killed anywhere before, nothing has the name that a site would open.
"""

import base64
import contextlib
import dataclasses
import hashlib
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import psycopg
import tink
from django.conf import settings
from django.core.management.base import CommandError
from psycopg import sql
from tink import aead, mac, secret_key_access

from contratrata.ground.audit.public import Report, anchors
from contratrata.ground.vault.public import master, rotation, shredding, slots
from contratrata.launch import logins

from . import databases, tables, tools
from .backing_up import KEY_PREFIX, PREFIX, SLOTS, files_folder, proof_of
from .envelopes import NotOurs, Opens, digest, read_all, reading
from .proving import OF_ANOTHER_TIME, proved, words

Say = Callable[[str], object]


@dataclasses.dataclass(frozen=True, slots=True)
class Copy:
    """A back-up on the disk, opened: its manifest has been proved."""

    folder: Path
    keys: Path
    stamp: str
    opens: Opens
    manifest: dict[str, Any]
    keysets: dict[str, bytes]
    key_sums: dict[str, tables.Sum]

    def part(self, name: str) -> contextlib.AbstractContextManager[BinaryIO]:
        """The clear stream of one part."""
        return reading(self.folder / f"{name}.sealed", f"{self.stamp}|{name}", self.opens)


def newest(folder: Path) -> Path:
    """The back-up that is meant: the folder itself, or the newest in it. Raises `CommandError`."""
    if folder.name.startswith(PREFIX):
        return folder
    rows = sorted(path for path in folder.glob(f"{PREFIX}*") if path.is_dir())
    if not rows:
        raise CommandError(f"En «{folder}» no hay ninguna copia.")
    return rows[-1]


def key_file(folder: Path, stamp: str) -> Path:
    """The key file of a back-up. Raises `CommandError` when it is not there (any more)."""
    path = folder if folder.is_file() else folder / f"{KEY_PREFIX}{stamp}.sealed"
    if not path.exists():
        raise CommandError(
            f"Falta «{path.name}» en «{folder}». Las llaves de una copia se guardan 35 días; después, "
            "nadie puede leer los nombres que contiene."
        )
    return path


def frames(stream: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """The pieces of a key file. Raises `NotOurs` when it ends before its end."""
    while line := stream.readline():
        values = json.loads(line)
        content = stream.read(values["bytes"])
        if values["part"] == "end":
            return
        yield values["part"], content
    raise NotOurs("keys")


def open_copy(folder: Path, keys: Path, opens: Opens) -> Copy:
    """Open and prove a back-up. Raises `CommandError` for one that was changed, cut or mixed with another."""
    stamp = folder.name.removeprefix(PREFIX)
    try:
        whole = json.loads(read_all(folder / "manifest.sealed", f"{stamp}|manifest", opens))
        manifest = whole["manifest"]
        for name, values in manifest["parts"].items():
            if digest(folder / f"{name}.sealed") != values:
                raise NotOurs(name)
        keysets: dict[str, bytes] = {}
        sums: dict[str, tables.Sum] = {}
        with reading(keys, f"{stamp}|keys", opens) as stream:
            for part, content in frames(stream):
                if part in master.FILES:
                    keysets[part] = content
                elif part == "sums":
                    sums = json.loads(content)
        proves = _keyset(keysets[master.SEAL]).primitive(mac.Mac)
        proves.verify_mac(base64.b64decode(whole["proof"]), proof_of(manifest))
    except FileNotFoundError as error:
        raise CommandError(f"A la copia le falta «{Path(error.filename).name}».") from error
    except (NotOurs, tink.TinkError, KeyError, ValueError) as error:
        raise CommandError(
            f"La copia «{folder.name}» no se puede abrir: fue alterada, está incompleta o es de otra llave."
        ) from error
    return Copy(folder, keys, stamp, opens, manifest, keysets, sums)


def _keyset(text: bytes) -> tink.KeysetHandle:
    return tink.json_proto_keyset_format.parse(text.decode(), secret_key_access.TOKEN)


def put_keysets(keysets: dict[str, bytes]) -> bool:
    """Put the master and seal keysets where they belong on a new machine; tells whether anything was written.

    Keysets that are there stay (they may have been rotated since).
    """
    written = False
    for name in master.FILES:
        path = Path(settings.KEYS_FOLDER) / name
        if not path.exists():
            master.write_private(path, keysets[name].decode())
            written = True
    return written


def take_back_masters(keysets: dict[str, bytes]) -> int:
    """Let the master keys of a back-up open it where this installation once used them itself; how many came back."""
    return rotation.take_back(_keyset(keysets[master.MASTER]))


# --- the database ---


@contextlib.contextmanager
def scratch(admin_dsn: str, database: str) -> Iterator[logins.Database]:
    """An empty database with its logins and privileges, reached without changing this site's `database.json`.

    It is dropped when the block fails.
    """
    home = Path(settings.HOME)
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=home) as place:
        stored = logins.database_file(home)
        if stored.exists():
            shutil.copy(stored, logins.database_file(Path(place)))
        drop(admin_dsn, database)
        server = logins.prepare(admin_dsn, Path(place), database=database, prefix=settings.LOGIN_PREFIX)
        try:
            yield server
        except BaseException:
            drop(admin_dsn, database)
            raise


def drop(admin_dsn: str, database: str) -> None:
    """Remove a database, whoever is connected."""
    with psycopg.connect(admin_dsn, autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))


def fill(copy: Copy, place: logins.Database, say: Say) -> Report:
    """Restore a back-up into an empty database, compare it and prove its chains. Raises `CommandError`."""
    database = place["name"]
    with databases.connect("keeper", database, server=place) as keeper:
        server = keeper.info.server_version // 10_000
    restore = tools.program("pg_restore", server)
    try:
        # The copy says what each table grants; what a new one grants by itself would come on top of that.
        _default_grants(place, give=False)
        _section(copy, place, restore, "pre-data", server)
        _section(copy, place, restore, "data", server)
        with databases.connect("owner", database, server=place) as owner:
            _keys(copy, owner)
        _section(copy, place, restore, "post-data", server)
        _default_grants(place, give=True)
    except (NotOurs, tink.TinkError) as error:
        raise CommandError("La copia fue alterada: no se restauró nada.") from error
    with databases.connect("keeper", database, server=place) as keeper:
        _compare(copy, keeper)
        say("Cuentas y sumas de control iguales a las de la copia.")
        again = shredding.replay(keeper, [*shredding.in_database(keeper), *shredding.read()])
        say(f"Borrados aplicados de nuevo: {again}.")
        _opens_all(keeper)
        report = proved(keeper)
    broken = [problem for problem in report.problems if problem.what not in OF_ANOTHER_TIME]
    if broken:
        raise CommandError("El rastro de la copia no está entero:\n" + "\n".join(map(words, broken)))
    return report


def _default_grants(place: logins.Database, *, give: bool) -> None:
    users = {role: login["user"] for role, login in place["logins"].items()}
    with databases.connect("owner", place["name"], server=place) as owner:
        for statement in logins.default_grants(users, give=give):
            owner.execute(statement)


#: The first server that knows every setting the restoring program of the house begins with.
_KNOWS_ALL = 17
_PSQL = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--file=-")


def _section(copy: Copy, login: logins.Database, restore: Path, section: str, server: int) -> None:
    place, env = tools.target(login, "owner", login["name"])
    base = [str(restore), f"--section={section}", "--no-owner", "--no-comments"]
    with copy.part("data") as stream:
        listed = tools.feed([*base, "--list"], env, stream, partly=True).decode()
    # The empty database has its schema and its extensions already, made by who may make them.
    stored = [
        line for line in listed.splitlines() if " EXTENSION " not in f" {line} " and " SCHEMA - " not in line
    ]
    with tempfile.NamedTemporaryFile("w", suffix=".list") as entries:
        entries.write("\n".join(stored) + "\n")
        entries.flush()
        command = [*base, f"--use-list={entries.name}"]
        with copy.part("data") as stream:
            if server >= _KNOWS_ALL:
                command += ["--exit-on-error", "--single-transaction", f"--dbname={place}"]
                tools.feed(command, env, stream)
            else:
                psql = [str(tools.program("psql", server)), *_PSQL, f"--dbname={place}"]
                tools.pipe([*command, "--file=-"], psql, env, stream, _for_older)


def _for_older(beginning: bytes) -> bytes:
    """The script without the one setting that a server before 17 does not know (it only says the default)."""
    return beginning.replace(b"\nSET transaction_timeout = 0;\n", b"\n", 1)


def _keys(copy: Copy, owner: databases.Connection) -> None:
    columns: dict[str, list[str]] = {}
    with contextlib.ExitStack() as stack:
        stream = stack.enter_context(reading(copy.keys, f"{copy.stamp}|keys", copy.opens))
        stack.enter_context(owner.transaction())
        current, writing = "", None
        for part, content in frames(stream):
            if part.startswith("columns:"):
                columns[part.removeprefix("columns:")] = json.loads(content)
            elif part in tables.KEYS:
                if part != current:
                    if writing is not None:
                        writing.close()
                    writing = contextlib.ExitStack()
                    query = sql.SQL("COPY {} ({}) FROM STDIN").format(
                        sql.Identifier(part), sql.SQL(", ").join(map(sql.Identifier, columns[part]))
                    )
                    copying = writing.enter_context(owner.cursor().copy(query))
                    current = part
                copying.write(content)
        if writing is not None:
            writing.close()


def bring_only_slots(stream: BinaryIO, database: str | None = None) -> int:
    """The slots in the clear stream of a key file, put beside those that stand; how many are ready then.

    Raises `CommandError`.
    """
    try:
        return slots.bring((content for part, content in frames(stream) if part == SLOTS), database)
    except OSError as error:
        raise CommandError(f"Los secretos de la copia no se pudieron escribir: {error.strerror}.") from error


def bring_slots(copy: Copy, temporary: str, final: str, place: logins.Database) -> None:
    """Put the slots of a back-up beside those that stand, and let the restored database take none that was taken.

    A back-up of before there were slots has none. Raises `CommandError`.
    """
    with reading(copy.keys, f"{copy.stamp}|keys", copy.opens) as stream:
        number = bring_only_slots(stream, final)
    with databases.connect("owner", temporary, server=place) as owner:
        if databases.has_table(owner, "vault_spentslot"):
            owner.execute("SELECT setval('vault_slot', %s, false)", [number])


def _compare(copy: Copy, keeper: databases.Connection) -> None:
    tables.plain_settings(keeper)
    wrong = tables.differences({**copy.manifest["tables"], **copy.key_sums}, tables.sums(keeper))
    if wrong:
        raise CommandError("Lo restaurado no es igual a la copia:\n" + "\n".join(wrong))


def _opens_all(keeper: databases.Connection) -> None:
    """Every organisation's key must open with the master keyset that this machine has."""
    top = master.master()
    for organisation, wrapped in keeper.execute("SELECT organisation_id, wrapped FROM vault_organisationkey"):
        try:
            handle = tink.proto_keyset_format.parse_encrypted(
                bytes(wrapped), top, organisation.bytes + b"|subjects"
            )
            handle.primitive(aead.Aead)
        except tink.TinkError as error:
            raise CommandError(
                "La llave maestra de este equipo no abre las llaves de la copia: es de otra instalación."
            ) from error


def finish(admin_dsn: str, temporary: str, final: str) -> None:
    """Give the restored database its name. Raises `CommandError` when that name holds anything."""
    with psycopg.connect(admin_dsn, autocommit=True) as admin:
        if exists(admin_dsn, final):
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(final)))
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [temporary]
        )
        admin.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(temporary), sql.Identifier(final))
        )


def exists(admin_dsn: str, database: str) -> bool:
    """Whether there is such a database. Raises `CommandError` when it holds a table."""
    with psycopg.connect(admin_dsn, autocommit=True) as admin:
        row = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
    if row is None:
        return False
    with psycopg.connect(psycopg.conninfo.make_conninfo(admin_dsn, dbname=database)) as inside:
        if inside.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public' LIMIT 1").fetchone():
            raise CommandError(
                f"La base de datos «{database}» no está vacía; no se restaura encima. Use --into OTRA."
            )
    return True


def mark_restored(place: logins.Database, database: str) -> None:
    """Say in the anchors where the chains stand now, so that what was lost is no alarm for ever."""
    with databases.connect("keeper", database, server=place) as keeper:
        heads = keeper.execute("SELECT organisation_id, max(sequence) FROM audit_seal GROUP BY 1").fetchall()
    anchors.append_restore(dict(heads))


# --- the files ---


def unpack(copy: Copy, into: Path | None) -> None:
    """Prove the files of a back-up and, unless `into` is None, put them there (a folder absent or empty)."""
    count, size, whole = 0, 0, hashlib.sha256()
    half = into.with_name(f".half-{into.name}") if into else None
    if half is not None and half.exists():
        shutil.rmtree(half)
    with copy.part("files") as stream, tarfile.open(fileobj=stream, mode="r|") as tar:
        for member in tar:
            source = tar.extractfile(member)
            if source is None:
                raise CommandError("La copia de los archivos no es como se escribió.")
            content = hashlib.sha256()
            with contextlib.ExitStack() as stack:
                target = None
                if half is not None:
                    place = (half / member.name).resolve()
                    if not place.is_relative_to(half.resolve()):
                        raise CommandError("La copia de los archivos no es como se escribió.")
                    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                    opened = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                    target = stack.enter_context(os.fdopen(opened, "wb"))
                while chunk := source.read(1 << 20):
                    content.update(chunk)
                    if target is not None:
                        target.write(chunk)
            count, size = count + 1, size + member.size
            whole.update(f"{member.name}\0{content.hexdigest()}\n".encode())
    if copy.manifest["files"] != {"count": count, "bytes": size, "sha256": whole.hexdigest()}:
        raise CommandError("Los archivos restaurados no son iguales a los de la copia.")
    if into is not None and half is not None:
        half.mkdir(exist_ok=True, mode=0o700)
        if into.exists():
            into.rmdir()  # empty: `files_place` has asked
        half.rename(into)


def files_place(database: str, configured: str) -> Path:
    """Where the files go: the site's own folder, or one beside it for a database beside. Must be empty."""
    place = files_folder() if database == configured else files_folder().with_name(f"files-{database}")
    if place.exists() and any(place.iterdir()):
        raise CommandError(f"La carpeta de archivos «{place}» no está vacía; no se restaura encima.")
    return place
