"""What persons are found by, when the keys of their organisation are turned: keyed anew, not only sealed anew."""

import uuid
from typing import Any, Literal

import tink
from psycopg import sql

from contratrata.ground.vault.public import BATCH, Pass, Ring, Sealing

from . import names_index
from .models import Identity

_QUESTIONS = sorted(names_index.QUESTIONS)
_BATCH = sql.SQL(
    "SELECT e.id, e.person_id, i.id, k.id, k.wrapped, {} FROM cases_nameentry e "
    "JOIN cases_person p ON p.id = e.person_id LEFT JOIN cases_identity i ON i.person_id = p.id "
    "LEFT JOIN vault_subjectkey k ON k.id = p.subject_id "
    "WHERE e.organisation_id = %s AND {} AND e.id > %s ORDER BY e.id LIMIT %s FOR NO KEY UPDATE OF e SKIP LOCKED"
)
_COLUMNS = sql.SQL(", ").join(sql.Identifier("i", name) for name in _QUESTIONS)
#: The number of the transaction lets every process of the web read the entry again.
_WRITE = (
    "UPDATE cases_nameentry e SET tokens = v.tokens, written = pg_current_xact_id()::text::bigint "
    "FROM unnest(%s::uuid[], %s::bytea[]) AS v(id, tokens) WHERE e.id = v.id"
)


class NameEntries:
    """`NameEntry.tokens`: its mark tells by which keyset it was sealed, and so by which key of tokens it was keyed."""

    by: Literal["master", "organisation"] = "organisation"
    table = "cases_nameentry"

    def again(self, keeper: Any, sealing: Sealing) -> Pass:
        """One pass over the persons of an organisation. Each batch is a transaction."""
        keys, done, last = _keys(sealing), Pass(0, 0), uuid.UUID(int=0)
        undone, params = sealing.undone("tokens")
        query = _BATCH.format(_COLUMNS, undone)
        while True:
            with keeper.transaction():
                rows = keeper.execute(query, [keys.organisation_id, *params, last, BATCH]).fetchall()
                if not rows:
                    return done
                fresh = {row[0]: _entry(keys, row) for row in rows}
                keeper.execute(_WRITE, [list(fresh), list(fresh.values())])
            done, last = done.plus(Pass(len(rows), 0)), rows[-1][0]

    def left(self, keeper: Any, sealing: Sealing) -> int:
        """How many persons are found by what a former key made."""
        undone, params = sealing.undone("tokens")
        query = sql.SQL("SELECT count(*) FROM cases_nameentry e WHERE e.organisation_id = %s AND {}").format(
            undone
        )
        (number,) = keeper.execute(query, [_keys(sealing).organisation_id, *params]).fetchone()
        return int(number)


def _keys(sealing: Sealing) -> Ring:
    assert sealing.keys is not None  # noqa: S101  (`by` says organisation)
    return sealing.keys


def _entry(keys: Ring, row: tuple[Any, ...]) -> bytes:
    """The entry anew; empty when her key was destroyed, or opens nothing: nobody finds her any more."""
    _id, person_id, identity_id, subject_id, wrapped, *values = row
    sealed = dict(zip(_QUESTIONS, values, strict=True))
    if identity_id is None or subject_id is None or wrapped is None:
        return b""
    named = Identity(
        id=identity_id, organisation_id=keys.organisation_id, realm=0, person_id=person_id, **sealed
    )
    try:
        sealer = keys.opened(subject_id, wrapped)
        texts = named.open(sealer, *_QUESTIONS)
    except tink.TinkError:
        return b""
    return names_index.seal(keys, person_id, names_index.tokens_of(keys.token_key, texts), sealer.slot)
