"""Slots from the keeper's side: what was sealed before there were any gets one; what nobody uses is overwritten."""

import datetime as dt
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

from psycopg import sql

from contratrata.ground.base import clock
from contratrata.ground.base.package import Resealed, furniture
from contratrata.ground.vault.public import Pass, Sealing, master, rotation, sharings, slots

from . import databases, turning

#: Between two looks at what nobody uses: longer than anybody keeps a number that she took, or a transaction open.
REST = dt.timedelta(hours=20)
_USED = sql.SQL("SELECT DISTINCT vault_slot_of({0}) FROM {1} WHERE vault_slot_of({0}) < %s")
_COLUMNS = """
SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.atttypid = 'bytea'::regtype
  AND NOT a.attisdropped AND a.attnum > 0 ORDER BY 1, 2
"""
#: Where the sequence stands, the number of this look among the transactions, and the oldest one that is open. Only this
#: database's count: in another of the same server nobody can hold a number of this one.
_LOOK = """
SELECT last_value, pg_current_xact_id()::text::bigint, (
  SELECT coalesce(min(open::text::bigint), pg_snapshot_xmax(pg_current_snapshot())::text::bigint)
  FROM pg_snapshot_xip(pg_current_snapshot()) open WHERE xid(open) IN (
    SELECT backend_xid FROM pg_stat_activity WHERE datname = current_database()
    UNION ALL SELECT transaction FROM pg_prepared_xacts WHERE database = current_database()))
FROM vault_slot
"""
#: Whether nobody sees any more what was replaced before that transaction: what VACUUM asks before it drops a row. It
#: counts whoever writes anywhere on the server, and whoever reads here (a back-up).
_UNSEEN = """
SELECT pg_snapshot_xmin(pg_current_snapshot()) > %(end)s::xid8 AND NOT EXISTS (
  SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND age(backend_xmin) >= age(xid(%(end)s::xid8)))
"""
#: How long `rewrite` waits for transactions that others have open, in seconds, and how often it looks.
PATIENCE, EVERY = 600.0, 0.2


class _Seen(TypedDict):
    """The last look: when (ISO 8601), where the sequence stood, the number of the look among the transactions."""

    at: str
    number: int
    newest: int


def overwrite(keeper: databases.Connection) -> int:
    """What waits to be overwritten, now. Returns how many."""
    if not databases.has_table(keeper, "vault_spentslot"):  # of before there were slots
        return 0
    return slots.tend(keeper.execute, keeper.info.dbname)


def gather(keeper: databases.Connection) -> int:
    """Overwrite what waits, and the slots that were taken for what never came to be (a transaction that was undone).

    Those nobody uses that were taken before the last look, which is `REST` ago at least and from which no transaction
    is open any more. Returns how many slots were overwritten. Raises `SlotsMissing`, `NoRoom`.
    """
    done, database = overwrite(keeper), keeper.info.dbname
    if not databases.has_table(keeper, "vault_spentslot"):
        return done
    seen = slots.path(database).with_suffix(".seen")
    # This look takes a number among the transactions: those below it had begun to write before it.
    row = keeper.execute(_LOOK).fetchone()
    assert row is not None  # noqa: S101  (a sequence has one row)
    number, newest, oldest = row
    former = _read(seen)
    if former is not None and dt.datetime.fromisoformat(former["at"]) > clock.now() - REST:
        return done
    if former is not None and oldest > former["newest"]:
        below = min(former["number"], number)
        used = {one for entry in _used(keeper, below) for one in entry}
        lost = [one for one in _unspent(database, below) if one not in used]
        slots.spend(lost, database)
        done += len(lost)
    values: _Seen = {"at": clock.now().isoformat(), "number": number, "newest": newest}
    master.replace_private(seen, json.dumps(values))
    return done


def _read(seen: Path) -> _Seen | None:
    try:
        values: _Seen = json.loads(seen.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return values


def _used(keeper: databases.Connection, below: int) -> Iterator[set[int]]:
    """The numbers that stand behind anything sealed, in whatever table."""
    for table, column in keeper.execute(_COLUMNS).fetchall():
        query = _USED.format(sql.Identifier(column), sql.Identifier(table))
        yield {one for (one,) in keeper.execute(query, [below]).fetchall()}


def _unspent(database: str, below: int) -> Iterator[int]:
    number, spent = 0, bytes(slots.SIZE)
    for piece in slots.chunks(database):
        for at in range(0, len(piece), slots.SIZE):
            if number >= below:
                return
            if piece[at : at + slots.SIZE] != spent:
                yield number
            number += 1


def waiting(keeper: databases.Connection) -> int:
    """How many slots wait to be overwritten; more than a handful for more than a minute: no worker works."""
    row = keeper.execute("SELECT count(*) FROM vault_spentslot").fetchone()
    return int(row[0]) if row else 0


def without(keeper: databases.Connection) -> int:
    """How many sealed rows have no slot yet, because they are of before there were any (`give`)."""
    work = _sealings(keeper)
    return sum(one.left(keeper, sealing) for sealing in work for one in _brought()) + sum(
        sharings.left(keeper, sealing) for sealing in work
    )


def _sealings(keeper: databases.Connection) -> list[Sealing]:
    """What gives slots to the rows of each organisation."""
    return [
        Sealing(keys.cipher, rotation.mark_of(row), keys, slots=True)
        for row in turning.rows_of(keeper)
        for keys in [rotation.ring_of(row)]
    ]


def _brought() -> list[Resealed]:
    """What organisations seal. Persons first: what one is found by takes the slot of her key."""
    brought = [one for entry in furniture().values() for one in entry.sealed if one.by == "organisation"]
    return sorted(brought, key=lambda one: one.table != "vault_subjectkey")


def give(keeper: databases.Connection, say: turning.Say) -> Pass:
    """Seal again, each with a slot, what was sealed before there were any; people may work meanwhile.

    Safe to repeat; cut off, the next one goes on. Returns how many rows were sealed, and how many nobody can open.
    """
    work = turning.Passes(keeper)
    sealings = _sealings(keeper)
    rings = {one.keys.organisation_id: one.keys for one in sealings if one.keys is not None}
    for sealing in sealings:
        for one in _brought():
            work.until_done(one, sealing)
        work.share_again(sealing, rings)
    say(f"Organizaciones: {len(rings)}.")
    return work.sealed


def rewrite(owner: databases.Connection) -> bool:
    """Write the tables anew, so that no page of them holds what was sealed before. They are locked meanwhile.

    Waits for the transactions that are open, which would have the old rows kept. False, and nothing is written anew,
    when one stays open for longer than `PATIENCE`.
    """
    row = owner.execute("SELECT pg_current_xact_id()::text").fetchone()
    assert row is not None  # noqa: S101  (a SELECT without FROM has one row)
    until = time.monotonic() + PATIENCE
    while owner.execute(_UNSEEN, {"end": row[0]}).fetchone() != (True,):
        if time.monotonic() >= until:
            return False
        time.sleep(EVERY)
    for table in sorted({one.table for one in _brought()} | {"vault_sharedkey"}):
        owner.execute(sql.SQL("VACUUM (FULL, ANALYZE) {}").format(sql.Identifier(table)))
    return True
