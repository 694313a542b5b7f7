"""Filters that lists need again and again."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base.scope import Scope
from contratrata.ground.base.text_fields import TextField

from .choosing import Offer, Source, Words
from .declared import Filter, M

Choices = Callable[[Scope], Iterable[tuple[str, Any]]]
Narrow = Callable[[QuerySet[M], Any], QuerySet[M]]
NOT_IN_LIST = _l("Elija una opción de la lista.")


def choice(
    name: str, label: Any, choices: Choices, narrow: str | Narrow[M] | Mapping[str, Q], *, empty: Any
) -> Filter[M]:
    """One of some choices. `narrow`: a look-up that must equal the value, a condition a value, or a function."""

    def field(scope: Scope) -> forms.Field:
        options = [("", empty), *choices(scope)]
        return forms.ChoiceField(label=label, choices=options, error_messages={"invalid_choice": NOT_IN_LIST})

    return Filter(name=name, field=field, narrow=_narrowing(narrow))


def chosen(name: str, label: Any, source: Source | Words, lookup: str, *, empty: Any) -> Filter[M]:
    """One of many possibilities of a source: a list while they are few, else searched."""

    def field(scope: Scope) -> forms.Field:
        plain = forms.ChoiceField(label=label, error_messages={"invalid_choice": NOT_IN_LIST})
        return Offer(source, scope).field(plain, empty, live=False)

    return Filter(name=name, field=field, narrow=_narrowing(lookup))


def days(
    since: str, until: str, lookup: str, labels: tuple[Any, Any], *, moments: bool = False
) -> tuple[Filter[M], Filter[M]]:
    """From a day and to a day, both included; the second before the first is said.

    `moments`: the column holds moments, and a day is that of the reader's clock.
    """

    def field(label: Any) -> Callable[[Scope], forms.Field]:
        def created(_scope: Scope) -> forms.Field:
            words = {"invalid": _l("Escriba la fecha como 2026-11-21.")}
            limits = [_Within(dt.date(1900, 1, 1), dt.date(2100, 12, 31))]
            plain = forms.DateInput(attrs={"type": "date", "class": "govuk-input--width-10"})
            return forms.DateField(label=label, widget=plain, error_messages=words, validators=limits)

        return created

    def not_before(rows: QuerySet[M], day: dt.date) -> QuerySet[M]:
        return rows.filter(**{f"{lookup}__gte": _midnight(day) if moments else day})

    def before_next(query: QuerySet[M], day: dt.date) -> QuerySet[M]:
        following = day + dt.timedelta(days=1)
        return query.filter(**{f"{lookup}__lt": _midnight(following) if moments else following})

    return (
        Filter(name=since, field=field(labels[0]), narrow=not_before),
        Filter(name=until, field=field(labels[1]), narrow=before_next, not_before=since),
    )


@dataclasses.dataclass(frozen=True, slots=True)
class _Within:
    """A day that a calendar can add to and that a person may mean."""

    first: dt.date
    last: dt.date

    def __call__(self, day: dt.date) -> None:
        if not self.first <= day <= self.last:
            raise ValidationError(_("Escriba un año entre 1900 y 2100."))


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def text(name: str, label: Any, lookup: str, *, most: int = 100) -> Filter[M]:
    """Some words, looked for by a look-up as `name__icontains`. They stand in the address: never of a person helped."""

    def field(_scope: Scope) -> forms.Field:
        return TextField(label=label, max_length=most)

    return Filter(name=name, field=field, narrow=_narrowing(lookup), typed=True)


def ticked(name: str, label: Any, where: Q) -> Filter[M]:
    """A box: only those rows."""

    def field(_scope: Scope) -> forms.Field:
        return forms.BooleanField(label=label)

    return Filter(name=name, field=field, narrow=lambda result, _on: result.filter(where))


def _narrowing(narrow: str | Narrow[M] | Mapping[str, Q]) -> Narrow[M]:
    if isinstance(narrow, str):
        return lambda result, value: result.filter(**{narrow: value})
    if isinstance(narrow, Mapping):
        return lambda matches, value: matches.filter(narrow[value])
    return narrow
