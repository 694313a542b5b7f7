"""Statements built once: the SQL of a query set is made for stand-ins and sent with each request's own values.

Building the SQL of a nested query set costs some milliseconds of processor, sending it some microseconds. What a
scope may see is still said once, in `visible_to`: the SQL is built by it, once for each set of rights.
"""

import dataclasses
import datetime as dt
import re
import uuid
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, ClassVar, TypeVar

import psycopg
from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models.sql.compiler import SQLCompiler
from psycopg.sql import Literal

from .models import ConfidentialManager
from .scope import Scope, current, guard_query

M = TypeVar("M", bound=models.Model)
Value = uuid.UUID | dt.datetime | dt.date | list[uuid.UUID]
_OPEN = (uuid.UUID, dt.date, list)
#: Sets of rights and other choices for which one statement keeps its SQL: beyond, it begins anew.
_MOST = 200


#: The SQL, its parameters with the open ones marked, the columns of whole objects, whether the table is confidential.
#: Last what makes of a column's value more than the database gives, where any does.
_Plan = tuple[str, Sequence[Any], Sequence[str], bool, SQLCompiler, dict[int, Any]]


class Among(models.Lookup):
    """`field__among=[…]`: `field = ANY(array)`, one parameter whatever the number (`__in` writes one for each)."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The comparison and its parameters."""
        left, params = self.process_lhs(compiler, connection)
        if hasattr(self.rhs, "as_sql"):  # an array that the database makes
            right, more = compiler.compile(self.rhs)
            return f"{left} = ANY({right})", (*params, *more)
        return f"{left} = ANY(%s)", (*params, list(self.rhs))


models.UUIDField.register_lookup(Among)


class Statement:
    """The rows of a query set that depends on a scope and some values.

    `build(scope, **values)` makes the query set (`values_list`, or whole objects of one model). It is called with
    stand-ins for the scope's person and organisation and for values that are ids, moments, days or lists of ids; it
    must only put them into conditions. Anything else among the values (a flag, a limit) makes a statement of its own.

    `planned`: what is asked for is found by ids, or is as little for the largest organisation as for the smallest, so
    that one plan serves everybody: the database keeps it (a prepared statement) instead of making it anew, which is
    most of what such a statement costs under its policies. Never for what walks the rows of an organisation.

    `walked`: the first rows in the order of an index, of many. A policy that knows two sides («ours or sent to us») has
    the planner gather both sides whole and sort them; told to gather and to sort nothing, it walks the index and stops.
    """

    _USER: ClassVar = uuid.UUID("00000000-0000-4000-8000-00000000aaaa")
    _ORGANISATION: ClassVar = uuid.UUID("00000000-0000-4000-8000-00000000bbbb")

    def __init__(
        self,
        build: Callable[..., models.QuerySet[Any, Any]],
        *,
        planned: bool = False,
        walked: bool = False,
    ) -> None:
        self.build, self.planned, self.walked = build, planned, walked
        self._cache: dict[Any, _Plan | None] = {}

    def rows(self, scope: Scope, **values: Any) -> list[tuple[Any, ...]]:
        """The rows as the database gives them. Raises `NoScope` as a query set would."""
        return self._send(scope, values)[0]

    def objects(self, model: type[M], scope: Scope, **values: Any) -> list[M]:
        """The rows as objects of `model`."""
        rows, columns = self._send(scope, values)
        return [model.from_db("default", columns, row) for row in rows]

    def _send(self, scope: Scope, values: dict[str, Any]) -> tuple[list[tuple[Any, ...]], Sequence[str]]:
        open_values = {name: value for name, value in values.items() if isinstance(value, _OPEN)}
        rights = (scope.roles, scope.realm, scope.identities, scope.referrals, scope.network, scope.audit)
        there = (scope.user_id is None, scope.organisation_id is None)
        fixed = tuple((name, value) for name, value in values.items() if name not in open_values)
        key = (rights, there, fixed, tuple(open_values))
        try:
            stored = self._cache[key]
        except KeyError:
            if len(self._cache) >= _MOST:
                self._cache.clear()
            stored = self._cache[key] = self._make(scope, values, open_values)
        if stored is None:
            return [], ()
        sql, params, columns, confidential, compiler, turned = stored
        if confidential:  # as its manager does; of a table that asks for no scope none is asked here
            guard_query()
        own = {"scope.user": scope.user_id, "scope.organisation": scope.organisation_id} | open_values
        initial = [own[p.name] if isinstance(p, _Slot) else p for p in params]
        rows = asked(sql, initial, planned=self.planned, walked=self.walked)
        return list(map(tuple, compiler.apply_converters(rows, turned))) if turned else rows, columns

    def _make(self, scope: Scope, values: dict[str, Any], open_values: dict[str, Value]) -> _Plan | None:
        """The statement for these rights and choices; None where nothing can be found."""
        marks: list[tuple[Any, str]] = []
        replaced: dict[str, Any] = {}
        if scope.user_id is not None:
            replaced["user_id"] = self._USER
            marks.append((self._USER, "scope.user"))
        if scope.organisation_id is not None:
            replaced["organisation_id"] = self._ORGANISATION
            marks.append((self._ORGANISATION, "scope.organisation"))
        stand_ins = {}
        for number, (name, value) in enumerate(open_values.items(), start=1):
            stand_ins[name] = _stand_in(value, number)
            marks.append((stand_ins[name], name))
        queries = self.build(dataclasses.replace(scope, **replaced), **values | stand_ins)
        compiler = queries.query.get_compiler(connection=connection)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return None
        turned = compiler.get_converters([expression for expression, _sql, _alias in compiler.select])
        guarded = isinstance(queries.model._default_manager, ConfidentialManager)
        marked = [_marked(param, marks) for param in params]
        if self.planned:
            sql, marked = _written(sql, marked)
        return (
            sql,
            marked,
            columns_of(queries.model),
            guarded,
            compiler,
            turned,
        )


