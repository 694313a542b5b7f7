"""The acts on attendance."""

from .bringing import bring, explain, take_back
from .clarifying import clarify
from .forgetting import erased, forget
from .signing import enter, listed, sign_in
from .writing import missed, write_to_missed

__all__ = [
    "bring",
    "clarify",
    "enter",
    "erased",
    "explain",
    "forget",
    "listed",
    "missed",
    "sign_in",
    "take_back",
    "write_to_missed",
]
