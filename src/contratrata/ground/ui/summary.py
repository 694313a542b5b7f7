"""What is wrong in a form, as lines that lead to the field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.forms import BaseForm, BaseFormSet, MultiWidget
from django.forms.boundfield import BoundField

Forms: TypeAlias = "Iterable[BaseForm | BaseFormSet[Any]]"


@dataclass(frozen=True, slots=True)
class Wrong:
    """One message, and the id of what to mend (empty: the form as a whole)."""

    text: str
    target: str


def has_errors(forms: Forms) -> bool:
    """Whether any bound form or formset failed its checks."""
    return any(_failed(form) for form in forms)


def errors_of(forms: Forms) -> list[Wrong]:
    """Every message, in the order of the fields."""
    return [wrong for form in forms if _failed(form) for wrong in _of(form)]


def _failed(form: BaseForm | BaseFormSet[Any]) -> bool:
    if isinstance(form, BaseFormSet):
        return form.is_bound and not form.is_valid()
    return form.is_bound and bool(form.errors)


def _of(form: BaseForm | BaseFormSet[Any]) -> Iterator[Wrong]:
    if isinstance(form, BaseFormSet):
        yield from (Wrong(str(text), "") for text in form.non_form_errors())
        for one in form.forms:
            yield from _of(one)
        return
    yield from (Wrong(str(text), "") for text in form.non_field_errors())
    for bound in form:
        yield from (Wrong(str(text), target_of(bound)) for text in bound.errors)


def target_of(bound: BoundField) -> str:
    """The id to jump to: the field, or the first of several inputs."""
    if bound.is_hidden:
        return ""
    several = bound.use_fieldset or isinstance(bound.field.widget, MultiWidget)
    return f"{bound.auto_id}_0" if several else bound.id_for_label
