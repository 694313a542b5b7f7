"""The fields that forms of the case are made of, where they declare no questions."""

from typing import Any

from django import forms

from contratrata.ground.base import texts
from contratrata.ground.base.partial import PartialDate
from contratrata.ground.base.text_fields import TextField
from contratrata.ground.kinds.public import (
    DayField,
    PartialField,
    answer_field,
    choice_field,
    code_choices,
)


class Text(TextField):
    """A line (or with `lines` a text) that may stay empty."""

    def __init__(self, *, most: int = texts.LINE, lines: bool = False, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        plain = forms.Textarea(attrs={"rows": rows}) if lines else forms.TextInput()
        plain.attrs["autocomplete"] = "off"
        kwargs.setdefault("widget", plain)
        super().__init__(max_length=most, **kwargs)


def iso(date: PartialDate | None) -> str:
    """The text a partial date is kept as."""
    return str(date) if date else ""


def terms(key: str, *, empty: Any = None, country: str | None = None, hints: bool = True) -> Any:
    """The choices of a vocabulary, in the language of each showing."""
    return code_choices(key, empty=empty, country=country, hints=hints)


def one_of(key: str, label: Any, **options: Any) -> forms.ChoiceField:
    """One code of a short vocabulary, as radios; nothing chosen is a full answer unless `required`."""
    options.setdefault("widget", forms.RadioSelect())
    field: forms.ChoiceField = choice_field(label, code_choices(key), **options)
    return field


def several_of(key: str, label: Any, **options: Any) -> forms.MultipleChoiceField:
    """Any codes of a vocabulary, as boxes to tick."""
    options.setdefault("widget", forms.CheckboxSelectMultiple())
    field: forms.MultipleChoiceField = choice_field(label, code_choices(key), several=True, **options)
    return field


def listed(label: Any, choices: Any, **options: Any) -> forms.ChoiceField:
    """One of a list that the form itself knows (colleagues, organisations)."""
    field: forms.ChoiceField = choice_field(label, choices, **options)
    return field


answer = answer_field
__all__ = [
    "DayField",
    "PartialField",
    "Text",
    "answer",
    "iso",
    "listed",
    "one_of",
    "several_of",
    "terms",
]
