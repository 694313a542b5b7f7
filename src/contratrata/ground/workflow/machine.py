"""States and moves as a table: what may follow what, said once, kept by the database too."""

import dataclasses
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from contratrata.ground.base import clock, scope
from contratrata.ground.base.errors import WrongState
from contratrata.ground.base.models import Confidential
from contratrata.ground.base.rls import Sql

Triple = tuple[str, str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Move:
    """One verb: from which states it leads to which. An empty `sources` entry "" is the birth of the thing."""

    verb: str
    sources: frozenset[str]
    target: str


class Machine:
    """A named table of moves. `triples()` is what migrations freeze and a test compares with the database."""

    def __init__(self, name: str, moves: Iterable[Move]) -> None:
        self.name = name
        self.moves = {m.verb: m for m in moves}

    def target(self, verb: str, state: str) -> str:
        """The state that `verb` leads to. Raises `WrongState` when it does not exist from `state`."""
        move = self.moves[verb]
        if state not in move.sources:
            raise WrongState(_("Esto ya no se puede hacer: la situación cambió mientras tanto."))
        return move.target

    def verbs(self, state: str) -> list[str]:
        """The verbs that exist from `state`, in the table's order."""
        return [m.verb for m in self.moves.values() if state in m.sources]

    def triples(self) -> list[Triple]:
        """Every (verb, from, to), sorted."""
        return sorted((m.verb, source, m.target) for m in self.moves.values() for source in m.sources)


class MoveRow(Confidential):
    """A move that happened: who, when, why; a row that stays. Concrete tables add the thing it belongs to."""

    verb = models.CharField(max_length=40)
    from_state = models.CharField(max_length=40, blank=True)
    to_state = models.CharField(max_length=40)
    at = models.DateTimeField(default=clock.now)
    by_id = models.UUIDField(null=True, default=scope.user_id)
    by_organisation_id = models.UUIDField(null=True)

    class Meta:
        abstract = True


def move(thing: models.Model, machine: Machine, verb: str, row: MoveRow, **values: object) -> str:
    """Move a locked thing and keep the row of it; `values` are saved with the state. Returns the former state.

    Raises `WrongState` when the move does not exist from here. `row` says what it belongs to, and why.
    """
    former: str = thing.state  # type: ignore[attr-defined]
    row.verb, row.from_state, row.to_state = verb, former, machine.target(verb, former)
    for name, value in ({"state": row.to_state} | values).items():
        setattr(thing, name, value)
    thing.save(update_fields=["state", *values])
    row.save(force_insert=True)
    return former


class GuardMoves(Sql):
    """Refuse in the database what the table of moves does not know.

    `table.state` may only change along the pairs of `triples`; rows of `move_table` may only be such triples.
    """

    def __init__(self, table: str, move_table: str, triples: list[Triple]) -> None:
        self.args: tuple[Any, ...] = (table, move_table, triples)
        pairs = ", ".join(f"('{a}','{b}')" for a, b in sorted({(a, b) for _v, a, b in triples if a}))
        births = ", ".join(f"'{b}'" for b in sorted({b for _v, a, b in triples if not a}))
        rows = ", ".join(f"('{v}','{a}','{b}')" for v, a, b in triples)
        super().__init__(
            f"""
CREATE FUNCTION {table}_state_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state NOT IN ({births}) THEN
      RAISE EXCEPTION 'unknown birth state of {table}: %', NEW.state USING ERRCODE = 'check_violation';
    END IF;
  ELSIF NEW.state IS DISTINCT FROM OLD.state AND (OLD.state, NEW.state) NOT IN ({pairs}) THEN
    RAISE EXCEPTION 'unknown move of {table}: % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER state_guard BEFORE INSERT OR UPDATE OF state ON {table}
  FOR EACH ROW EXECUTE FUNCTION {table}_state_guard();
ALTER TABLE {move_table} ADD CONSTRAINT {move_table}_known CHECK ((verb, from_state, to_state) IN ({rows}));
""",
            f"""
DROP TRIGGER state_guard ON {table};
DROP FUNCTION {table}_state_guard();
ALTER TABLE {move_table} DROP CONSTRAINT {move_table}_known;
""",
        )

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """For migrations that are squashed."""
        return (self.__class__.__qualname__, list(self.args), {})


class GuardLog(Sql):
    """The same where those who move a thing may not write it: its state is the target of the last row of its log.

    Rows of `move_table` name the thing (`row_id`) and their place (`number`, from 1). Each must go on from the last
    one, the first from `born`; the verbs of `own` are made by the organisation of the thing in `table`, those of
    `others` by any other one.
    """

    def __init__(
        self,
        table: str,
        move_table: str,
        triples: list[Triple],
        *,
        born: str,
        own: list[str],
        others: list[str],
    ) -> None:
        self.args: tuple[Any, ...] = (table, move_table, triples)
        self.kwargs: dict[str, Any] = {"born": born, "own": own, "others": others}
        rows = ", ".join(f"('{v}','{a}','{b}')" for v, a, b in triples)
        owners, strangers = (", ".join(f"'{verb}'" for verb in verbs) or "''" for verbs in (own, others))
        super().__init__(
            f"""
CREATE FUNCTION {move_table}_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE owner uuid; former text; place integer;
BEGIN
  SELECT organisation_id INTO owner FROM {table} WHERE id = NEW.row_id AND realm = NEW.realm;
  IF owner IS NULL OR (NEW.verb IN ({owners}) AND NEW.organisation_id <> owner)
     OR (NEW.verb IN ({strangers}) AND NEW.organisation_id = owner) THEN
    RAISE EXCEPTION 'not who makes this move of {table}: %', NEW.verb USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT to_state, number INTO former, place FROM {move_table}
    WHERE realm = NEW.realm AND row_id = NEW.row_id ORDER BY number DESC LIMIT 1;
  IF NEW.number <> COALESCE(place, 0) + 1 OR NEW.from_state <> COALESCE(former, '{born}') THEN
    RAISE EXCEPTION 'not the next move of {table}: %', NEW.verb USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER move_guard BEFORE INSERT ON {move_table} FOR EACH ROW EXECUTE FUNCTION {move_table}_guard();
ALTER TABLE {move_table} ADD CONSTRAINT {move_table}_known CHECK ((verb, from_state, to_state) IN ({rows}));
""",  # noqa: S608  (names of our own tables and moves, in a migration)
            f"""
DROP TRIGGER move_guard ON {move_table};
DROP FUNCTION {move_table}_guard();
ALTER TABLE {move_table} DROP CONSTRAINT {move_table}_known;
""",
        )

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """For migrations that are squashed."""
        return (self.__class__.__qualname__, list(self.args), self.kwargs)
