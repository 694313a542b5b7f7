"""Showing a list: one function for every one of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic

from django.db.models import Count
from django.http import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.audit import public as audit
from contratrata.ground.base.request import Request
from contratrata.ground.base.scope import Scope
from contratrata.ground.ui.markup import html, joined
from contratrata.ground.ui.parts import NavItem

from . import exporting, paging, reading, steady
from .cells import shown
from .declared import Column, Empty, List, M, R, Words
from .reading import AFTER, BEFORE, EXPORT, ORDER, Asked

NOTHING_MATCHES = Empty(_l("Nada con esos filtros"), _l("Quite alguno para ver más."))


@dataclasses.dataclass(frozen=True)
class ListPage(Generic[M, R]):
    """One page of a list as its template shows it. `beginning`: the first page, without any filter or tab."""

    asked: Asked[M, R]
    rows: Sequence[R]
    counts: Mapping[str, int]
    next: str
    previous: str
    problems: Sequence[str]
    may_export: bool
    token: str

    @property
    def what(self) -> List[M, R]:
        """The declaration."""
        return self.asked.what

    @property
    def narrowed(self) -> bool:
        """Whether a filter is on, or one was asked for that could not be read."""
        return bool(self.asked.values) or bool(self.asked.form.errors)

    @property
    def beginning(self) -> bool:
        """The first page as one enters it."""
        tabs = self.what.tabs
        first = tabs is None or self.asked.tab is tabs.tabs[0]
        return first and not self.narrowed and not self.previous

    @property
    def nothing_at_all(self) -> bool:
        """Nothing to see, nothing that hides it and nothing behind another tab: there is nothing yet."""
        return self.beginning and not self.rows and not any(self.counts.values())

    @property
    def next_url(self) -> str:
        """The address of the page behind this one, "" at the end."""
        return self.asked.url(**{ORDER: self._order, AFTER: self.next}) if self.next else ""

    @property
    def previous_url(self) -> str:
        """The address of the page before this one, "" at the beginning."""
        return self.asked.url(**{ORDER: self._order, BEFORE: self.previous}) if self.previous else ""

    @property
    def export_url(self) -> str:
        """Where the list as it is narrowed now leaves as a sheet."""
        return self.asked.url(**{EXPORT: "1"}) if self.may_export and self.rows else ""

    @property
    def clear_url(self) -> str:
        """The list without filters, in its tab; "" where none is on."""
        return self.asked.url(**dict.fromkeys(self.asked.values, "")) if self.narrowed else ""

    @property
    def _order(self) -> str:
        """Said in the address of a further page: another window may choose another order meanwhile."""
        return self.asked.order.name if len(self.what.orders) > 1 else ""

    @property
    def tabs(self) -> list[NavItem]:
        """The tabs with their numbers."""
        tabs = self.what.tabs
        if tabs is None:
            return []
        return [
            NavItem(
                f"{tab.label} ({self.counts[tab.slug]:,})".replace(",", "\N{NARROW NO-BREAK SPACE}")
                if tab.counted and tab.slug in self.counts
                else str(tab.label),
                self.asked.url(**{tabs.name: tab.slug}),
                current=tab is self.asked.tab,
            )
            for tab in tabs.tabs
        ]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the filter form carries along."""
        tab, tabs = self.asked.tab, self.what.tabs
        return [(tabs.name, tab.slug)] if tabs is not None and tab is not None and tab.slug else []

    @property
    def number_words(self) -> str:
        """How many rows there are, in words; where nobody counted, how many there are at least."""
        tab = self.asked.tab
        if tab is not None and tab.slug in self.counts:
            return self.what.counted(self.counts[tab.slug])
        if not self.next and not self.previous:
            return self.what.counted(len(self.rows))
        return _("Más de %s") % self.what.counted(len(self.rows)) if not self.previous else ""

    @property
    def empty(self) -> Empty:
        """What to say where no row is shown."""
        if self.narrowed:
            return self.what.nothing_matches or NOTHING_MATCHES
        tab = self.asked.tab.slug if self.asked.tab is not None else ""
        return self.what.empty.get(tab) or self.what.empty.get("") or NOTHING_MATCHES

    def table(self) -> SafeString:
        """The table, with the orders offered in its headings."""
        return table(self.what.title, self.what.columns, self.rows, self._heading, self.token)

    def _heading(self, column: Column[R]) -> SafeString:
        if not column.order or len(self.what.orders) < 2:
            return _plain_heading(column)
        css = _css(column)
        order = next(one for one in self.what.orders if one.name == column.order)
        if order is not self.asked.order:
            url = self.asked.url(**{ORDER: order.name})
            return html('<th scope="col"{}><a href="{}">{}</a></th>', css, url, column.label)
        way = "descending" if order.keys[0].startswith("-") else "ascending"
        mark = "↓" if way == "descending" else "↑"
        return html(
            '<th scope="col"{} aria-sort="{}">{} <span aria-hidden="true">{}</span></th>',
            css,
            way,
            column.label,
            mark,
        )