def objects_of(model: type[M], *order: str, **where: Any) -> list[M]:
    """`model.objects.filter(**where).order_by(*order)` of rows found by an id, for what a page asks each time.

    Of the conditions ids change from one asking to the next; another value makes a statement of its own.
    """
    return _objects_of(model, order).objects(model, current() or Scope(), **where)


@lru_cache(maxsize=500)
def _objects_of(model: type[models.Model], order: tuple[str, ...]) -> Statement:
    def build(_scope: Scope, **where: Any) -> models.QuerySet[Any]:
        return model._default_manager.filter(**where).order_by(*order)

    return Statement(build, planned=True)


def numbers(*parts: tuple[int, models.QuerySet[Any]]) -> models.QuerySet[Any, tuple[int, int]]:
    """How many rows each of these has, under its number: one statement, each part counted by its own index.

    A number may come twice; a part that has none gives no row.
    """
    counted: list[models.QuerySet[Any, tuple[int, int]]] = [
        rows.order_by()
        .values(part=models.Value(number))
        .annotate(n=models.Count("*"))
        .values_list("part", "n")
        for number, rows in parts
    ]
    return counted[0].union(*counted[1:], all=True) if len(counted) > 1 else counted[0]


class _Planned(psycopg.Cursor[Any]):
    """A cursor whose statements the database keeps, with their plans, for as long as the connection lasts."""

    def execute(self, query: Any, params: Any = None, **_options: Any) -> Any:
        return super().execute(query, params, prepare=True)


#: Around a statement that walks; the setting ends with the transaction at the latest.
_WALK = b"SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off"
_STOP = b"SET LOCAL enable_bitmapscan TO DEFAULT; SET LOCAL enable_sort TO DEFAULT"


def asked(
    sql: str, params: Sequence[Any], *, planned: bool = False, walked: bool = False
) -> list[tuple[Any, ...]]:
    """The rows of one statement, which whoever counts or forbids statements sees; `planned`, `walked`: see `Statement`.

    A statement walks inside a transaction only; elsewhere it is asked as it is.
    """
    with connection.cursor() as plain, _planning(plain) if planned else plain as cursor:
        if not (walked and connection.in_atomic_block):
            cursor.execute(sql, params)
            return list(cursor.fetchall())
        # Straight to the library: the two settings are nothing that anybody counts or forbids.
        send = connection.connection.pgconn.exec_
        send(_WALK)
        try:
            cursor.execute(sql, params)
            return list(cursor.fetchall())
        finally:
            send(_STOP)


def _planning(plain: Any) -> Any:
    """The cursor whose statements are kept, wrapped as Django wraps its own; where none may be, the plain one."""
    if not settings.PREPARED_STATEMENTS:
        return plain
    raw: Any = _Planned(connection.connection)
    return connection.make_debug_cursor(raw) if connection.queries_logged else connection.make_cursor(raw)


def columns_of(model: type[models.Model]) -> list[str]:
    """The attributes of a model that its table holds, in the order in which `from_db` takes them."""
    return [field.attname for field in model._meta.concrete_fields]


class _Slot:
    """Where an open value goes."""

    def __init__(self, name: str) -> None:
        self.name = name


def _marked(param: Any, marks: list[tuple[Any, str]]) -> Any:
    for stand_in, name in marks:
        if type(param) is type(stand_in) and param == stand_in:
            return _Slot(name)
    return param


def _written(sql: str, params: list[Any]) -> tuple[str, list[Any]]:
    """The words and numbers that never change, written into the SQL: no kept plan uses a partial index without them."""
    left: list[Any] = []
    rest = iter(params)

    def put(match: re.Match[str]) -> str:
        if match[0] == "%%":
            return match[0]
        param = next(rest)
        if not isinstance(param, str | int):
            left.append(param)
            return match[0]
        value = str(param) if isinstance(param, str) else param
        return Literal(value).as_string().replace("%", "%%")

    return re.sub("%[s%]", put, sql), left


def _stand_in(value: Value, number: int) -> Value:
    """A value of the same kind that stands nowhere else."""
    if isinstance(value, uuid.UUID):
        return uuid.UUID(int=0x00000000_0000_4000_8000_00000000C000 + number)
    if isinstance(value, dt.datetime):
        return dt.datetime(1901, 1, 1, microsecond=number, tzinfo=dt.UTC)
    if isinstance(value, dt.date):
        return dt.date(1901, 1, number)
    return [uuid.UUID(int=0x00000000_0000_4000_8000_00000000D000 + number)]
