"""The acts on a referral: one verb a function, one transaction, the row locked, the trace left.

`seen` is the state the person saw when she decided: when somebody else acted in between, she is told who.
All raise `NotAllowed` (not hers, or not her part), `WrongState` and `Conflict`; others are said at each.
"""

from .answering import accept, assign, decline, look, receive
from .caring import attend, begin_care, close, open_own_case
from .drafting import choose_consent, choose_parts, discard, start
from .ending import close_parts_of_consent, close_parts_of_person, expire, feedback_seen, withdraw
from .escalating import escalate
from .sending import send, send_update
from .talking import say

__all__ = [
    "accept",
    "assign",
    "attend",
    "begin_care",
    "choose_consent",
    "choose_parts",
    "close",
    "close_parts_of_consent",
    "close_parts_of_person",
    "decline",
    "discard",
    "escalate",
    "expire",
    "feedback_seen",
    "look",
    "open_own_case",
    "receive",
    "say",
    "send",
    "send_update",
    "start",
    "withdraw",
]
