"""What is wrong in a form, as lines that lead to the field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.core.exceptions import ValidationError
from django.forms import BaseForm, BaseFormSet, MultiWidget
from django.forms.boundfield import BoundField

_VALIDATORS = {
    "max_length",
    "min_length",
    "max_value",
    "min_value",
    "step_size",
    "null_characters_not_allowed",
}

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
        yield from (Wrong(_named(bound, wrong), target_of(bound)) for wrong in bound.errors.as_data())


def _named(bound: BoundField, wrong: ValidationError) -> str:
    """A message of our own says what it is about; Django's stock ones need the field's label before them."""
    text = " ".join(wrong.messages)
    stock = {
        str(words)
        for kind in type(bound.field).__mro__
        for words in getattr(kind, "default_error_messages", {}).values()
    }
    is_stock = str(wrong.message) in stock or wrong.code in _VALIDATORS
    if not is_stock:
        return text
    label = str(bound.label).rstrip(" .:")
    return f"{label} {text}" if label.endswith("?") else f"{label}: {text}"


def target_of(bound: BoundField) -> str:
    """The id to jump to: the field, or the first of several inputs."""
    if bound.is_hidden:
        return ""
    several = bound.use_fieldset or isinstance(bound.field.widget, MultiWidget)
    return f"{bound.auto_id}_0" if several else bound.id_for_label
