"""What is sealed directly by a keyset that is turned, sealed again in batches while people work.

A package names its columns in its furniture (`sealed`). A row is done when its mark is that of the key in use, so
there is no list of what was done: whatever cuts a pass off, the next one goes on. Rows that somebody holds are passed
over and looked for again; nobody waits for more than a batch. What opens by no key is counted and left as it is.
"""

import dataclasses
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

import tink
from django.apps import apps
from psycopg import sql
from tink import aead

from . import keysets, slots
from .keys import SUBJECT, Ring
from .sealed import SealedRow

BATCH = 500
By = Literal["master", "organisation"]
Row = Mapping[str, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class Sealing:
    """By what a pass seals: `cipher` opens what any of its keys sealed; the one in use leaves `mark`.

    `keys`: the organisation's, where they are its. `renew`: persons get a further key of their own as well.
    `slots`: not the former keys are turned, but what has no slot yet gets one.
    """

    cipher: aead.Aead
    mark: bytes
    keys: Ring | None = None
    renew: bool = False
    slots: bool = False

    def undone(self, column: str, *, wraps: bool = False) -> tuple[sql.Composed, list[Any]]:
        """SQL for a row that is not done, and its parameters."""
        if self.slots:
            query = sql.SQL("octet_length({0}) > 0 AND vault_slot_of({0}) IS NULL")
            return query.format(sql.Identifier(column)), []
        return undone(column, wraps=wraps), [self.mark]


class Pass(NamedTuple):
    """How many rows were sealed again, and how many nobody can open."""

    done: int
    broken: int

    def plus(self, other: "Pass") -> "Pass":
        """Both together."""
        return Pass(self.done + other.done, self.broken + other.broken)


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """A sealed column: `about` gives what a value is bound to, from `needs` of its row; `where` names its rows.

    `wraps`: it holds a keyset, not a text. `renews`: that keyset gets another key when everything is turned.
    """

    table: str
    column: str
    by: By
    about: Callable[[Row], bytes]
    needs: tuple[str, ...] = ("id",)
    where: str = "true"
    wraps: bool = False
    renews: bool = False

    def again(self, keeper: Any, sealing: Sealing) -> Pass:
        """One pass over all rows that are not done. Each batch is a transaction."""
        done, last = Pass(0, 0), uuid.UUID(int=0)
        while True:
            with keeper.transaction():
                rows = self._batch(keeper, sealing, last)
                if not rows:
                    return done
                fresh = dict(self._sealed_again(rows, sealing))
                write(keeper, self.table, "id", {self.column: fresh})
            done = done.plus(Pass(len(fresh), len(rows) - len(fresh)))
            last = rows[-1]["id"]

    def left(self, keeper: Any, sealing: Sealing) -> int:
        """How many rows are not done."""
        query, params = self._undone(sql.SQL("count(*)"), sealing)
        (number,) = keeper.execute(query, params).fetchone()
        return int(number)

    def _batch(self, keeper: Any, sealing: Sealing, last: uuid.UUID) -> list[dict[str, Any]]:
        names = tuple(dict.fromkeys(("id", self.column, *self.needs)))
        query, params = self._undone(sql.SQL(", ").join(map(sql.Identifier, names)), sealing)
        query += sql.SQL(" AND id > %s ORDER BY id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED")
        rows = keeper.execute(query, [*params, last, BATCH]).fetchall()
        return [dict(zip(names, row, strict=True)) for row in rows]

    def _undone(self, what: sql.Composable, sealing: Sealing) -> tuple[sql.Composed, list[Any]]:
        mine = sql.SQL("true") if sealing.keys is None else sql.SQL("organisation_id = %s")
        left, params = sealing.undone(self.column, wraps=self.wraps)
        query = sql.SQL("SELECT {} FROM {} WHERE {} AND {} AND {}").format(
            what, sql.Identifier(self.table), mine, sql.SQL(self.where), left
        )
        return query, [*([sealing.keys.organisation_id] if sealing.keys else []), *params]

    def _sealed_again(self, rows: Iterable[Row], sealing: Sealing) -> Iterator[tuple[uuid.UUID, bytes]]:
        for row in rows:
            about, value = self.about(row), bytes(row[self.column])
            try:
                yield row["id"], self._again(value, about, sealing)
            except tink.TinkError:
                continue

    def _again(self, value: bytes, about: bytes, sealing: Sealing) -> bytes:
        seals = slots.over(sealing.cipher, value)
        if not self.wraps:
            fresh: bytes = seals.encrypt(sealing.cipher.decrypt(value, about), about)
            return fresh
        handle = tink.proto_keyset_format.parse_encrypted(value, sealing.cipher, about)
        if self.renews and sealing.renew:
            handle = keysets.promoted(keysets.with_new(handle, SUBJECT))
        wrapped: bytes = tink.proto_keyset_format.serialize_encrypted(handle, seals, about)
        return wrapped


def columns_of(label: str, *columns: str, by: By = "organisation", where: str = "true") -> tuple[Column, ...]:
    """The sealed columns of a `SealedRow`, by the label of its model, that no person's key seals."""

    def bound(column: str) -> Callable[[Row], bytes]:
        def about(row: Row) -> bytes:
            model = apps.get_model(label)
            assert issubclass(model, SealedRow)  # noqa: S101  (the furniture says so)
            return f"{model.sealed_as or model._meta.db_table}|{column}|{row['id']}".encode()

        return about

    table = label.lower().replace(".", "_")
    return tuple(Column(table, column, by, bound(column), where=where) for column in columns)


def undone(column: str, *, wraps: bool = False) -> sql.Composed:
    """SQL: a value is there and does not begin with this mark (one parameter).

    A wrapped keyset is an `EncryptedKeyset`: one byte, its length in one byte or two, then what the key sealed.
    """
    name = sql.Identifier(column)
    if not wraps:
        return sql.SQL("octet_length({0}) > 0 AND substring({0} FROM 1 FOR 5) <> %s").format(name)
    return sql.SQL(
        "octet_length({0}) > 8 AND substring({0} FROM CASE WHEN get_byte({0}, 1) < 128 THEN 3 ELSE 4 END FOR 5) <> %s"
    ).format(name)


def write(keeper: Any, table: str, key: str, values: Mapping[str, Mapping[uuid.UUID, bytes]]) -> None:
    """Exchange these columns of these rows with one statement (every column has the same rows)."""
    ids = list(next(iter(values.values())))
    if not ids:
        return
    columns = list(values)
    query = sql.SQL("UPDATE {} AS t SET {} FROM unnest({}) AS v({}) WHERE t.{} = v.{}").format(
        sql.Identifier(table),
        sql.SQL(", ").join(sql.SQL("{0} = v.{0}").format(sql.Identifier(column)) for column in columns),
        sql.SQL(", ").join([sql.SQL("%s::uuid[]"), *[sql.SQL("%s::bytea[]")] * len(columns)]),
        sql.SQL(", ").join(map(sql.Identifier, [key, *columns])),
        sql.Identifier(key),
        sql.Identifier(key),
    )
    keeper.execute(query, [ids, *([entry[one] for one in ids] for entry in values.values())])


#: The keys of persons, wrapped by their organisation's.
SUBJECTS = Column(
    "vault_subjectkey", "wrapped", "organisation", lambda row: row["id"].bytes, wraps=True, renews=True
)
