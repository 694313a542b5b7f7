"""The pages of referrals: refer in four steps, the two boxes, one story for both sides, the acts on it."""

from .acts import act, press
from .boxes import inbox, outbox
from .detail import detail, say
from .paper import pdf
from .referring import consent, discard, parts, preview, start
from .taking import assign, look

__all__ = [
    "act",
    "assign",
    "consent",
    "detail",
    "discard",
    "inbox",
    "look",
    "outbox",
    "parts",
    "pdf",
    "press",
    "preview",
    "say",
    "start",
]
