"""What a list is declared with: columns, filters, tabs, orders, export. The page, its cards at a telephone and its
sheets all derive from one `List`; nothing else in the house pages, filters or exports rows.
"""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, Literal, TypeVar

from django import forms
from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise

from contratrata.ground.base.scope import Scope
from contratrata.ground.kinds.public import Fact, Values

M = TypeVar("M", bound=Model)
R = TypeVar("R")
Words = str | Promise
Kind = Literal["text", "number", "date", "moment"]
PAGE = 25
#: More rows than this leave in no sheet: who needs them narrows the list, or asks for a report.
MOST_EXPORTED = 10_000
#: What the event of an export tells, beside who and when.
EXPORTED = ("rows", "filters", "form", "identities", "more", "reason")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Column(Generic[R]):
    """One column, on the page and in a sheet.

    `value` is the plain value a sheet holds (text, number, date; None or "" when not known) and, where no `cell` says
    it otherwise, what the page shows. `none` stands on the page where there is no value. Figures stand to the right.
    `order` names the order that the heading offers. `identity`: tells who a person is, so that it leaves in a sheet
    only with the right and a reason. `sheet` is False only for a column of acts, `page` where the cell of another
    column shows the value already (a code beside its name).
    """

    name: str
    label: Words
    value: Callable[[R], Any]
    cell: Callable[[R], Any] | None = None
    kind: Kind = "text"
    none: Words = ""
    order: str = ""
    identity: bool = False
    sheet: bool = True
    page: bool = True


def fact_column(fact: Fact, values: Callable[[R], Values], **more: Any) -> Column[R]:
    """A declared fact as a column; `values`: what a row answers."""

    def value(row: R) -> Any:
        result = values(row).get(fact.name)
        return None if fact.kind.is_empty(result) else fact.kind.cell(result)

    return Column[R](**{"name": fact.name, "label": fact.label, "value": value} | more)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Filter(Generic[M]):
    """One way to narrow a list: a form field bound to the address parameter `name`.

    `field` makes the field (its label is the filter's); `narrow` applies a cleaned value. `words` says the value on
    its chip, where the field cannot say it itself. `not_before` names another filter of the same list whose value
    this one's may not precede: a contradiction is said, and neither is applied. `typed`: a free text, whose words
    stay out of the audit trail.
    """

    name: str
    field: Callable[[Scope], forms.Field]
    narrow: Callable[[QuerySet[M], Any], QuerySet[M]]
    words: Callable[[Any], str] | None = None
    not_before: str = ""
    typed: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Order:
    """A named order: `keys` as Django's `order_by` takes them, the last one unique.

    Where a key may be null, what is not known stands last in both directions. Each order needs an index that leads
    with the organisation and goes on with these keys (a law asks for it).
    """

    name: str
    label: Words
    keys: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One tab; `where` narrows (None: everything). `order`: the order it begins with, where it is not the first one."""

    slug: str
    label: Words
    where: Q | None = None
    order: str = ""
    counted: bool = True


@dataclasses.dataclass(frozen=True, kw_only=True)
class Tabs(Generic[M]):
    """The tabs of a list, the first being where one begins; bound to the address parameter `name`.

    `counts` gives the number behind each slug of the rows as narrowed by the filters (None: no filter is on); without
    it they are counted with one query.
    """

    name: str
    label: Words
    tabs: tuple[Tab, ...]
    counts: Callable[[Scope, QuerySet[M] | None], Mapping[str, int]] | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class More(Generic[R]):
    """Columns that a sheet has besides, when asked for by ticking `label`; they read what `fill` adds to the rows.

    `fill` takes a batch of rows and asks a constant number of queries.
    """

    label: Words
    columns: tuple[Column[R], ...]
    fill: Callable[[Scope, Sequence[R]], Sequence[R]]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """That a list may leave as a sheet: who may, the event that tells it, who may take identities with it.

    `grave`: asks a fresh second factor and a reason, as whatever holds data of persons does. `name` is the file's,
    never a person's.
    """

    event: str
    name: str
    may: Callable[[Scope], bool]
    identities: Callable[[Scope], bool] = lambda _scope: False
    grave: bool = True
    most: int = MOST_EXPORTED
    more: More[Any] | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Empty:
    """What an empty list says: what that means, and what to do next (`url` is the name of an address)."""

    title: Words
    text: Words = ""
    words: Words = ""
    url: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Back:
    """The way back from a list: its words, and the name of the address."""

    words: Words
    url: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class List(Generic[M, R]):
    """A list of visible rows.

    `visible` is the query set of a scope (the same that the single page uses); `rows` turns the model objects of one
    page into what the columns read, with a constant number of queries. `counted` says a number of rows («3 casos»).
    `event` is the audit event of having looked (`subject` and `details` go with it); only a list of what anybody of the
    network may know has none.
    """

    name: str
    title: Words
    visible: Callable[[Scope], QuerySet[M]]
    rows: Callable[[Scope, Sequence[M]], Sequence[R]]
    columns: tuple[Column[R], ...]
    orders: tuple[Order, ...]
    counted: Callable[[int], str]
    event: str = ""
    kind: str = ""
    subject: uuid.UUID | None = None
    details: Mapping[str, str | int | bool | None] = dataclasses.field(default_factory=dict)
    filters: tuple[Filter[M], ...] = ()
    tabs: Tabs[M] | None = None
    size: int = PAGE
    lead: Words = ""
    back: Back | None = None
    #: Said where there is nothing yet (of a tab, by its slug); "" is for the whole list.
    empty: Mapping[str, Empty] = dataclasses.field(default_factory=dict)
    nothing_matches: Empty | None = None
    export: Export | None = None
    template: str = "lists/list.html"
    #: `visible` gives whole objects of one table, chosen by who acts alone: neither by the time nor by anything that it
    #: looks up first. Then the SQL of its first page is built once for each set of rights (`base.statements`).
    steady: bool = False
    #: Of a steady list: each tab, in each order, is the walk of an index for whoever sees it.
    walked: bool = False
