"""The list of the network a page at a time, by key: the next page begins after the last one shown."""

import dataclasses
import uuid
from collections.abc import Sequence

from django.db.models import Q, QuerySet

from .models import Organisation

SIZE = 50


@dataclasses.dataclass(frozen=True, slots=True)
class Page:
    """One page; `after` is the key of the next one (None: this is the last)."""

    rows: Sequence[Organisation]
    after: uuid.UUID | None


def page(found: QuerySet[Organisation], after: str) -> Page:
    """The page that follows the organisation `after` (empty, unknown: the first)."""
    last = _known(found, after)
    if last is not None:
        found = found.filter(Q(name__gt=last.name) | Q(name=last.name, id__gt=last.id))
    rows = list(found[: SIZE + 1])
    return Page(rows[:SIZE], rows[SIZE - 1].id if len(rows) > SIZE else None)


def _known(found: QuerySet[Organisation], after: str) -> Organisation | None:
    try:
        return found.filter(pk=uuid.UUID(after)).first() if after else None
    except ValueError:
        return None
