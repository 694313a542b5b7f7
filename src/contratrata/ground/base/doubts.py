"""What is not refused but asked about: only when the user says that it is meant, it is done.

An operation calls `doubt(...)`; a page (`acts.ask`) shows its words with a box to tick, and calls the operation again
`meaning` what was ticked. Whoever calls an operation without a page says so the same way.
"""

import contextlib
from collections.abc import Iterable, Iterator
from contextvars import ContextVar

from .errors import DomainError

_meant: ContextVar[frozenset[str]] = ContextVar("meant", default=frozenset())


class Doubt(DomainError):
    """Something that may be a mistake. `key` is what is said to be meant, in the words of `confirm`."""

    def __init__(self, message: str, *, field: str, key: str, confirm: str) -> None:
        super().__init__(message, field=field)
        self.key, self.confirm = key, confirm


@contextlib.contextmanager
def meaning(keys: Iterable[str]) -> Iterator[None]:
    """Within: what these keys stand for is meant."""
    token = _meant.set(_meant.get() | frozenset(keys))
    try:
        yield
    finally:
        _meant.reset(token)


def doubt(key: str, message: str, *, field: str, confirm: str) -> None:
    """Go on when this is meant. Raises `Doubt` when nobody said so."""
    if key not in _meant.get():
        raise Doubt(message, field=field, key=key, confirm=confirm)
