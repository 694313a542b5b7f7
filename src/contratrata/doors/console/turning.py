"""`contratrata keys-rotate`: keys turned while people work, in steps that any interruption may cut off.

After each step that changes what others read, those are waited for who began before it; so what is sealed or opened
meanwhile is by keys that everybody has. Nothing is dropped before a count says that nothing needs it.
"""

import contextlib
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import tink
from django.core.management.base import CommandError

from contratrata.ground.audit import public as audit
from contratrata.ground.base.package import Resealed, furniture
from contratrata.ground.facts import public as facts
from contratrata.ground.vault.public import Pass, Ring, Sealing, master, public_keys, rotation, sharings

from . import databases, first_seals

Say = Callable[[str], object]
#: For so long who still works with former keys is waited for, in seconds; then the command says so and ends.
PATIENCE = 600.0
_PAUSE = 0.1
_OPEN = """
SELECT l.virtualtransaction FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'virtualxid' AND l.granted AND l.virtualxid = l.virtualtransaction
  AND a.datname = current_database() AND a.usename IS NOT NULL AND l.pid <> pg_backend_pid()
"""
_HEADS = (
    "SELECT DISTINCT ON (organisation_id) organisation_id, sequence, mac FROM audit_seal ORDER BY 1, 2 DESC"
)
_ROWS = "SELECT organisation_id, realm, wrapped, private, tokens, turned FROM vault_organisationkey"


class Turned(NamedTuple):
    """What a rotation did: organisations, rows sealed again, rows that nobody can open, master keys dropped."""

    organisations: int
    rows: int
    broken: int
    dropped: int


@contextlib.contextmanager
def alone(keeper: databases.Connection) -> Iterator[None]:
    """Neither a back-up nor a rotation meanwhile. Raises `CommandError` when there is one."""
    row = keeper.execute("SELECT pg_try_advisory_lock(%s)", [databases.KEYS_LOCK]).fetchone()
    if not (row and row[0]):
        raise CommandError(
            "Hay una copia de seguridad o un cambio de llaves en marcha; espere a que termine."
        )
    try:
        yield
    finally:
        if not keeper.closed:
            keeper.execute("SELECT pg_advisory_unlock(%s)", [databases.KEYS_LOCK])


def turn(
    keeper: databases.Connection, say: Say, *, compromised: bool, leave_unreadable: bool = False
) -> Turned:
    """Turn the master key, and with `compromised` every other; goes on with what was begun.

    Raises `CommandError` when somebody holds a transaction open for too long, and before anything is dropped when there
    are rows that no key opens (unless `leave_unreadable`); `MasterKeyMissing`.
    """
    work = _Work(keeper, say, rotation.begin(compromised=compromised))
    work.master()
    work.organisations()
    work.reseal()
    if work.sealed.broken and not leave_unreadable:
        raise CommandError(
            f"Hay filas que ninguna llave abre, en {', '.join(sorted(work.unreadable))}. No se retiró ninguna llave: "
            "averigüe por qué. Si ya antes no se podían leer, repita con --leave-unreadable."
        )
    work.check_and_drop()
    work.seals()
    rotation.end()
    return Turned(len(work.rows()), work.sealed.done, work.sealed.broken, work.dropped)


def rows_of(keeper: databases.Connection) -> list[rotation.OrganisationRow]:
    """The wrapped keys of every organisation."""
    return [_row(one) for one in keeper.execute(f"{_ROWS} ORDER BY organisation_id").fetchall()]


