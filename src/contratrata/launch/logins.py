"""The database and its five logins, each with what it needs and no more.

Rule (docs/architecture, confidentiality in the database): `owner` migrates and under FORCE ROW LEVEL SECURITY
sees no confidential row; `app` serves people; `worker` runs jobs; `report` reads what is granted to it by
name; `keeper` passes row-level security for back-up and verification and never serves the web.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypedDict

import psycopg
from psycopg import sql

from contratrata.launch import binaries
from contratrata.launch.errors import LaunchError

ROLES = ("owner", "app", "worker", "report", "keeper")
_SERVING = ("app", "worker", "keeper")
NEEDED_EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist")
WELCOME_EXTENSIONS = ("citext",)
_TLS = ("sslmode", "sslrootcert", "channel_binding")
_LOCK = 7_263_001  # advisory lock: two commands at once take turns


class Login(TypedDict):
    """One login of the database."""

    user: str
    password: str


class Database(TypedDict):
    """What `database.json` holds: where the database is, the five logins, and how to connect safely."""

    host: str
    port: int
    name: str
    logins: dict[str, Login]
    options: dict[str, str]


def database_file(home: Path) -> Path:
    """Where all logins are kept (0600): for whoever administers; no process that serves people reads it."""
    return home / "database.json"


def credential_file(home: Path, role: str) -> Path:
    """Where the process of one login finds it, and no other (0600)."""
    return home / "logins" / f"{role}.json"


def load(home: Path) -> Database | None:
    """The logins kept in the home folder; None when there are none yet."""
    try:
        stored: Database = json.loads(database_file(home).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return stored


def prepare(
    admin_dsn: str,
    home: Path,
    *,
    database: str = "contratrata",
    prefix: str = "contratrata",
    durable: bool = True,
) -> Database:
    """Create what is missing of the database, the logins and the privileges; write `database.json`.

    `admin_dsn` reaches any database of the server as a superuser, or as a role that may create roles and
    databases and grant BYPASSRLS. Safe to repeat; passwords already in `database.json` are kept.
    `durable=False` copies the template database by its files, which is quicker and needs no lasting WAL.
    Raises LaunchError in Spanish for a server that is too old or a login that may not do this.
    """
    stored = load(home)
    logins = {role: _login(stored, role, f"{prefix}_{role}") for role in ROLES}
    try:
        with psycopg.connect(admin_dsn, autocommit=True) as admin:
            _check_version(admin)
            admin.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
            _create_roles(admin, logins)
            _create_database(admin, database, logins["owner"]["user"], durable=durable)
            host, port = admin.info.host or "localhost", admin.info.port
        with psycopg.connect(admin_dsn, dbname=database, autocommit=True) as inside:
            inside.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
            _create_extensions(inside)
            _grant(inside, database, {role: login["user"] for role, login in logins.items()})
    except psycopg.OperationalError as problem:
        raise LaunchError(f"No se pudo llegar a la base de datos: {problem}") from problem
    except psycopg.errors.InsufficientPrivilege as problem:
        raise LaunchError(
            "La cuenta de DATABASE_URL no puede preparar la base de datos: debe poder crear cuentas y bases "
            f"(CREATEROLE, CREATEDB). Respuesta del servidor: {problem}"
        ) from problem
    result: Database = {
        "host": host,
        "port": port,
        "name": database,
        "logins": logins,
        "options": _carried(admin_dsn),
    }
    _write(home, result)
    return result


def _carried(admin_dsn: str) -> dict[str, str]:
    """What the administering connection says about TLS holds for the five logins too."""
    initial = psycopg.conninfo.conninfo_to_dict(admin_dsn)
    return {name: str(initial[name]) for name in _TLS if initial.get(name)}


def _login(database: Database | None, role: str, user: str) -> Login:
    known = database["logins"].get(role) if database else None
    if known and known["user"] == user:
        return known
    return {"user": user, "password": secrets.token_urlsafe(24)}


def _check_version(admin: psycopg.Connection[Any]) -> None:
    version = admin.info.server_version // 10_000
    if version < binaries.OLDEST:
        raise LaunchError(
            f"ContraTrata necesita PostgreSQL {binaries.OLDEST} o posterior; "
            f"el servidor indicado es {version}."
        )


def _create_roles(admin: psycopg.Connection[Any], logins: dict[str, Login]) -> None:
    for role, login in logins.items():
        user = sql.Identifier(login["user"])
        known = admin.execute(
            "SELECT rolbypassrls FROM pg_roles WHERE rolname = %s", [login["user"]]
        ).fetchone()
        if known is None:
            admin.execute(sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB").format(user))
        # The password goes as a SCRAM verifier, so that no server log ever holds it.
        verifier = admin.pgconn.encrypt_password(
            login["password"].encode(), login["user"].encode(), b"scram-sha-256"
        ).decode()
        admin.execute(sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(user, sql.Literal(verifier)))
        if role == "keeper" and not (known and known[0]):
            _let_pass_row_security(admin, user)


def _let_pass_row_security(admin: psycopg.Connection[Any], user: sql.Identifier) -> None:
    try:
        admin.execute(sql.SQL("ALTER ROLE {} BYPASSRLS").format(user))
    except psycopg.errors.InsufficientPrivilege as problem:
        raise LaunchError(
            "La cuenta de DATABASE_URL no puede conceder BYPASSRLS a la cuenta de las copias de seguridad. "
            "Use una cuenta de superusuario, o pida a quien administra el servidor que ejecute: "
            f"ALTER ROLE {user.as_string(admin)} BYPASSRLS; y repita."
        ) from problem


def _create_database(admin: psycopg.Connection[Any], name: str, owner: str, *, durable: bool) -> None:
    if not _is_superuser(admin):
        # Giving a database to a role needs membership of it; a superuser needs none.
        admin.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(owner)))
    if admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        admin.execute(
            sql.SQL("ALTER DATABASE {} OWNER TO {}").format(sql.Identifier(name), sql.Identifier(owner))
        )
        return
    how = sql.SQL("" if durable else " STRATEGY FILE_COPY")
    admin.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0{}").format(
            sql.Identifier(name), sql.Identifier(owner), how
        )
    )


def _is_superuser(admin: psycopg.Connection[Any]) -> bool:
    row = admin.execute("SELECT rolsuper FROM pg_roles WHERE rolname = CURRENT_USER").fetchone()
    return bool(row and row[0])


def _create_extensions(inside: psycopg.Connection[Any]) -> None:
    on_offer = {name for (name,) in inside.execute("SELECT name FROM pg_available_extensions")}
    missing = [name for name in NEEDED_EXTENSIONS if name not in on_offer]
    if missing:
        raise LaunchError(
            f"Al servidor PostgreSQL le faltan extensiones: {', '.join(missing)}. "
            "Suelen estar en el paquete «postgresql-contrib»."
        )
    for name in (*NEEDED_EXTENSIONS, *(name for name in WELCOME_EXTENSIONS if name in on_offer)):
        inside.execute(
            sql.SQL("CREATE EXTENSION IF NOT EXISTS {} SCHEMA public").format(sql.Identifier(name))
        )


def _grant(inside: psycopg.Connection[Any], database: str, users: dict[str, str]) -> None:
    """Privileges of the database, of its schema, and of every table the owner will ever make."""
    name, owner = sql.Identifier(database), sql.Identifier(users["owner"])
    everyone = _list(users.values())
    for statement in (
        sql.SQL("ALTER SCHEMA public OWNER TO {}").format(owner),
        sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name),
        sql.SQL("REVOKE ALL ON SCHEMA public FROM PUBLIC"),
        sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}").format(name, everyone),
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(everyone),
    ):
        inside.execute(statement)
    for answers in default_grants(users):
        inside.execute(answers)


def default_grants(users: dict[str, str], *, give: bool = True) -> list[sql.Composed]:
    """Statements for what every table and sequence that the owner will make grants by itself; or no more."""
    serving, keeper = _list(users[role] for role in _SERVING), sql.Identifier(users["keeper"])
    verb = sql.SQL("GRANT {} TO {}" if give else "REVOKE {} FROM {}")
    begin = sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA public ").format(
        sql.Identifier(users["owner"])
    )
    return [
        begin + verb.format(sql.SQL("SELECT, INSERT, UPDATE, DELETE ON TABLES"), serving),
        begin + verb.format(sql.SQL("USAGE ON SEQUENCES"), serving),
        # A back-up reads where each sequence stands.
        begin + verb.format(sql.SQL("SELECT ON SEQUENCES"), keeper),
    ]


def _list(names: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(name) for name in names)


def _write(home: Path, result: Database) -> None:
    """Replace `database.json` and the credential of each process: a reader sees the old ones or the new ones."""
    home.mkdir(parents=True, exist_ok=True)
    home.joinpath("logins").mkdir(mode=0o700, exist_ok=True)
    for role, login in result["logins"].items():
        _write_private(credential_file(home, role), {**result, "logins": {role: login}})
    _write_private(database_file(home), result)


def _write_private(target: Path, data: Mapping[str, Any]) -> None:
    """Write a file whole, with the owner and the mode of the one it replaces (a process of its own may read it)."""
    fresh = target.with_suffix(f".{os.getpid()}.new")
    opened = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(opened, "w", encoding="utf-8") as file:
        json.dump(data, file, indent=2)
        file.write("\n")
        if target.exists() and os.geteuid() == 0:
            os.fchown(file.fileno(), target.stat().st_uid, target.stat().st_gid)
    fresh.replace(target)
