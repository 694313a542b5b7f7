"""What waits for the acting person among the referrals, and what she waits for."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value

from contratrata.care.cases import public as cases
from contratrata.ground.base import clock
from contratrata.ground.base.scope import Scope
from contratrata.ground.base.statements import Statement
from contratrata.ground.network.public import Role, organisation_names

from .models import Deadline, Referral
from .queries import carried_by, received_by, sent_by, visible_to, waits_with
from .states import ANSWERED, ONGOING, WAITING, ReferralState

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
    return _in_order(_MINE[scope.has(Role.SUPERVISOR)].rows(scope, most=most, now=clock.now()))


def times_on_others(scope: Scope, *, most: int) -> list[Time]:
    """What waits with her (`waits_with`) until the other side has done it, earliest deadline first; one query."""
    if scope.organisation_id is None:
        return []
    return _in_order(_OTHERS[scope.has(Role.SUPERVISOR)].rows(scope, most=most))


def _mine(scope: Scope, *, most: int, now: dt.datetime) -> QuerySet[Referral, tuple[Any, ...]]:
    seen = visible_to(scope)
    theirs, hers = received_by(scope), seen.filter(waits_with(scope))
    waiting = theirs.filter(state__in=WAITING)
    return _together(
        most,
        (waiting.filter(answer_due__lt=now), "answer_due"),
        (waiting.filter(answer_due__gte=now), "answer_due"),
        (theirs.filter(carried_by(scope), state__in=ONGOING), "moved_at"),
        (hers.filter(state=ReferralState.DRAFT), "moved_at"),
        (hers.filter(state__in=ANSWERED, feedback_seen_at__isnull=True), "moved_at"),
    )


def _on_others(scope: Scope, *, most: int) -> QuerySet[Referral, tuple[Any, ...]]:
    mine = sent_by(scope).filter(waits_with(scope))
    waiting, ongoing = mine.filter(state__in=WAITING), mine.filter(state__in=ONGOING)
    return _together(most, (waiting, "answer_due"), (ongoing, "moved_at"))


def _together(most: int, *parts: tuple[QuerySet[Referral], str]) -> QuerySet[Referral, tuple[Any, ...]]:
    """The first of each part in the order of its index, in one statement."""
    named = ("id", "state", "answer_due", "moved_at")
    first, *others = (entry.order_by(order, "id").values_list(*named)[:most] for entry, order in parts)
    return first.union(*others, all=True)


#: Whoever sees them all walks the indexes; who is asked of each whether it is hers is quicker with them gathered.
_MINE = {all_: Statement(_mine, walked=all_) for all_ in (True, False)}
_OTHERS = {all_: Statement(_on_others, walked=all_) for all_ in (True, False)}


def _in_order(rows: Iterable[tuple[Any, ...]]) -> list[Time]:
    values = [(key, due if state in WAITING else None, moved) for key, state, due, moved in rows]
    values.sort(key=lambda row: (row[1] is None, row[1] or row[2], row[0]))
    return [(key, due) for key, due, _moved in values]


_THESE = Statement(lambda scope, *, only: visible_to(scope).filter(id__among=only))


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


def _unread(scope: Scope) -> QuerySet[Referral, tuple[int, int]]:
    """How many wait in the inbox, and how many answers wait with her in the outbox."""
    here = scope.organisation_id
    inbox = Q(receiver_id=here, state__in=WAITING)
    outbox = Q(state__in=ANSWERED, feedback_seen_at__isnull=True) & waits_with(scope)
    # No row is on both sides of one organisation (`referrals_not_to_oneself`): the side says which count it is.
    rows = visible_to(scope).filter(inbox | outbox).order_by().values(together=Value(1))
    return rows.annotate(
        inbox=Count("id", filter=Q(receiver_id=here)), outbox=Count("id", filter=Q(organisation_id=here))
    ).values_list("inbox", "outbox")


_UNREAD = Statement(_unread)


def counts(scope: Scope) -> dict[str, int]:
    """What the menu shows: unanswered in the inbox, answers that wait with her in the outbox. One query."""
    if scope.organisation_id is None or not scope.referrals:
        return {}
    inbox, outbox = next(iter(_UNREAD.rows(scope)), (0, 0))
    return {"referrals:inbox": inbox, "referrals:outbox": outbox}


def waiting_by_person(scope: Scope) -> dict[uuid.UUID | None, int]:
    """How many of our referrals wait on others, by who answers for the case; for who sees them all. One query."""
    who = cases.visible_to(scope).filter(id=OuterRef("case_id")).values("responsible_id")
    sent = sent_by(scope).filter(state__in=WAITING | ONGOING).order_by().annotate(who=Subquery(who))
    return dict(sent.values("who").annotate(n=Count("id")).values_list("who", "n"))


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
