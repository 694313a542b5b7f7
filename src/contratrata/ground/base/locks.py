"""Rows and acts one at a time: waiting for others, and for one's own double click."""

from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

from .errors import NotAllowed

M = TypeVar("M", bound=Model)


def locked(visible: QuerySet[M], row_id: Any, refusal: str) -> M:
    """The row, locked, among those that the user may see. Raises `NotAllowed` with the words of `refusal`."""
    row = visible.select_for_update(of=("self",)).filter(pk=row_id).first()
    if row is None:
        raise NotAllowed(refusal)
    return row


def one_at_a_time(token: str) -> None:
    """Let acts with the same token pass one after the other: held until the transaction ends.

    For acts whose first row does not itself hold the token; where it does, a unique constraint is enough.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [token])
