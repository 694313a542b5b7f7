"""What an address asks of a list: its filters, tab and order. What cannot be read is said, never passed over."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any, Generic
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from contratrata.ground.base.request import Request
from contratrata.ground.base.scope import Scope

from .choosing import PRESSED, TYPED, SearchField
from .declared import Filter, List, M, Order, R, Tab

ORDER, AFTER, BEFORE, EXPORT = "orden", "despues", "antes", "exportar"
#: Where a session keeps the order that its user chose for each list.
SESSION = "lists"


class FilterForm(forms.Form):
    """The filters of a list, made of its declaration; the order too where there are several."""

    hide_optional = True

    def __init__(self, data: QueryDict, fields: Mapping[str, forms.Field]) -> None:
        super().__init__(data)
        for name, field in fields.items():
            field.required = False
            self.fields[name] = field


#: The filters of lists as they are drawn with nothing filled in, by all that stands in them.
_drawn: dict[Any, SafeString] = {}
_MOST_DRAWN = 200


@dataclasses.dataclass(frozen=True, slots=True)
class Chip:
    """One filter that is on, in words, and the address without it."""

    label: str
    words: str
    url: str


@dataclasses.dataclass(frozen=True)
class Asked(Generic[M, R]):
    """What an address asks, as far as it could be read; `problems` are the sentences about the rest."""

    what: List[M, R]
    path: str
    form: FilterForm
    values: Mapping[str, Any]
    sent: Mapping[str, str]
    tab: Tab | None
    order: Order
    problems: tuple[str, ...]

    def narrowed(self, query: QuerySet[M], *, tab: bool = True) -> QuerySet[M]:
        """The rows that the filters (and the tab) leave."""
        for one in self.what.filters:
            if one.name in self.values:
                query = one.narrow(query, self.values[one.name])
        if tab and self.tab is not None and self.tab.where is not None:
            query = query.filter(self.tab.where)
        return query

    def url(self, **changed: str) -> str:
        """The address of this list as asked, with some parameters changed ("": left out)."""
        asked = {name: self.sent[name] for name in self.values}
        if self.what.tabs is not None and self.tab is not None and self.tab.slug:
            asked[self.what.tabs.name] = self.tab.slug
        if self.order is not first_order(self.what, self.tab):
            asked[ORDER] = self.order.name
        query = urlencode({name: value for name, value in (asked | changed).items() if value})
        return f"{self.path}?{query}" if query else self.path

    def drawn(self) -> SafeString:
        """The fields of the filters. As one finds them, with nothing filled in, they are drawn once and kept.

        What is kept is found by all that stands in it: whoever is offered other choices finds another one.
        """
        fields = self.form.fields
        if self.values or self.form.errors or any(isinstance(one, SearchField) for one in fields.values()):
            return self.form.render()
        offered = tuple(
            (name, str(one.label), str(one.help_text), _offered(one)) for name, one in fields.items()
        )
        key = (self.what.name, get_language(), self.order.name, offered)
        if key not in _drawn:
            if len(_drawn) >= _MOST_DRAWN:
                _drawn.clear()
            _drawn[key] = self.form.render()
        return _drawn[key]

    def chips(self) -> list[Chip]:
        """The filters that are on."""
        return [
            Chip(str(self.form.fields[one.name].label), words_of(one, self.form, self.values[one.name]),
                 self.url(**{one.name: ""}))
            for one in self.what.filters
            if one.name in self.values
        ]  # fmt: skip

    def traced(self) -> str:
        """The filters in words for the audit trail; a free text is named, never repeated."""
        by_name = {one.name: one for one in self.what.filters}
        lines = [
            str(self.form.fields[name].label)
            if by_name[name].typed
            else f"{self.form.fields[name].label}: {words_of(by_name[name], self.form, value)}"
            for name, value in self.values.items()
        ]
        return "; ".join(([str(self.tab.label)] if self.tab is not None else []) + lines)[:300]


def read(request: Request, scope: Scope, what: List[M, R]) -> Asked[M, R]:
    """Read the address of a request. A chosen order is kept in the session and serves again."""
    problems: list[str] = []
    tab = _tab(request, what, problems)
    order = _order(request, what, tab, problems)
    fields = {one.name: one.field(scope) for one in what.filters}
    data = request.GET.copy()
    data[ORDER] = order.name
    form = FilterForm(data, _with_order(fields, what))
    values = _values(form, what, problems)
    known = {*form.fields, ORDER, AFTER, BEFORE, EXPORT, what.tabs.name if what.tabs else ""}
    known |= {f"{name}{part}" for name in form.fields for part in (TYPED, PRESSED)}
    if set(request.GET) - known:
        problems.append(_("La dirección pide un filtro que esta lista no tiene: no se aplicó."))
    sent = {name: request.GET.get(name, "") for name in values}
    return Asked(what, request.path, form, values, sent, tab, order, tuple(problems))


def first_order(what: List[M, R], tab: Tab | None) -> Order:
    """The order a list (or a tab of it) begins with."""
    wanted = tab.order if tab is not None else ""
    return next((one for one in what.orders if one.name == wanted), what.orders[0])


def words_of(one: Filter[M], form: FilterForm, value: Any) -> str:
    """A value of a filter as its chip says it; "" where the filter's own label says it all."""
    if one.words is not None:
        return one.words(value)
    field = form.fields[one.name]
    if isinstance(field, SearchField):
        return next((words for _value, words in field.offer.chosen(value)), "")
    if isinstance(field, forms.ChoiceField):
        return _label(field, value)
    if isinstance(value, dt.date):
        return date_format(value, "j M Y").lower()
    return "" if value is True else str(value)


