"""The acts on attendance."""

from .bringing import bring, explain, take_back
from .certifying import certify, forget_certified
from .clarifying import clarify
from .forgetting import erased, forget
from .signing import enter, listed, sign_in
from .writing import missed, write_to_missed

__all__ = [
    "bring",
    "certify",
    "clarify",
    "enter",
    "erased",
    "explain",
    "forget",
    "forget_certified",
    "listed",
    "missed",
    "sign_in",
    "take_back",
    "write_to_missed",
]