class Passes:
    """Rows sealed again until none is left but those that nobody can open (`unreadable`: their tables)."""

    def __init__(self, keeper: databases.Connection) -> None:
        self.keeper, self.sealed = keeper, Pass(0, 0)
        self.unreadable: set[str] = set()

    def until_done(self, one: Resealed, sealing: Sealing) -> None:
        """The rows of a column."""
        self._passes(
            lambda: one.again(self.keeper, sealing), lambda: one.left(self.keeper, sealing), one.table
        )

    def share_again(self, sealing: Sealing, rings: dict[uuid.UUID, Ring]) -> None:
        """The open sharings with the organisation of `sealing`."""
        self._passes(
            lambda: sharings.again(self.keeper, sealing, rings),
            lambda: sharings.left(self.keeper, sealing),
            "vault_sharedkey",
        )

    def _passes(self, again: Callable[[], Pass], left: Callable[[], int], table: str) -> None:
        """Pass over the rows until none is left but those that nobody can open; others hold some for a moment."""
        end = time.monotonic() + PATIENCE
        while True:
            result = again()
            self.sealed = self.sealed.plus(Pass(result.done, 0))
            if left() <= result.broken:
                self.sealed = self.sealed.plus(Pass(0, result.broken))
                self.unreadable |= {table} if result.broken else set()
                return
            if not result.done and time.monotonic() > end:
                raise CommandError(
                    f"Alguien tiene filas de «{table}» desde hace mucho; repita el mandato: sigue donde quedó."
                )
            time.sleep(_PAUSE)


