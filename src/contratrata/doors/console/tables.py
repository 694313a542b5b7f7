"""What a back-up holds of the database, and how two databases are compared."""

from typing import TypedDict

from psycopg import sql

from .databases import Connection

#: Wrapped keys: they go into the key file, never into the data file.
KEYS = ("vault_organisationkey", "vault_subjectkey", "vault_sharedkey")
#: Rows that mean nothing after a restore: everybody signs in again.
PASSING = ("django_session", "django_cache", "usersessions_usersession")


class Sum(TypedDict):
    """Rows of a table, and the sum of their hashes (order plays no part)."""

    count: int
    checksum: str


def plain_settings(connection: Connection) -> None:
    """Let rows read the same on every server."""
    for setting in ("TIME ZONE 'UTC'", "datestyle TO 'ISO, YMD'", "intervalstyle TO 'iso_8601'"):
        connection.execute(sql.SQL("SET {}").format(sql.SQL(setting)))
    connection.execute("SET bytea_output TO 'hex'")
    connection.execute("SET extra_float_digits TO 1")


def names(connection: Connection) -> list[str]:
    """All tables of the schema."""
    rows = connection.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') "
        "ORDER BY relname"
    )
    return [str(name) for (name,) in rows]


def sums(connection: Connection) -> dict[str, Sum]:
    """Count and checksum of every table but the passing ones, as the keeper sees them.

    Costs about 3 µs a row. Change the settings first with `plain_settings`.
    """
    result: dict[str, Sum] = {}
    for name in names(connection):
        if name in PASSING:
            continue
        row = connection.execute(
            sql.SQL(
                "SELECT count(*), coalesce(sum("
                "('x' || left(encode(sha256(convert_to(t::text, 'UTF8')), 'hex'), 15))"
                "::bit(60)::bigint::numeric), 0)::text FROM {} t"
            ).format(sql.Identifier(name))
        ).fetchone()
        if row is not None:
            result[name] = {"count": int(row[0]), "checksum": str(row[1])}
    return result


def differences(data: dict[str, Sum], values: dict[str, Sum]) -> list[str]:
    """The tables that are not the same, each with what was told and what was found."""
    wrong = []
    for name in sorted(data.keys() | values.keys()):
        one, other = data.get(name), values.get(name)
        if one != other:
            wrong.append(
                f"{name}: {one['count'] if one else 'falta'} → {other['count'] if other else 'falta'}"
            )
    return wrong
