"""Choosing one of many: where a control would hold more than a person can read, it is searched.

With few possibilities it is an ordinary list. With more, a box to type in and a button: pressing it sends the form,
which comes back with what was found, to choose from; with scripts what is typed is looked for at once (htmx). The
page never carries more than `SHOWN` of them.
"""

import dataclasses
from collections.abc import Callable, Collection, Sequence
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST

from contratrata.ground.base.marks import signed_in
from contratrata.ground.base.request import Request
from contratrata.ground.base.scope import Scope
from contratrata.ground.base.statements import Statement
from contratrata.ground.codes.public import fold, sort_key

#: So many stand in an ordinary list; beyond they are searched.
FEW = 50
#: So many of what was found are offered.
SHOWN = 20
TYPED, PRESSED = "-texto", "-buscar"
Option = tuple[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Source:
    """Where the possibilities come from: visible rows, the look-up of their words, and how one is written.

    `value` is the look-up of what the form sends (an id). `labels` may say more than the words for the rows it gets
    (values and words), with a constant number of queries.
    """

    name: str
    rows: Callable[[Scope], QuerySet[Any]]
    words: str = "name"
    value: str = "pk"
    labels: Callable[[Scope, Sequence[Option]], Sequence[Option]] | None = None
    #: `rows` are chosen by who acts alone, not by the time: the SQL of the first of them is built once.
    steady: bool = False

    def first(self, scope: Scope, number: int, text: str = "") -> list[Option]:
        """The first of those whose words hold this text, by their words."""
        if self.steady and not text:
            rows = _first(self).rows(scope, number=number)
            pairs = [(str(value), str(words)) for value, words in rows]
            return list(self.labels(scope, pairs)) if self.labels is not None else pairs
        result = self.rows(scope)
        for word in text.split()[:5]:
            result = result.filter(**{f"{self.words}__icontains": word})
        return self._options(scope, result.order_by(self.words, self.value), number)

    def among(self, scope: Scope, values: Collection[str]) -> list[Option]:
        """Those of these values that may be chosen."""
        try:
            query = self.rows(scope).filter(**{f"{self.value}__in": values}).order_by(self.value)
            return self._options(scope, query, len(values))
        except (ValidationError, ValueError):
            return []

    def called(self, scope: Scope, text: str) -> list[str]:
        """The values of those whose words are exactly this text, in whatever letters; at most two are looked for."""
        query = self.rows(scope).filter(**{f"{self.words}__iexact": text}).order_by(self.value)
        return [value for value, _words in self._options(scope, query, 2)]

    def _options(self, scope: Scope, rows: QuerySet[Any], number: int) -> list[Option]:
        pairs = [(str(value), str(words)) for value, words in _pairs(rows, self.value, self.words)[:number]]
        return list(self.labels(scope, pairs)) if self.labels is not None else pairs


@dataclasses.dataclass(frozen=True, slots=True)
class Words:
    """Possibilities that stand in no table, as the kinds of a thing that our own code declares."""

    name: str
    options: Callable[[], Sequence[Option]]

    def first(self, _scope: Scope, number: int, text: str = "") -> list[Option]:
        """The first of those whose words hold every word of this text, accents aside, by their words."""
        wanted = [fold(word) for word in text.split()[:5]]
        return [one for one in self._sorted() if all(word in fold(one[1]) for word in wanted)][:number]

    def among(self, _scope: Scope, values: Collection[str]) -> list[Option]:
        """Those of these values that there are."""
        return [one for one in self._sorted() if one[0] in values]

    def _sorted(self) -> list[Option]:
        return sorted(self.options(), key=lambda one: (sort_key(one[1]), one[0]))


@dataclasses.dataclass(frozen=True, slots=True)
class Offer:
    """What a form offers to whoever acts: the rows of a source, `without` those that make no sense here.

    `standing`: what was chosen before and is offered no more; it may stay.
    """

    source: Source | Words
    scope: Scope
    without: frozenset[str] = frozenset()
    standing: tuple[Option, ...] = ()

    def search(self, text: str, number: int = SHOWN) -> list[Option]:
        """Those whose words hold this text."""
        rows = self.source.first(self.scope, number + len(self.without), text)
        return [one for one in rows if one[0] not in self.without][:number]

    def chosen(self, value: Any) -> list[Option]:
        """The one that was chosen, if it may be."""
        if stands := [one for one in self.standing if one[0] == str(value)]:
            return stands
        wanted = {str(value)} - self.without if value else set()
        return self.source.among(self.scope, wanted) if wanted else []

    def into(self, form: forms.BaseForm, name: str, empty: Any) -> None:
        """Give them to the choice field `name` of a form: as a list when they are few, else to be searched."""
        form.fields[name] = self.field(form.fields[name], empty)

    def field(self, field: Any, empty: Any, *, live: bool = True) -> forms.Field:
        """The field with its possibilities, or the one that searches in its place. `live`: also while one types."""
        few = self.search("", FEW + 1)
        if len(few) <= FEW:
            field.choices = [("", empty), *self.standing, *few]
            return field  # type: ignore[no-any-return]
        words = {key: field.error_messages[key] for key in ("required",) if key in field.error_messages}
        return SearchField(
            self,
            live=live,
            label=field.label,
            help_text=field.help_text,
            required=field.required,
            initial=field.initial,
            error_messages=words,
            coerce=getattr(field, "coerce", str),
            empty_value=getattr(field, "empty_value", ""),
        )


_sources: dict[str, Source] = {}


def searched(source: Source) -> Source:
    """Make a source known by its name, for what is looked for while one types."""
    _sources[source.name] = source
    return source


class SearchSelect(forms.RadioSelect):
    """The chosen one, what was found, and the box to look for others."""

    template_name = "lists/search_select.html"

    def __init__(self, offer: Offer, *, live: bool) -> None:
        super().__init__()
        self.offer, self.live = offer, live
        self.typed, self.pressed = "", False

    def value_from_datadict(self, data: Any, files: MultiValueDict[str, Any], name: str) -> Any:
        """What was chosen; what was typed, and whether it was only to look for it, are kept aside."""
        self.typed, self.pressed = data.get(f"{name}{TYPED}", "").strip()[:100], f"{name}{PRESSED}" in data
        return data.get(name)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The radios are the chosen one and those found."""
        result = self.offer.search(self.typed) if self.typed else []
        self.choices = list(dict(self.offer.chosen(value) + result).items())
        return super().get_context(name, value, attrs) | {
            "typed": self.typed,
            "nothing": bool(self.typed) and not result,
            "url": reverse("lists:choices", args=[self.offer.source.name]) if self.live else "",
            "typed_name": f"{name}{TYPED}",
            "pressed_name": f"{name}{PRESSED}",
        }


class SearchField(forms.TypedChoiceField):
    """One of what is offered. While somebody looks for it the form is not sent on."""

    default_error_messages = {
        "searching": _l("Elija una de las que se encontraron."),
        "invalid_choice": _l("Elija una opción de la lista."),
    }

    def __init__(self, offer: Offer, *, live: bool = True, **kwargs: Any) -> None:
        self.offer = offer
        super().__init__(widget=SearchSelect(offer, live=live), **kwargs)

    def clean(self, value: Any) -> Any:
        """The chosen value. Raises `ValidationError` while the button that only looks was pressed."""
        if getattr(self.widget, "pressed", False):
            raise ValidationError(self.error_messages["searching"], code="searching")
        return super().clean(value)

    def valid_value(self, value: Any) -> bool:
        """Whether this one may be chosen now."""
        return bool(self.offer.chosen(value))


@require_POST
@signed_in
def choices(request: Request, source: str) -> HttpResponse:
    """What is found while one types, for htmx: only rows that the source gives this scope."""
    known = _sources.get(source)
    if known is None or request.scope.organisation_id is None:
        raise Http404
    field = next((key.removesuffix(TYPED) for key in request.POST if key.endswith(TYPED)), "")
    typed = request.POST.get(f"{field}{TYPED}", "")[:100].strip()
    result = known.first(request.scope, SHOWN, typed) if typed else []
    widget = forms.RadioSelect(choices=result)
    context = {"widget": widget.get_context(field, None, {"id": f"id_{field}_h"})["widget"]}
    return render(request, "lists/found.html", context | {"nothing": bool(typed) and not result})


@cache
def _first(source: Source) -> Statement:
    """The statement of the first rows of a steady source, by their words."""

    def build(scope: Scope, *, number: int) -> QuerySet[Any, Any]:
        result = source.rows(scope).order_by(source.words, source.value)
        return result.values_list(source.value, source.words)[:number]

    return Statement(build, planned=True)


def _pairs(rows: QuerySet[Any], value: str, words: str) -> QuerySet[Any, tuple[Any, Any]]:
    return rows.values_list(value, words)
