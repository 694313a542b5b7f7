"""The fields that forms of the case are made of, where they declare no questions."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base import texts
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.partial import PartialDate
from contratrata.ground.base.text_fields import TextField
from contratrata.ground.kinds.public import (
    ANSWER,
    NOT_IN_LIST,
    NOT_KNOWN,
    DayField,
    PartialField,
    answer_field,
    area_of,
    choice_field,
    code_choices,
    country_choice,
)

INLINE = {"class": "govuk-radios--inline"}


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


def picked(key: str, label: Any, *, empty: Any = NOT_KNOWN, **options: Any) -> forms.ChoiceField:
    """One code of a long vocabulary, as a list that opens."""
    field: forms.ChoiceField = choice_field(label, code_choices(key, empty=empty, hints=False), **options)
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


def country_field(label: Any, **options: Any) -> forms.ChoiceField:
    """A country by alpha-3 code."""
    field: forms.ChoiceField = country_choice(label, **options)
    return field


def area_field(**options: Any) -> Text:
    """A first-level area, typed by name: no page has to carry every area of the world."""
    options.setdefault("label", _l("Departamento, provincia o estado"))
    options.setdefault("help_text", _l("Nunca una dirección."))
    return Text(most=100, **options)


def place(form: forms.Form, in_country: str, in_area: str) -> None:
    """Turn a typed area into its ISO 3166-2 code, within the country of the other field. Puts errors on the form."""
    data = form.cleaned_data
    typed, country = data.get(in_area, ""), data.get(in_country, "")
    if typed and not country:
        form.add_error(in_country, _("Elija también el país."))
    elif typed:
        try:
            data[in_area] = area_of(typed, country)
        except DomainError as error:
            form.add_error(in_area, error.message)


answer = answer_field
__all__ = [
    "ANSWER",
    "INLINE",
    "NOT_IN_LIST",
    "NOT_KNOWN",
    "DayField",
    "PartialField",
    "Text",
    "answer",
    "area_field",
    "country_field",
    "iso",
    "listed",
    "one_of",
    "picked",
    "place",
    "several_of",
    "terms",
]
