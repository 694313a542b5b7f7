"""The first page and the numbers of a list that depends on who acts alone: their SQL is built once."""

from collections.abc import Mapping
from typing import Any, cast

from django.db.models import Model, Q, QuerySet

from contratrata.ground.base import statements
from contratrata.ground.base.scope import Scope
from contratrata.ground.base.statements import Statement

from . import paging
from .declared import List, M, R
from .reading import Asked

Statements = tuple[Statement, Statement, type[Model]]
#: The statements of each steady list, by its name, with the declaration they were built of: first page, numbers, rows.
_cache: dict[str, tuple[object, Statements]] = {}


def rows(scope: Scope, asked: Asked[M, R]) -> list[M]:
    """The first page of a steady list in its tab and order, and one row more where there is one."""
    what, tab = asked.what, asked.tab.slug if asked.tab is not None else ""
    first, _numbers, model = _statements(what, scope)
    return first.objects(cast(type[M], model), scope, tab=tab, order=asked.order.name)


def counts(scope: Scope, what: List[M, R]) -> Mapping[str, int]:
    """How many there are behind each counted tab; one query."""
    counted = [tab.slug for tab in what.tabs.tabs if tab.counted] if what.tabs is not None else []
    _first, numbers, _model = _statements(what, scope)
    result = dict(numbers.rows(scope))
    return {slug: result.get(number, 0) for number, slug in enumerate(counted)}


def _statements(what: List[M, R], scope: Scope) -> Statements:
    declared, stored = _cache.get(what.name, (None, None))
    if stored is None or declared is not what:
        stored = (_first_of(what), _numbers_of(what), what.visible(scope).model)
        _cache[what.name] = (what, stored)
    return stored


def _first_of(what: List[M, R]) -> Statement:
    def build(scope: Scope, *, tab: str, order: str) -> QuerySet[M]:
        tabs = what.tabs.tabs if what.tabs is not None else ()
        where = next((one.where for one in tabs if one.slug == tab), None)
        query = what.visible(scope) if where is None else what.visible(scope).filter(where)
        return paging.in_order(query, next(one for one in what.orders if one.name == order))[: what.size + 1]

    return Statement(build, planned=what.walked, walked=what.walked)


def _numbers_of(what: List[M, R]) -> Statement:
    def build(scope: Scope) -> QuerySet[Any, Any]:
        wheres = [tab.where or Q() for tab in what.tabs.tabs if tab.counted] if what.tabs is not None else []
        return statements.numbers(*((n, what.visible(scope).filter(where)) for n, where in enumerate(wheres)))

    return Statement(build, planned=True)
