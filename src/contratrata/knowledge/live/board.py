"""What everybody in a session sees: questions that were let through, the open poll, the results of closed ones."""

import dataclasses
import uuid
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contratrata.ground.charts.public import Bars, Column, Data, Figure, Row
from contratrata.ground.vault import public as vault
from contratrata.knowledge.events import public as events

from .models import POLL, AskedState, Poll, PollState, RoomQuestion, Tally
from .room import options_of

#: Fewer answers than these are not shown: in a small room one knows who said what.
FEWEST = 5


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """A question of the room, opened."""

    row: RoomQuestion
    words: str

    @property
    def votes(self) -> str:
        """How many want it answered, in words."""
        return ngettext("%(n)s voto", "%(n)s votos", self.row.votes) % {"n": self.row.votes}


@dataclasses.dataclass(frozen=True, slots=True)
class Result:
    """A poll with its figure; none while it is open, or fewer answered than may be shown."""

    row: Poll
    figure: Figure | None
    options: Sequence[str] = ()
    words: tuple[Tally, ...] = ()

    @property
    def state(self) -> str:
        """Its state in words."""
        return str(PollState(self.row.state).label)

    @property
    def sort(self) -> str:
        """How it is answered, in words."""
        return str(POLL.fact("sort").kind.words(self.row.sort))

    @property
    def answers(self) -> str:
        """How many answered, in words."""
        return ngettext("%(n)s respuesta", "%(n)s respuestas", self.row.answers) % {"n": self.row.answers}


def questions_of(session_id: uuid.UUID, *states: AskedState) -> list[Asked]:
    """The questions of a session in these states, those most wanted first; one query."""
    rows = RoomQuestion.objects.filter(session_id=session_id, state__in=states).order_by("-votes", "at", "id")
    ring = vault.ring().drafts()
    return [Asked(one, one.open(ring, "words")["words"]) for one in rows]


def results_of(session_id: uuid.UUID, *states: PollState) -> list[Result]:
    """The polls of a session in these states, the last first; two queries."""
    polls = list(Poll.objects.filter(session_id=session_id, state__in=states).order_by("-at", "-id"))
    tallies: dict[uuid.UUID, list[Tally]] = {}
    for one in Tally.objects.filter(poll_id__in=[poll.id for poll in polls]).order_by("-number", "option"):
        tallies.setdefault(one.poll_id, []).append(one)
    return [_result(poll, tallies.get(poll.id, [])) for poll in polls]


def _result(poll: Poll, tallies: Sequence[Tally]) -> Result:
    hidden = tuple(one for one in tallies if not one.is_shown)
    if poll.state != PollState.CLOSED or poll.answers < FEWEST:
        return Result(poll, None, options_of(poll), hidden)
    numbers = {one.option: one.number for one in tallies if one.is_shown}
    options = options_of(poll) or tuple(numbers)
    rows = [Row(f"o{n}", option, (numbers.get(option, 0),)) for n, option in enumerate(options)]
    if not rows:
        return Result(poll, None, options_of(poll), hidden)
    data = Data(_("Respuesta"), (Column("number", _("Personas")),), rows)
    counted = ngettext("%(n)s persona respondió.", "%(n)s personas respondieron.", poll.answers) % {
        "n": poll.answers
    }
    return Result(poll, Figure(f"poll-{poll.id}", poll.question, "", Bars(data, ("number",)), counted=counted),
                  options_of(poll), hidden)  # fmt: skip


def board_of(session: events.Session) -> dict[str, Any]:
    """What a seat's page and the room's screen show; the same for everybody."""
    polls = results_of(session.id, PollState.OPEN, PollState.CLOSED)
    return {
        "questions": questions_of(session.id, AskedState.SHOWN),
        "poll": next((one for one in polls if one.row.state == PollState.OPEN), None),
        "results": [one for one in polls if one.row.state == PollState.CLOSED],
        "fewest": FEWEST,
    }
