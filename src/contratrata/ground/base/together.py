"""Statements sent one behind the other, without a wait between them."""

import contextlib
from collections.abc import Iterator

from django.db import connection


@contextlib.contextmanager
def together() -> Iterator[None]:
    """Send the writes inside without waiting for the answer of each: the database works while the next is made.

    Only inside a transaction, and only for statements whose answer nobody reads. An error of one of them is
    raised at the latest at the end of the block, as Django's error, and takes the transaction with it.
    """
    if connection.connection is None or not connection.in_atomic_block:
        raise RuntimeError("Statements go together inside a transaction only")
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


__all__ = ["together"]