def table(
    title: Words,
    columns: Sequence[Column[R]],
    rows: Sequence[R],
    heading: Callable[[Column[R]], SafeString] | None = None,
    token: str = "",
) -> SafeString:
    """Rows as a table that becomes cards below 640 px; its rows are walked with j and k."""
    on_page = [one for one in columns if one.page]
    head = joined((heading or _plain_heading)(one) for one in on_page)
    # What is before and behind each cell is the same in every row: put together once.
    around = [('<th scope="row">', "</th>"), *((_before(one), "</div></td>") for one in on_page[1:])]
    framed = [(before, column, after) for (before, after), column in zip(around, on_page, strict=True)]
    body = SafeString(
        "".join(
            "<tr>"
            + "".join(before + shown(one, row, token) + after for before, one, after in framed)
            + "</tr>"
            for row in rows
        )
    )
    return html(
        '<table class="ct-table" data-ct-rows><caption class="govuk-visually-hidden">{}</caption>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        title,
        head,
        body,
    )


def _css(column: Column[R]) -> SafeString:
    return SafeString(' class="ct-num"' if column.kind == "number" else "")


def _plain_heading(column: Column[R]) -> SafeString:
    return html('<th scope="col"{}>{}</th>', _css(column), column.label)


def _before(column: Column[Any]) -> str:
    return html('<td data-label="{}"{}><div>', column.label, _css(column))


def show_list(
    request: Request,
    what: List[M, R],
    extra: Callable[[ListPage[M, R]], Mapping[str, Any]] | None = None,
) -> HttpResponseBase:
    """Answer a request with a page of this list, or with its export where the address asks for one.

    `extra` adds to the template's context what a page shows around its list, knowing the page. Leaves one line in the
    audit trail. The queries are those of `what.rows` and one, and one more where tabs are counted.
    """
    scope = request.scope
    asked = reading.read(request, scope, what)
    may_export = what.export is not None and what.export.may(scope)
    if EXPORT in request.GET and may_export:
        return exporting.export(request, scope, asked)
    page = read_page(request, scope, asked, may_export=may_export)
    _trace(page)
    return render(request, what.template, {"page": page, **(extra(page) if extra is not None else {})})


def part_of_page(request: Request, what: List[M, R]) -> ListPage[M, R]:
    """The same as a part of another page, whose template includes `lists/part.html`; traced as any list."""
    scope = request.scope
    page = read_page(request, scope, reading.read(request, scope, what))
    _trace(page)
    return page


def _trace(page: ListPage[M, R]) -> None:
    what = page.what
    if what.event:
        audit.record(what.event, kind=what.kind, subject=what.subject, rows=len(page.rows), **what.details)


def read_page(
    request: Request, scope: Scope, asked: Asked[M, R], *, may_export: bool = False
) -> ListPage[M, R]:
    """One page of visible, narrowed, ordered rows."""
    what = asked.what
    after, before = request.GET.get(AFTER, ""), request.GET.get(BEFORE, "")
    if what.steady and not (asked.values or after or before):
        turned = paging.first_of(steady.rows(scope, asked), what.name, asked.order, size=what.size)
    else:
        result = asked.narrowed(what.visible(scope))
        turned = paging.turn(result, what.name, asked.order, size=what.size, after=after, before=before)
    problems = list(asked.problems)
    if turned.unread:
        problems.append(_("Esa página ya no vale: esta es la primera."))
    counts = _counts(scope, asked)
    rows = what.rows(scope, turned.rows)
    return ListPage(
        asked, rows, counts, turned.next, turned.previous, problems, may_export, get_token(request)
    )


def _counts(scope: Scope, asked: Asked[M, R]) -> Mapping[str, int]:
    tabs = asked.what.tabs
    if tabs is None:
        return {}
    narrowed = bool(asked.values)
    if tabs.counts is not None:
        return tabs.counts(scope, asked.narrowed(asked.what.visible(scope), tab=False) if narrowed else None)
    if asked.what.steady and not narrowed:
        return steady.counts(scope, asked.what)
    by_slug = {f"n{number}": tab for number, tab in enumerate(tabs.tabs) if tab.counted}
    result = asked.narrowed(asked.what.visible(scope), tab=False)
    numbers = result.aggregate(**{name: Count("pk", filter=tab.where) for name, tab in by_slug.items()})
    return {tab.slug: numbers[name] for name, tab in by_slug.items()}
