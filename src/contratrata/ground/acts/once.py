"""The same act sent twice – one after the other or both at the same moment – is done once."""

import uuid
from collections.abc import Callable
from typing import TypeVar

from django.db.models import Model, QuerySet

from contratrata.ground.base.locks import one_at_a_time

M = TypeVar("M", bound=Model)


def once(token: uuid.UUID | None, rows: QuerySet[M], write: Callable[[], M]) -> M:
    """The row of `rows` that this very act made before, else the one that `write` makes now.

    Acts with the same token pass one after the other until the transaction ends, so the second always finds
    the first's row. Without a token every act is its own. Only inside a transaction.
    """
    if token is None:
        return write()
    one_at_a_time(str(token))
    return rows.filter(once=token).first() or write()
