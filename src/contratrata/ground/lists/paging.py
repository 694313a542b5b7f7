"""One page of an ordered query set, by key and both ways: no offset, no count, nothing skipped or shown twice."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any, Generic

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Field, Model, Q, QuerySet

from . import keys
from .declared import M, Order


@dataclasses.dataclass(frozen=True, slots=True)
class _Key:
    """One key of an order: the path, its direction, and the field that reads its value again (None: an annotation)."""

    path: str
    descending: bool
    field: Field[Any, Any] | None

    @property
    def nullable(self) -> bool:
        return self.field is not None and self.field.null

    def expression(self, *, backwards: bool) -> Any:
        """How the database orders by it: what is not known stands last, so first on the way back."""
        if not self.nullable:
            return f"-{self.path}" if self.descending != backwards else self.path
        placed = {"nulls_first": True} if backwards else {"nulls_last": True}
        return F(self.path).desc(**placed) if self.descending != backwards else F(self.path).asc(**placed)

    def equal(self, value: Any) -> Q:
        """The rows with this very value."""
        return Q(**{f"{self.path}__isnull": True}) if value is None else Q(**{self.path: value})

    def beyond(self, value: Any, *, backwards: bool) -> Q | None:
        """The rows that stand behind this value; None when there can be none."""
        if value is None:
            return Q(**{f"{self.path}__isnull": False}) if backwards else None
        further = Q(**{f"{self.path}__{'lt' if self.descending != backwards else 'gt'}": value})
        return further | Q(**{f"{self.path}__isnull": True}) if self.nullable and not backwards else further

    def value(self, row: Model) -> Any:
        result: Any = row
        for name in self.path.split("__"):
            result = getattr(result, name)
        return result

    def read(self, value: Any) -> Any:
        return self.field.to_python(value) if self.field is not None else value


@dataclasses.dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """The model objects of one page, and the keys of the pages after and before it ("" where there is none).

    `first`: nothing stands before it. `unread`: the key asked for was none, so that this is the first page.
    """

    rows: list[M]
    next: str
    previous: str
    first: bool
    unread: bool = False


def turn(
    result: QuerySet[M], place: str, order: Order, *, size: int, after: str = "", before: str = ""
) -> Page[M]:
    """The page behind the key `after`, or the one that ends ahead of `before`; one query."""
    place = f"{place}:{order.name}"
    parts = _keys(result.model, order)
    values = _values(parts, keys.unseal(place, before or after)) if before or after else None
    backwards = bool(before) and values is not None
    rows = list(_behind(result, parts, values, backwards=backwards)[: size + 1])
    more = len(rows) > size
    rows = rows[:size][::-1] if backwards else rows[:size]
    if backwards and not rows:  # whatever stood before is gone: that is the first page
        return turn(result, place.rpartition(":")[0], order, size=size)
    has_next, has_previous = (True, more) if backwards else (more, values is not None)
    return Page(
        rows,
        next=_key_of(place, parts, rows[-1]) if rows and has_next else "",
        previous=_key_of(place, parts, rows[0]) if rows and has_previous else "",
        first=not has_previous,
        unread=bool(before or after) and values is None,
    )


def first_of(rows: list[M], place: str, order: Order, *, size: int) -> Page[M]:
    """The first page of rows found in their order, one more than a page holds where there is one."""
    shown, more = rows[:size], len(rows) > size
    key = _key_of(f"{place}:{order.name}", _keys(type(shown[-1]), order), shown[-1]) if more else ""
    return Page(shown, next=key, previous="", first=True)


def in_order(query: QuerySet[M], order: Order) -> QuerySet[M]:
    """These rows in an order."""
    return _behind(query, _keys(query.model, order), None, backwards=False)


def every(result: QuerySet[M], order: Order, *, size: int, most: int) -> Iterator[list[M]]:
    """All rows in their order, so many at a time and no more than `most`; a query a batch."""
    parts, values, left = _keys(result.model, order), None, most
    while left > 0:
        rows = list(_behind(result, parts, values, backwards=False)[: min(size, left)])
        if not rows:
            return
        yield rows
        left -= len(rows)
        values = [part.value(rows[-1]) for part in parts]


def _behind(
    rows: QuerySet[M], parts: list[_Key], values: list[Any] | None, *, backwards: bool
) -> QuerySet[M]:
    if values is not None:
        further, equal = Q(pk__in=[]), Q()
        for part, value in zip(parts, values, strict=True):
            beyond = part.beyond(value, backwards=backwards)
            if beyond is not None:
                further |= equal & beyond
            equal &= part.equal(value)
        rows = rows.filter(further)
        first, value = parts[0], values[0]
        if value is not None and not (first.nullable and not backwards):
            # The same said as one bound: the index is entered there instead of being read from its beginning.
            bound = "lte" if first.descending != backwards else "gte"
            rows = rows.filter(**{f"{first.path}__{bound}": value})
    return rows.order_by(*(part.expression(backwards=backwards) for part in parts))


def _keys(model: type[Model], order: Order) -> list[_Key]:
    return [_Key(key.lstrip("-"), key.startswith("-"), _field(model, key.lstrip("-"))) for key in order.keys]


def _field(model: type[Model], path: str) -> Field[Any, Any] | None:
    field: Any = None
    for name in path.split("__"):
        try:
            field = (field.related_model if field is not None else model)._meta.get_field(name)
        except FieldDoesNotExist:
            return None
    return field  # type: ignore[no-any-return]


def _values(parts: list[_Key], rows: list[Any] | None) -> list[Any] | None:
    if rows is None or len(rows) != len(parts):
        return None
    try:
        return [None if value is None else part.read(value) for part, value in zip(parts, rows, strict=True)]
    except ValidationError:
        return None


def _key_of(place: str, parts: list[_Key], row: Model) -> str:
    return keys.seal(place, [part.value(row) for part in parts])
