"""The two boxes a page at a time, by key: what waits first by its deadline, the others by what moved last."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Sequence

from django.db.models import Count, F, Q, QuerySet

from contratrata.care.cases import public as cases
from contratrata.ground.base.scope import Scope
from contratrata.ground.codes.public import vocabulary
from contratrata.ground.network.public import organisation_names

from . import queries
from .models import Referral
from .states import ONGOING, SHOWN_ENDED, WAITING

PAGE = 25
GROUPS = {"responder": WAITING, "atencion": ONGOING, "terminadas": SHOWN_ENDED}


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One referral in a box. `name` is None where it is kept from the reader."""

    referral: Referral
    other: str
    name: str | None
    asked: str


@dataclasses.dataclass(frozen=True, slots=True)
class Page:
    """One page; `after` is the key of the next, "" at the end."""

    lines: list[Line]
    after: str = ""


def box(scope: Scope, *, received: bool) -> QuerySet[Referral]:
    """The inbox or the outbox."""
    return queries.received_by(scope) if received else queries.sent_by(scope)


def numbers(scope: Scope, *, received: bool) -> dict[str, int]:
    """How many stand in each group; one query."""
    counted = {name: Count("id", filter=Q(state__in=states)) for name, states in GROUPS.items()}
    found: dict[str, int] = box(scope, received=received).aggregate(**counted)
    return found


def page(
    scope: Scope, *, received: bool, group: str, urgency: str = "", crossing: str = "", after: str = ""
) -> Page:
    """One page of a group of a box: a constant number of queries. An unreadable key gives the first page."""
    found = box(scope, received=received).filter(state__in=GROUPS[group])
    if urgency:
        found = found.filter(urgency=urgency)
    if crossing:
        found = found.filter(cross_border=crossing == "si")
    by_due = group == "responder"
    found = found.annotate(at_key=F("answer_due" if by_due else "moved_at"))
    key = _key(after)
    if key is not None:
        at, last = key
        further = Q(at_key__gt=at) if by_due else Q(at_key__lt=at)
        found = found.filter(further | Q(at_key=at, id__gt=last))
    rows = list(found.order_by("at_key" if by_due else "-at_key", "id")[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    last_row = rows[-1] if rows and more else None
    return Page(lines(scope, rows), f"{last_row.at_key.isoformat()}_{last_row.id}" if last_row else "")


def lines(scope: Scope, rows: Sequence[Referral]) -> list[Line]:
    """These referrals as lines, the other side named, the person where the reader works on the case."""
    here = scope.organisation_id
    names = organisation_names({r.organisation_id if r.receiver_id == here else r.receiver_id for r in rows})
    ours = {r.case_id for r in rows if r.organisation_id == here}
    persons = cases.display(scope, ours) if ours else {}
    made = []
    for r in rows:
        other = r.organisation_id if r.receiver_id == here else r.receiver_id
        person = persons.get(r.case_id) if r.organisation_id == here else None
        made.append(Line(r, names.get(other, ""), person[0] if person else None, asked_words(r.aims)))
    return made


def asked_words(aims: list[str]) -> str:
    """What is asked, in one line."""
    kinds = vocabulary("service_kind")
    words = [kinds.label(aim) for aim in aims if kinds.has(aim)]
    return ", ".join(words[:1] + [word[:1].lower() + word[1:] for word in words[1:]])


def _key(text: str) -> tuple[dt.datetime, uuid.UUID] | None:
    at, _bar, last = text.replace(" ", "+").rpartition("_")
    try:
        when = dt.datetime.fromisoformat(at)
        return (when, uuid.UUID(last)) if when.tzinfo else None
    except ValueError:
        return None