def _offered(field: forms.Field) -> tuple[tuple[str, ...], ...]:
    """The choices of a field, groups and all."""
    choices: Any = getattr(field, "choices", ())
    return tuple(
        (str(value), *map(str, words if isinstance(words, list | tuple) else (words,)))
        for value, words in choices
    )


def _label(field: forms.ChoiceField, value: Any) -> str:
    choices: Any = field.choices
    for key, label in choices:
        if isinstance(label, list | tuple):
            row = next((str(words) for inner, words in label if str(inner) == str(value)), "")
            if row:
                return row
        elif str(key) == str(value):
            return str(label)
    return str(value)


def _tab(request: Request, what: List[M, R], problems: list[str]) -> Tab | None:
    if what.tabs is None:
        return None
    asked, tabs = request.GET.get(what.tabs.name, ""), what.tabs.tabs
    row = next((tab for tab in tabs if tab.slug == asked), None)
    if row is None and asked:
        problems.append(_("No se entendió qué parte de la lista quería ver: esta es la primera."))
    return row or tabs[0]


def _order(request: Request, what: List[M, R], tab: Tab | None, problems: list[str]) -> Order:
    by_name = {one.name: one for one in what.orders}
    asked = request.GET.get(ORDER, "")
    stored: dict[str, str] = request.session.get(SESSION, {})
    if asked in by_name:
        if stored.get(what.name) != asked:
            request.session[SESSION] = stored | {what.name: asked}
        return by_name[asked]
    if asked:
        problems.append(_("No se entendió el orden pedido: la lista sigue en su orden de siempre."))
    return by_name.get(stored.get(what.name, "")) or first_order(what, tab)


def _with_order(fields: dict[str, forms.Field], what: List[M, R]) -> dict[str, forms.Field]:
    if len(what.orders) < 2:
        return fields
    choices = [(one.name, one.label) for one in what.orders]
    return fields | {ORDER: forms.ChoiceField(label=_("Ordenar por"), choices=choices)}


def _values(form: FilterForm, what: List[M, R], problems: list[str]) -> dict[str, Any]:
    """The values that narrow; what is unreadable or contradicts another one is said and narrows nothing."""
    form.is_valid()
    for name, errors in form.errors.items():
        label = form.fields[name].label
        sentence = " ".join(str(error) for error in errors)
        problems.append(_("No se aplicó el filtro «%(label)s». %(why)s") % {"label": label, "why": sentence})
    values = {
        one.name: value
        for one in what.filters
        if (value := form.cleaned_data.get(one.name)) not in (None, "", False, [])
    }
    for one in what.filters:
        if {one.name, one.not_before} <= set(values) and values[one.name] < values[one.not_before]:
            words = _("«%(later)s» es anterior a «%(earlier)s»: esas dos fechas no se aplicaron.")
            labels = {"later": form.fields[one.name].label, "earlier": form.fields[one.not_before].label}
            problems.append(words % labels)
            form.add_error(one.name, _("Ponga una fecha igual o posterior a «%s».") % labels["earlier"])
            del values[one.name], values[one.not_before]
    return values
