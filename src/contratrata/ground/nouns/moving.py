"""The moves of a row: a noun that goes through states keeps them as a log, for those who judge it may not write it."""

import dataclasses
import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import models
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from contratrata.ground.base.errors import WrongState
from contratrata.ground.base.scope import organisation_id
from contratrata.ground.workflow.public import Machine

from .models import NounMove, NounRow


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A move that the organisation of the row makes by itself, as its page asks it; `slug` stands in the address."""

    slug: str
    words: Any
    text: Any
    done: Any


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """The states of a noun. `born`: of a row that never moved; `accepted`: from which the coordination publishes;
    `frozen`: in which nobody changes what it says. `steps` by verb; `said`: a move in words where its state says too
    little. `tell`: who is told of a move that was made.

    The machine knows `publish` and `withdraw` too; `withdraw` asks a reason.
    """

    machine: Machine
    row: type[NounMove]
    states: type[models.TextChoices]
    born: str
    accepted: str
    frozen: frozenset[str]
    steps: Mapping[str, Step]
    tell: Callable[[Any, NounMove], None]
    said: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    def of(self, row_id: uuid.UUID) -> QuerySet[NounMove]:
        """The moves of a row, the last one first."""
        return self.row._default_manager.filter(row_id=row_id).order_by("-number")

    def last(self, row_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, NounMove]:
        """The last move of each of these rows that ever moved; one query."""
        moved = self.row._default_manager.filter(row_id__in=list(row_ids))
        return {one.row_id: one for one in moved.order_by("row_id", "-number").distinct("row_id")}

    def state(self, last: NounMove | None) -> str:
        """The state after its last move."""
        return last.to_state if last else self.born

    def words(self, state: str) -> str:
        """A state in words."""
        return str(self.states(state).label)

    def sentence(self, move: NounMove) -> str:
        """A move in words, with its reason."""
        words = str(self.said.get(move.verb) or self.words(move.to_state))
        return f"{words}: {move.reason}" if move.reason else words

    def verbs(self, row: NounRow, last: NounMove | None) -> list[str]:
        """The moves that make sense now: what was accepted or published is sent again only when it changed."""
        same = last is not None and last.version == row.version
        judged = same and self.state(last) in (self.accepted, self.machine.moves["publish"].target)
        return [] if judged else self.machine.verbs(self.state(last))

    def in_state(self, rows: QuerySet[Any], *states: str) -> QuerySet[Any]:
        """Those of these rows that are in one of these states."""
        last = self.row._default_manager.filter(realm=OuterRef("realm"), row_id=OuterRef("id")).order_by(
            "-number"
        )
        state = Coalesce(Subquery(last.values("to_state")[:1]), Value(self.born))
        query: QuerySet[Any] = rows.alias(state_now=state).filter(state_now__in=states)
        return query

    def check_thawed(self, row_id: uuid.UUID) -> None:
        """Raise `WrongState` where nobody may change what the row says."""
        if self.state(self.of(row_id).first()) in self.frozen:
            raise WrongState(_("Ahora se está leyendo: recupérelo primero para cambiarlo."))

    def check_unmoved(self, row_id: uuid.UUID) -> None:
        """Raise `WrongState` for a row that somebody has judged: what was said of it must stay understandable."""
        if self.of(row_id).exists():
            raise WrongState(_("Ya se envió a revisión: no se quita, se retira."))

    def make(self, row: NounRow, verb: str, *, reason: str = "") -> NounMove:
        """Write a move; the act of which it is a part traces it. Raises `WrongState`. Under the lock of the row."""
        last = self.of(row.id).first()
        created = self.row(
            row_id=row.id, version=row.version, number=last.number + 1 if last else 1, reason=reason
        )
        created.verb, created.from_state = verb, self.state(last)
        created.to_state = self.machine.target(verb, created.from_state)
        created.by_organisation_id = organisation_id()
        created.save(force_insert=True)
        self.tell(row, created)
        return created
