"""What the plenary sees of its tables: all side by side, what each country would adopt, which table lacks somebody."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contratrata.ground.base import clock
from contratrata.ground.codes.public import country_name
from contratrata.ground.kinds.public import structured
from contratrata.ground.ui.parts import State
from contratrata.knowledge.adoption.public import Proposed, proposals_of
from contratrata.knowledge.events import public as events

from .agreeing import agreements_of
from .models import AGREEMENT, WISH, Agreement, Notebook, Wish
from .notebook import Line, lines_of, notebooks_of
from .owning import tables_of, title

#: Who wrote so recently is writing; a table that has been on for so long without a word is told of.
NOW, LATE = dt.timedelta(minutes=2), dt.timedelta(minutes=20)


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """A table as the plenary reads it: who, what it wrote and agreed, in which state it is."""

    session: events.Session
    title: str
    time: str
    moderators: str
    rapporteurs: str
    lines: Sequence[Line]
    agreements: Sequence[Agreement]
    book: Notebook
    is_on: bool
    url: str

    @property
    def written(self) -> list[tuple[str, Any]]:
        """What it wrote, question by question."""
        return [(line.question, structured(line.words)) for line in self.lines if line.words]

    @property
    def at(self) -> dt.datetime | None:
        """When it was written last."""
        return max((line.at for line in self.lines if line.at and line.words), default=None)

    @property
    def is_writing(self) -> bool:
        """Whether somebody is writing now."""
        return self.at is not None and self.at > clock.now() - NOW and not self.book.handed_at

    @property
    def parallel(self) -> bool:
        """Whether two wrote at once and nobody has said what stands."""
        return any(line.parallels for line in self.lines)

    @property
    def minutes(self) -> int:
        """For how many minutes it has been on."""
        begins = self.session.begins
        return int((clock.now() - begins).total_seconds() // 60) if begins and self.is_on else 0

    @property
    def is_missed(self) -> bool:
        """Whether it has been on for a while and nobody writes."""
        return (
            self.is_on
            and not self.agreements
            and self.at is None
            and self.minutes >= LATE.total_seconds() // 60
        )

    @property
    def tag(self) -> tuple[str, State]:
        """«2 acuerdos, escribe ahora»."""
        n = len(self.agreements)
        words = ngettext("%(n)s acuerdo", "%(n)s acuerdos", n) % {"n": n}
        if self.parallel:
            return _("Dos textos a la vez"), "late"
        if self.is_missed or (self.is_on and not self.rapporteurs):
            return _("Sin relatoría"), "late"
        if self.is_writing:
            return (_("%s, escribe ahora") % words if n else _("Escribe ahora")), "soon"
        if self.book.handed_at:
            return (_("Entregada, %s") % words), "done"
        return (words, "done") if n else (_("Sin acuerdos todavía"), "plain")


@dataclasses.dataclass(frozen=True, slots=True)
class Wanted:
    """A practice that countries would adopt, as tables said: where, at which tables, what the countries answered."""

    title: str
    url: str
    countries: str
    tables: str
    answers: Sequence[tuple[str, State]]


def tables_for(event: events.Event, people: dict[str, str]) -> list[Table]:
    """Every table of the event, those that are on first; a constant number of queries. `people`: names by id."""
    sessions = tables_of(event.id)
    books, lines = notebooks_of(event.id), lines_of(sessions)
    agreed: dict[uuid.UUID, list[Agreement]] = {}
    for one in agreements_of([session.id for session in sessions]):
        agreed.setdefault(one.session_id, []).append(one)
    zone, now = str(vars(event)["zone"]), clock.now()
    result = []
    for row in sessions:
        begins, until = row.begins, row.until
        on = begins is not None and until is not None and begins <= now <= until
        result.append(Table(
            row, title(row), events.when(row, zone) if begins else "",
            _names(row, "moderators", people), _names(row, "rapporteurs", people),
            lines[row.id], agreed.get(row.id, []),
            books.get(row.id) or Notebook(event_id=event.id, session_id=row.id), on,
            reverse("live:table", args=[event.id, row.id]),
        ))  # fmt: skip
    return sorted(result, key=lambda one: (not one.is_on, one.tag[1] != "late"))


def _names(row: events.Session, role: str, people: dict[str, str]) -> str:
    return ", ".join(people[one] for one in vars(row)[role] if one in people)


def people_of(event_id: uuid.UUID) -> dict[str, str]:
    """The names of those with a part in the event, by their id."""
    rows = events.rows_of(events.SPEAKERS, event_id)
    return {str(one.id): events.title(events.SPEAKERS, one) for one in rows}


def how(row: Agreement) -> str:
    """How it was agreed and who does it, in words."""
    parts = (AGREEMENT.fact("how").words(row.how), vars(row)["parties"], row.who)
    return " · ".join(filter(None, parts))


def wanted(tables: Sequence[Table]) -> list[Wanted]:
    """What countries would adopt, practice by practice; a constant number of queries."""
    names = {one.session.id: one.title for one in tables}
    rows: dict[str, list[Wish]] = {}
    for wish in Wish.objects.filter(session_id__in=list(names)).order_by("at", "id"):
        rows.setdefault(wish.practice, []).append(wish)
    proposals = proposals_of(names)
    return [
        Wanted(
            practice.split(":", 2)[2], reverse("practices:row", args=[wishes[0].practice_id]),
            ", ".join(dict.fromkeys(country_name(one.country) for one in wishes)),
            ", ".join(dict.fromkeys(names[one.session_id] for one in wishes)),
            [_answer(one, proposals.get(one.proposal_id)) for one in wishes if one.proposal_id],
        )
        for practice, wishes in rows.items()
    ]  # fmt: skip


def _answer(wish: Wish, proposal: "Proposed | None") -> tuple[str, State]:
    where = country_name(wish.country)
    if proposal is None or proposal.taken is None:
        return _("%s: sin respuesta") % where, "wait"
    return (_("%s: la adopta") % where, "done") if proposal.taken else (_("%s: ahora no") % where, "plain")


def waiting(event_id: uuid.UUID) -> int:
    """How much of what countries would adopt was not proposed to them."""
    return Wish.objects.filter(event_id=event_id, proposal_id=None).count()


def wishes_of(session_id: uuid.UUID) -> list[tuple[Wish, str, str]]:
    """What a table says that countries would adopt: the row, the practice and the country in words; one query."""
    rows = Wish.objects.filter(session_id=session_id).order_by("at", "id")
    return [
        (one, WISH.fact("practice").words(one.practice), WISH.fact("country").words(one.country))
        for one in rows
    ]
