"""The first seals of accounts, memberships and invitations that were there before seals were made; all of them anew.

The first ones are made once in the life of a database. That it was done is a seal too, which only the master keyset
makes and neither the web nor the worker can take away. What has no seal afterwards was never the platform's, and
stays locked.
"""

import json
import uuid
from typing import Any

from allauth.mfa.models import Authenticator
from psycopg import sql

from contratrata.ground.accounts.public import User, seals

from .databases import Connection

BEGUN = uuid.UUID(int=0)
KIND = "begun"
#: How secrets of second factors were sealed before each was sealed for its own row.
FORMER = b"mfa"


def begun(keeper: Connection) -> bool:
    """Whether the first seals of this database were made."""
    row = keeper.execute("SELECT version, mac FROM accounts_seal WHERE row_id = %s", [BEGUN]).fetchone()
    return row is not None and seals.genuine(KIND, BEGUN, row[0], row[1], [])


def make(keeper: Connection) -> int:
    """Seal every row that never had a seal, and say that it is done. Returns how many were sealed."""
    with keeper.transaction():
        keeper.execute(
            "LOCK TABLE accounts_seal, accounts_user, mfa_authenticator IN SHARE ROW EXCLUSIVE MODE"
        )
        if begun(keeper):
            return 0
        count = 0
        for model, (kind, columns) in seals.covered().items():
            for row_id, *values in _unsealed(keeper, model._meta.db_table, columns):
                if model is User:
                    values.append(_factors(keeper, row_id, former=FORMER))
                _add(keeper, kind, row_id, values)
                count += 1
        _add(keeper, KIND, BEGUN, [])
    return count


def _unsealed(keeper: Connection, table: str, columns: tuple[str, ...]) -> list[tuple[Any, ...]]:
    query = sql.SQL(
        "SELECT id, {} FROM {} t WHERE NOT EXISTS (SELECT FROM accounts_seal s WHERE s.row_id = t.id) ORDER BY id"
    )
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    return keeper.execute(query.format(names, sql.Identifier(table))).fetchall()


def _rows(keeper: Connection, user_id: uuid.UUID) -> list[list[Any]]:
    rows = keeper.execute(
        "SELECT id, type, data FROM mfa_authenticator WHERE user_id = %s ORDER BY id", [user_id]
    )
    return [list(row) for row in rows]


def _factors(keeper: Connection, user_id: uuid.UUID, *, former: bytes | None) -> list[list[Any]]:
    """Her factors as a seal covers them; their secrets, sealed for `former` or (None) their rows, are sealed anew."""
    result = []
    for pk, kind, data in _rows(keeper, user_id):
        factor = Authenticator(user_id=user_id, type=kind)
        factor.pk = pk
        secrets = [name for name in seals.SECRETS if name in data]
        for name in secrets:
            about = seals.about(factor) if former is None else former
            data[name] = seals.reseal_secret(data[name], about, factor)
        if secrets:
            keeper.execute("UPDATE mfa_authenticator SET data = %s WHERE id = %s", [json.dumps(data), pk])
        result.append([pk, kind, data])
    return result


def _add(keeper: Connection, kind: str, row_id: uuid.UUID, values: list[Any]) -> None:
    keeper.execute(
        "INSERT INTO accounts_seal (row_id, kind, version, mac) VALUES (%s, %s, 1, %s)",
        [row_id, kind, seals.compute(kind, row_id, 1, values)],
    )


def again(keeper: Connection) -> int:
    """Make every seal, and every secret of a factor, anew with the present master key, before a former one goes.

    A seal that does not hold stays as it is: broken. Returns how many were made anew.
    """
    count = 0
    with keeper.transaction():
        keeper.execute(
            "LOCK TABLE accounts_seal, accounts_user, mfa_authenticator IN SHARE ROW EXCLUSIVE MODE"
        )
        if begun(keeper):
            _renew(keeper, KIND, BEGUN, [])
        for model, (kind, columns) in seals.covered().items():
            for row_id, *values in _sealed(keeper, model._meta.db_table, columns):
                version, mac = values.pop(), values.pop()
                lines = [*values, _rows(keeper, row_id)] if model is User else values
                if seals.genuine(kind, row_id, version, mac, lines):
                    now = [*values, _factors(keeper, row_id, former=None)] if model is User else values
                    _renew(keeper, kind, row_id, now)
                    count += 1
    return count


def _sealed(keeper: Connection, table: str, columns: tuple[str, ...]) -> list[tuple[Any, ...]]:
    query = sql.SQL(
        "SELECT t.id, {}, s.mac, s.version FROM {} t JOIN accounts_seal s ON s.row_id = t.id ORDER BY t.id"
    )
    names = sql.SQL(", ").join(sql.Identifier("t", name) for name in columns)
    return keeper.execute(query.format(names, sql.Identifier(table))).fetchall()


def _renew(keeper: Connection, kind: str, row_id: uuid.UUID, values: list[Any]) -> None:
    row = keeper.execute("SELECT version FROM accounts_seal WHERE row_id = %s", [row_id]).fetchone()
    version = row[0] + 1 if row else 1
    keeper.execute(
        "UPDATE accounts_seal SET version = %s, mac = %s WHERE row_id = %s",
        [version, seals.compute(kind, row_id, version, values), row_id],
    )
