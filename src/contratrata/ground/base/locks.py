"""Waiting for one's own double click."""

from django.db import connection


def one_at_a_time(token: str) -> None:
    """Let acts with the same token pass one after the other: held until the transaction ends.

    For acts whose first row does not itself hold the token; where it does, a unique constraint is enough.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [token])
