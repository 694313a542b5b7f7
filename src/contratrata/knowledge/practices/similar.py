"""Practices like one: those that say most of what it says in its name and its summary, among those of its kind."""

from typing import Any

from contratrata.ground.kinds.public import plain_text
from contratrata.ground.nouns.public import SEARCH_COLUMNS, alike_to

from .index import index
from .models import Published

#: So many are shown; so many are weighed, those that share themes and people first.
SHOWN, WEIGHED = 3, 200


def similar_to(row: Any) -> list[Published]:
    """The nearest to a published practice, never itself; two queries."""
    held = index()
    own = held.of([row.number])
    themes = held.narrowed(held.everything, "tema", row.area) & ~own
    both = held.narrowed(themes, "para", row.population) if row.population else 0
    numbers = held.some(both, 0, WEIGHED)
    numbers += held.some(themes & ~both, 0, WEIGHED - len(numbers)) if len(numbers) < WEIGHED else []
    if not numbers:
        return []
    text = " ".join(plain_text(value.reading().text) for value in (row.name, row.summary))
    rows = alike_to(Published.objects.defer(*SEARCH_COLUMNS).filter(number__in=numbers), text)
    return list(rows.order_by("-rank", "-published_at", "id")[:SHOWN])
