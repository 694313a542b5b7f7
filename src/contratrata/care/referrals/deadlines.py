"""How long the receiver has, when what is late is told to whom, and when a referral expires unanswered.

Domain (referrals): a deadline by urgency (2 h, 24 h, 72 h, 7 d); what is late escalates to the supervisors of
both sides, then to the coordination of the network, which sees only codes and organisations.
"""

import datetime as dt

from contratrata.ground.base import clock
from contratrata.ground.codes.public import vocabulary

#: What must be answered within this time is told by e-mail at once.
MOST_URGENT = dt.timedelta(hours=2)
#: However urgent it was, an unanswered referral stays open this long after its deadline (a weekend).
LEAST_GRACE = dt.timedelta(days=3)
#: Otherwise three times the time it had.
GRACE = 3
#: The steps of telling what is late.
TOLD_SUPERVISORS, TOLD_NETWORK = 1, 2


def time_to_answer(urgency: str) -> dt.timedelta:
    """The time from sending to the deadline. Raises `UnknownCode`."""
    return dt.timedelta(hours=int(vocabulary("urgency").term(urgency).values["hours"]))


def due_from(sent_at: dt.datetime, urgency: str) -> dt.datetime:
    """When the answer is due."""
    return sent_at + time_to_answer(urgency)


def network_told_from(due_at: dt.datetime, urgency: str) -> dt.datetime:
    """From when the coordination of the network is told: late by as long again as the time there was."""
    return due_at + time_to_answer(urgency)


def expires_at(due_at: dt.datetime, urgency: str) -> dt.datetime:
    """When it expires unanswered: what was shared is then shut."""
    return due_at + max(LEAST_GRACE, GRACE * time_to_answer(urgency))


def step_due(due_at: dt.datetime | None, urgency: str) -> int:
    """Up to which step an unanswered referral should have been told of by now; 0 while there is time."""
    now = clock.now()
    if due_at is None or now < due_at:
        return 0
    return TOLD_NETWORK if now >= network_told_from(due_at, urgency) else TOLD_SUPERVISORS
