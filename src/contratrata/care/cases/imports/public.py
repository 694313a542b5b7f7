"""What other packages may use of imports: the whole way of a file, for the demonstration."""

from .operations import apply, receive
from .working import bring, stage

__all__ = ["apply", "bring", "receive", "stage"]
