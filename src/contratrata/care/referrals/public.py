"""What other packages may use of the referrals: Hoy, the menu, the board, the demonstration."""

import dataclasses
import datetime as dt
import uuid

from django.db.models import Count, Q

from contratrata.care.cases import public as cases
from contratrata.ground.base.scope import Scope
from contratrata.ground.network.public import organisation_names

from . import queries
from .models import Deadline, Referral
from .operations import (
    accept,
    attend,
    begin_care,
    choose_consent,
    choose_parts,
    close,
    decline,
    receive,
    send,
    start,
    withdraw,
)
from .queries import of_case, visible_to
from .states import ONGOING, WAITING, ReferralState

MOST = 100
#: How it ended for the sender, who should read the answer.
_ANSWERED = (ReferralState.DECLINED, ReferralState.EXPIRED, ReferralState.CLOSED)


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
    def state_words(self) -> str:
        """The state as the screen says it."""
        return str(ReferralState(self.state).label).capitalize()


def waiting_for_me(scope: Scope, *, most: int = MOST) -> list[Waiting]:
    """What the acting person can do now: answer and care as receiver, read and finish drafts as sender.

    Earliest deadline first, then what moved last; a constant number of queries.
    """
    if scope.organisation_id is None:
        return []
    theirs = Q(receiver_id=scope.organisation_id, state__in=WAITING | ONGOING)
    ours = Q(organisation_id=scope.organisation_id, created_by_id=scope.user_id) & (
        Q(state=ReferralState.DRAFT) | Q(state__in=_ANSWERED, feedback_seen_at__isnull=True)
    )
    found = list(visible_to(scope).filter(theirs | ours).order_by("answer_due", "-moved_at", "id")[:most])
    return _lines(scope, sorted(found, key=lambda r: (r.state not in WAITING, r.answer_due or r.moved_at)))


def waiting_on_others(scope: Scope, *, most: int = MOST) -> list[Waiting]:
    """What this person sent and the other side has still to do, earliest deadline first."""
    if scope.organisation_id is None:
        return []
    mine = queries.sent_by(scope).filter(state__in=WAITING | ONGOING, created_by_id=scope.user_id)
    found = list(mine.order_by("answer_due", "id")[:most])
    return _lines(scope, sorted(found, key=lambda r: (r.state not in WAITING, r.answer_due or r.moved_at)))


def _lines(scope: Scope, found: list[Referral]) -> list[Waiting]:
    here = scope.organisation_id
    names = organisation_names({r.organisation_id if r.receiver_id == here else r.receiver_id for r in found})
    ours = cases.display(scope, {r.case_id for r in found if r.organisation_id == here}) if found else {}
    lines = []
    for r in found:
        received = r.receiver_id == here
        named = None if received else ours.get(r.case_id)
        other = names.get(r.organisation_id if received else r.receiver_id, "")
        due = r.answer_due if r.state in WAITING else None
        lines.append(
            Waiting(r.id, r.code, r.state, received, other, named[0] if named else None, due, _VERBS[r.state])
        )
    return lines


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


def counts(scope: Scope) -> dict[str, int]:
    """What the menu shows: unanswered in the inbox, answers unread in the outbox. One query."""
    here = scope.organisation_id
    if here is None or visible_to(scope).query.is_empty():
        return {}
    inbox = Q(receiver_id=here, state__in=WAITING)
    outbox = Q(
        organisation_id=here,
        created_by_id=scope.user_id,
        state__in=_ANSWERED,
        feedback_seen_at__isnull=True,
    )
    found = visible_to(scope).aggregate(inbox=Count("id", filter=inbox), outbox=Count("id", filter=outbox))
    return {"referrals:inbox": found["inbox"], "referrals:outbox": found["outbox"]}


def network_waiting(scope: Scope, *, most: int = MOST) -> list[NetworkRow]:
    """Where referrals wait for an answer in the realm, the latest first; [] without that right."""
    if not scope.network or scope.realm is None:
        return []
    rows = Deadline.objects.filter(realm=int(scope.realm), answered_at__isnull=True)
    found = list(rows.order_by("due_at", "id")[:most])
    names = organisation_names({i for r in found for i in (r.organisation_id, r.receiver_id)})
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
        for r in found
    ]


__all__ = [
    "NetworkRow",
    "Referral",
    "ReferralState",
    "Waiting",
    "accept",
    "attend",
    "begin_care",
    "choose_consent",
    "choose_parts",
    "close",
    "counts",
    "decline",
    "network_waiting",
    "of_case",
    "receive",
    "send",
    "start",
    "visible_to",
    "waiting_for_me",
    "waiting_on_others",
    "withdraw",
]
