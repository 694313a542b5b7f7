"""Bare connections for the keeper of the house: by login and by name of the database."""

from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import CommandError

from contratrata.launch import logins
from contratrata.launch.cluster import conninfo

Connection = psycopg.Connection[tuple[Any, ...]]
#: Held by whoever copies or turns keys (an advisory lock): a copy in between would mix rows and keys of two moments.
KEYS_LOCK = 7_263_002


def known() -> logins.Database:
    """The logins of this installation. Raises `CommandError` when the database was never prepared."""
    place = logins.load(Path(settings.HOME))
    if place is None:
        raise CommandError("Esta instalación no tiene base de datos: falta database.json. Use «make run».")
    return place


def name() -> str:
    """The database this process works on."""
    return str(settings.DATABASES["default"]["NAME"])


def dsn(login: str, database: str | None = None, *, server: logins.Database | None = None) -> str:
    """The connection string of one login (`keeper`, `owner`, …), password included."""
    server = server or known()
    who = server["logins"][login]
    return conninfo(
        host=server["host"],
        port=server["port"],
        dbname=database or name(),
        user=who["user"],
        password=who["password"],
        application_name=f"contratrata-{login}",
        **server.get("options", {}),
    )


def connect(login: str, database: str | None = None, *, server: logins.Database | None = None) -> Connection:
    """A connection of that login, in autocommit. Raises `CommandError` when the database is away."""
    try:
        return psycopg.connect(dsn(login, database, server=server), autocommit=True)
    except psycopg.OperationalError as error:
        raise CommandError(f"La base de datos no contesta: {error}") from error


def has_table(connection: Connection, table: str) -> bool:
    """Whether the table is there (a database just made has none)."""
    row = connection.execute("SELECT to_regclass(%s)", [f"public.{table}"]).fetchone()
    return bool(row and row[0])