class _Work(Passes):
    """The steps in their order."""

    def __init__(self, keeper: databases.Connection, say: Say, turn: rotation.Turn) -> None:
        super().__init__(keeper)
        self.say, self.turn, self.dropped = say, turn, 0

    def rows(self) -> list[rotation.OrganisationRow]:
        """The wrapped keys of every organisation."""
        return rows_of(self.keeper)

    def master(self) -> None:
        """A new master key: first it opens everywhere, then it seals."""
        self.turn = rotation.add_master(self.turn)
        self.wait()
        self.say("Llave maestra nueva añadida.")
        rotation.use_master(self.turn)
        self.wait()
        self.say("Llave maestra nueva en uso.")

    def organisations(self) -> None:
        """The keys of organisations, wrapped anew; where everything is turned, new ones, added and then used."""
        if not self.turn.compromised:
            self._each(rotation.wrapped_anew)
        else:
            self._each(lambda row: rotation.with_new_keys(row, self.turn))
            rotation.touch()
            self.wait()
            self.say("Llaves nuevas de las organizaciones añadidas.")
            self._each(rotation.with_new_in_use, then=self._rename)
        # Public keys follow the private ones in use.
        public_keys.seal_all(self.keeper)
        rotation.touch()
        self.wait()
        self.say("Llaves de las organizaciones en uso.")

    def reseal(self) -> None:
        """What was sealed by former keys, batch by batch."""
        brought = [one for entry in furniture().values() for one in entry.sealed]
        if self.turn.compromised:
            rows = self.rows()
            rings = {row.organisation_id: rotation.ring_of(row) for row in rows}
            for row in rows:
                keys = rings[row.organisation_id]
                sealing = Sealing(keys.cipher, rotation.mark_of(row), keys, renew=True)
                for one in brought:
                    if one.by == "organisation":
                        self.until_done(one, sealing)
                self._rename(self.keeper, row)
                self.say(f"Organización {row.organisation_id} cerrada con sus llaves nuevas.")
            for row in rows:
                keys = rings[row.organisation_id]
                self.share_again(Sealing(keys.cipher, rotation.pair_mark_of(row), keys), rings)
            self.say("Lo compartido cerrado con las llaves nuevas.")
        sealing = Sealing(master.master(), master.mark())
        for one in brought:
            if one.by == "master":
                self.until_done(one, sealing)
        again = first_seals.again(self.keeper)
        self.sealed = self.sealed.plus(Pass(again, 0))
        self.say(f"Lo que cierra la llave maestra, cerrado con la nueva; cuentas selladas de nuevo: {again}.")

    def check_and_drop(self) -> None:
        """The former keys go, once nothing is left that needs them."""
        if self.turn.compromised:
            self._each(rotation.with_new_alone)
            rotation.touch()
            self.wait()
            self.say("Llaves anteriores de las organizaciones retiradas.")
        wrong = [row.organisation_id for row in self.rows() if not _wrapped_by(row, master.mark())]
        if wrong or public_keys.wrong(self.keeper):
            raise CommandError("Quedan llaves cerradas con la llave maestra anterior: repita «keys-rotate».")
        self.dropped = rotation.drop_masters()
        self.wait()
        self.say("Llave maestra anterior retirada.")

    def seals(self) -> None:
        """The key that seals the trail and Django's: only where somebody may have them."""
        if not self.turn.compromised:
            return
        self.turn = rotation.add_seal(self.turn)
        self.wait()
        rotation.use_seal(self.turn)
        self.wait()  # who sealed with the former key has ended: nothing of it comes after these heads
        heads = self.keeper.execute(_HEADS).fetchall()
        audit.anchors.append_turn(audit.anchors.Head(one, last, bytes(mac)) for one, last, mac in heads)
        self.say("Llave de sello nueva en uso; lo sellado antes, anclado con ella.")
        self.say(
            "Llave de Django nueva: vale cuando web y trabajador se inicien de nuevo, y todo el mundo vuelve a entrar."
            if rotation.new_django_key()
            else "La llave de Django viene de CONTRATRATA_SECRET_KEY: cámbiela allí."
        )

    def wait(self) -> None:
        """Until everybody who was at work has ended her transaction. Raises `CommandError` after `PATIENCE`."""
        waited_for = {row[0] for row in self.keeper.execute(_OPEN).fetchall()}
        end = time.monotonic() + PATIENCE
        while waited_for:
            waited_for &= {row[0] for row in self.keeper.execute(_OPEN).fetchall()}
            if waited_for and time.monotonic() > end:
                raise CommandError(
                    "Alguien tiene abierta una transacción desde hace mucho. "
                    "Ciérrela y repita el mandato: sigue donde quedó."
                )
            if waited_for:
                time.sleep(_PAUSE)

    def _each(
        self,
        change: Callable[[rotation.OrganisationRow], rotation.OrganisationRow],
        then: Callable[[databases.Connection, rotation.OrganisationRow], None] | None = None,
    ) -> None:
        """Change the keys of each organisation in a transaction of its own."""
        for row in self.rows():
            with self.keeper.transaction():
                first = self.keeper.execute(
                    f"{_ROWS} WHERE organisation_id = %s FOR NO KEY UPDATE", [row.organisation_id]
                ).fetchone()
                if first is None:
                    continue
                new = change(_row(first))
                self.keeper.execute(
                    "UPDATE vault_organisationkey SET wrapped = %s, private = %s, tokens = %s, turned = %s "
                    "WHERE organisation_id = %s",
                    [new.wrapped, new.private, new.tokens, new.turned, new.organisation_id],
                )
                if then is not None:
                    then(self.keeper, new)

    def _rename(self, keeper: databases.Connection, row: rotation.OrganisationRow) -> None:
        """The figures keep their rows under the pseudonyms of the key in use."""
        new, *former = rotation.ring_of(row).token_keys
        if not former:
            return
        pairs: dict[uuid.UUID, uuid.UUID] = {}
        for entry in furniture().values():
            for one in entry.counted:
                for (key,) in keeper.execute(one.ids, [row.organisation_id]).fetchall():
                    pairs[facts.pseudonym(former[0], one.unit, key)] = facts.pseudonym(new, one.unit, key)
        with keeper.transaction():
            facts.rename(keeper, row.organisation_id, pairs)


def _row(value: tuple[Any, ...]) -> rotation.OrganisationRow:
    organisation_id, realm, wrapped, private, tokens, turned = value
    return rotation.OrganisationRow(
        organisation_id, realm, bytes(wrapped), bytes(private), bytes(tokens), turned
    )


def _wrapped_by(row: rotation.OrganisationRow, mark: bytes) -> bool:
    """Whether the master key in use wraps these keys, and they open."""
    try:
        rotation.ring_of(row)
    except tink.TinkError:
        return False
    return all(mark in value[:9] for value in (row.wrapped, row.private, row.tokens))
