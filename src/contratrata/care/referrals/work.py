"""What waits for the acting person among the referrals, and what she waits for."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet

from contratrata.care.cases import public as cases
from contratrata.ground.base import clock
from contratrata.ground.base.scope import Scope
from contratrata.ground.base.statements import Statement, numbers
from contratrata.ground.network.public import organisation_names

from .models import Deadline, Referral
from .queries import carried_by, received_by, sent_by, visible_to, waiting_with
from .states import ANSWERED, ONGOING, WAITING, ReferralState

#: Answered, and nobody of the sender has read it.
UNREAD = Q(state__in=ANSWERED, feedback_seen_at__isnull=True)
#: Which referral, and until when somebody has to answer (None: no answer is due).
Time = tuple[uuid.UUID, dt.datetime | None]


@dataclasses.dataclass(frozen=True, slots=True)
class Waiting:
    """One referral as a line of work. `name` only where the acting person works on the case (else None).

    `other` is the organisation on the other side, `received` says that it came to us; `due` is None once it
    was answered. `verb` is the next act's code: receive, answer, begin, attend, close, read, go_on.
    """

    referral_id: uuid.UUID
    code: str
    state: str
    received: bool
    other: str
    name: str | None
    due: dt.datetime | None
    verb: str


@dataclasses.dataclass(frozen=True, slots=True)
class NetworkRow:
    """A referral as the coordination sees it: no person, and nothing to count persons by."""

    code: str
    sender: str
    receiver: str
    state: str
    due: dt.datetime | None
    cross_border: bool
    escalated: int

    @property
    def id(self) -> str:
        """What finds the line again: its code, for the referral's own id is not for the coordination."""
        return self.code

    @property
    def state_words(self) -> str:
        """The state as the screen says it."""
        return str(ReferralState(self.state).label).capitalize()


_VERBS: dict[str, str] = {
    ReferralState.DRAFT: "go_on",
    ReferralState.SENT: "receive",
    ReferralState.RECEIVED: "answer",
    ReferralState.ACCEPTED: "begin",
    ReferralState.IN_CARE: "attend",
    ReferralState.ATTENDED: "close",
    ReferralState.DECLINED: "read",
    ReferralState.EXPIRED: "read",
    ReferralState.CLOSED: "read",
}


def times_for_me(scope: Scope, *, most: int) -> list[Time]:
    """What the acting person can do now: answer and care as receiver, read and finish drafts as sender.

    Earliest deadline first, then what moved longest ago; at most `most` of each kind; nothing opened; one query.
    """
    if scope.organisation_id is None:
        return []
    return _in_order(_MINE.rows(scope, most=most, now=clock.now()))


def times_on_others(scope: Scope, *, most: int) -> list[Time]:
    """What waits with her (`waiting_with`) until the other side has done it, earliest deadline first; one query."""
    if scope.organisation_id is None:
        return []
    return _in_order(_OTHERS.rows(scope, most=most))


def _mine(scope: Scope, *, most: int, now: dt.datetime) -> QuerySet[Referral, tuple[Any, ...]]:
    theirs = received_by(scope)
    waiting, ongoing = theirs.filter(state__in=WAITING), theirs.filter(state__in=ONGOING)
    hers = waiting_with(scope)
    return _together(
        most,
        (waiting.filter(answer_due__lt=now), "answer_due"),
        (waiting.filter(answer_due__gte=now), "answer_due"),
        *((ongoing.filter(way), "moved_at") for way in carried_by(scope)),
        *((rows.filter(state=ReferralState.DRAFT), "moved_at") for rows in hers),
        *((rows.filter(UNREAD), "moved_at") for rows in hers),
    )


def _on_others(scope: Scope, *, most: int) -> QuerySet[Referral, tuple[Any, ...]]:
    hers = waiting_with(scope)
    return _together(
        most,
        *((rows.filter(state__in=WAITING), "answer_due") for rows in hers),
        *((rows.filter(state__in=ONGOING), "moved_at") for rows in hers),
    )


def _together(most: int, *parts: tuple[QuerySet[Referral], str]) -> QuerySet[Referral, tuple[Any, ...]]:
    """The first of each part in the order of its index, in one statement."""
    named = ("id", "state", "answer_due", "moved_at")
    first, *others = (entry.order_by(order, "id").values_list(*named)[:most] for entry, order in parts)
    return first.union(*others, all=True)


_MINE, _OTHERS = (Statement(build, planned=True, walked=True) for build in (_mine, _on_others))


def _in_order(rows: Iterable[tuple[Any, ...]]) -> list[Time]:
    values = [(key, due if state in WAITING else None, moved) for key, state, due, moved in rows]
    values.sort(key=lambda row: (row[1] is None, row[1] or row[2], row[0]))
    return [(key, due) for key, due, _moved in values]


_THESE = Statement(lambda scope, *, only: visible_to(scope).filter(id__among=only), planned=True)


def lines(scope: Scope, only: Iterable[uuid.UUID]) -> list[Waiting]:
    """These referrals as lines of work (those that this person may see); queries constant."""
    result = _THESE.objects(Referral, scope, only=list(only))
    if not result:
        return []
    here = scope.organisation_id
    names = organisation_names(
        {r.organisation_id if r.receiver_id == here else r.receiver_id for r in result}
    )
    ours = cases.display(scope, {r.case_id for r in result if r.organisation_id == here})
    values = []
    for r in result:
        received = r.receiver_id == here
        named = None if received else ours.get(r.case_id)
        other = names.get(r.organisation_id if received else r.receiver_id, "")
        due = r.answer_due if r.state in WAITING else None
        values.append(
            Waiting(r.id, r.code, r.state, received, other, named[0] if named else None, due, _VERBS[r.state])
        )
    return values


def _unread(scope: Scope) -> QuerySet[Any, tuple[int, int]]:
    """How many wait in the inbox (0), and how many answers wait with her in the outbox (1)."""
    inbox = received_by(scope).filter(state__in=WAITING)
    return numbers((0, inbox), *((1, rows.filter(UNREAD)) for rows in waiting_with(scope)))


_UNREAD = Statement(_unread, planned=True)


def counts(scope: Scope) -> dict[str, int]:
    """What the menu shows: unanswered in the inbox, answers that wait with her in the outbox. One query."""
    if scope.organisation_id is None or not scope.referrals:
        return {}
    result = {"referrals:inbox": 0, "referrals:outbox": 0}
    for side, number in _UNREAD.rows(scope):
        result[("referrals:inbox", "referrals:outbox")[side]] += number
    return result


def waiting_by_person(scope: Scope) -> dict[uuid.UUID | None, int]:
    """How many of our referrals wait on others, by who answers for the case; for who sees them all. One query."""
    sent = sent_by(scope).filter(state__in=WAITING | ONGOING).order_by()
    return dict(sent.values_list("answers_id").annotate(Count("id")))


def network_waiting(scope: Scope, *, most: int) -> list[NetworkRow]:
    """Where referrals wait for an answer in the realm, the latest first; [] without that right."""
    if not scope.network or scope.realm is None:
        return []
    rows = Deadline.objects.filter(realm=int(scope.realm), answered_at__isnull=True)
    entries = list(rows.order_by("due_at", "id")[:most])
    names = organisation_names({i for r in entries for i in (r.organisation_id, r.receiver_id)})
    return [
        NetworkRow(
            r.code,
            names.get(r.organisation_id, ""),
            names.get(r.receiver_id, ""),
            r.state,
            r.due_at,
            r.cross_border,
            r.escalated,
        )
        for r in entries
    ]
