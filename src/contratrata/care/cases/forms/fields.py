"""The fields that forms of the case are made of: texts, codes of vocabularies, days, three-valued answers, places."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base import texts
from contratrata.ground.base.answers import Answer
from contratrata.ground.base.partial import PartialDate, Precision
from contratrata.ground.base.partial_fields import PartialDateField, PartialDateWidget
from contratrata.ground.base.text_fields import TextField
from contratrata.ground.codes.public import (
    UnknownCode,
    area,
    area_name,
    areas,
    countries_here,
    country_name,
    fold,
)
from contratrata.ground.codes.public import vocabulary as codes_of
from contratrata.ground.ui.parts import Hinted

Choices = Callable[[], list[tuple[str, Any]]]
INLINE = {"class": "govuk-radios--inline"}
#: Sí, No and No se sabe fit in one line at a telephone too.
ANSWER = {"class": "ct-answer"}
NOT_KNOWN = _l("No se sabe")
NOT_IN_LIST = _l("Elija una opción de la lista.")


class Text(TextField):
    """A line (or with `lines` a text) that may stay empty."""

    def __init__(self, *, most: int = texts.LINE, lines: bool = False, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        plain = forms.Textarea(attrs={"rows": rows}) if lines else forms.TextInput()
        plain.attrs["autocomplete"] = "off"
        kwargs.setdefault("widget", plain)
        super().__init__(max_length=most, **kwargs)


class DateBoxes(PartialDateWidget):
    """Day, month and year with their names above."""

    template_name = "ui/widgets/partial_date.html"


class PartialField(PartialDateField):
    """A date to the precision that is known; never in the future unless said."""

    widget = DateBoxes

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("allow_future", False)
        super().__init__(**kwargs)


class DayField(PartialField):
    """A whole day: cleans to a `date` or None."""

    default_error_messages = {"whole": _l("Escriba el día, el mes y el año.")}

    def clean(self, value: Any) -> dt.date | None:  # type: ignore[override]
        """The day. What is not whole is told."""
        found: PartialDate | None = super().clean(value)
        if found is None:
            return None
        if found.precision is not Precision.DAY:
            raise ValidationError(self.error_messages["whole"], code="whole")
        return found.earliest()


def iso(found: PartialDate | None) -> str:
    """The text a partial date is kept as."""
    return str(found) if found else ""


def terms(key: str, *, empty: Any = None, country: str | None = None, hints: bool = True) -> Choices:
    """The choices of a vocabulary, told anew in the language of each showing."""

    def made() -> list[tuple[str, Any]]:
        known = codes_of(key)
        found: list[tuple[str, Any]] = [
            (term.code, Hinted(term.label.here(), known.help(term.code) if hints else ""))
            for term in known.terms(country)
        ]
        return found if empty is None else [("", empty), *found]

    return made


def one_of(key: str, label: Any, **kwargs: Any) -> forms.ChoiceField:
    """One code of a short vocabulary, as radios; nothing chosen is a full answer unless `required`."""
    kwargs.setdefault("required", False)
    kwargs.setdefault("widget", forms.RadioSelect())
    field: forms.ChoiceField = _listed(forms.ChoiceField, label, terms(key), **kwargs)
    return field


def picked(key: str, label: Any, *, empty: Any = NOT_KNOWN, **kwargs: Any) -> forms.ChoiceField:
    """One code of a long vocabulary, as a list that opens."""
    kwargs.setdefault("required", False)
    field: forms.ChoiceField = _listed(
        forms.ChoiceField, label, terms(key, empty=empty, hints=False), **kwargs
    )
    return field


def several_of(key: str, label: Any, **kwargs: Any) -> forms.MultipleChoiceField:
    """Any codes of a vocabulary, as boxes to tick."""
    kwargs.setdefault("required", False)
    kwargs.setdefault("widget", forms.CheckboxSelectMultiple())
    field: forms.MultipleChoiceField = _listed(forms.MultipleChoiceField, label, terms(key), **kwargs)
    return field


def _listed(kind: type[Any], label: Any, choices: Choices, **kwargs: Any) -> Any:
    messages = {
        "invalid_choice": NOT_IN_LIST,
        "invalid_list": NOT_IN_LIST,
        **kwargs.pop("error_messages", {}),
    }
    return kind(label=label, choices=choices, error_messages=messages, **kwargs)


def listed(label: Any, choices: Any, **kwargs: Any) -> forms.ChoiceField:
    """One of a list that the form itself knows (colleagues, organisations)."""
    kwargs.setdefault("required", False)
    field: forms.ChoiceField = _listed(forms.ChoiceField, label, choices, **kwargs)
    return field


def answer(label: Any, help_text: Any = "") -> forms.ChoiceField:
    """Sí, No or No se sabe; «No se sabe» until somebody says otherwise."""
    return listed(
        label,
        Answer.choices,
        help_text=help_text,
        initial=Answer.UNKNOWN.value,
        widget=forms.RadioSelect(attrs=ANSWER),
    )


def country_choices(empty: Any = NOT_KNOWN) -> Choices:
    """The countries of the region first, then the others."""

    def made() -> list[tuple[str, Any]]:
        near = [(one.alpha3, one.name.here()) for one in countries_here() if one.in_region]
        far = [(one.alpha3, one.name.here()) for one in countries_here() if not one.in_region]
        return [("", empty), (_("Región"), near), (_("Otros países"), far)]

    return made


def country_field(label: Any, **kwargs: Any) -> forms.ChoiceField:
    """A country by alpha-3 code."""
    empty = kwargs.pop("empty", NOT_KNOWN)
    return listed(label, country_choices(empty), **kwargs)


def area_field(**kwargs: Any) -> Text:
    """A first-level area, typed by name: no page has to carry every area of the world."""
    kwargs.setdefault("label", _l("Departamento, provincia o estado"))
    kwargs.setdefault("help_text", _l("Nunca una dirección."))
    return Text(most=100, **kwargs)


def place(form: forms.Form, country_name_: str, area_name_: str) -> None:
    """Turn a typed area into its ISO 3166-2 code, within the country of the other field. Puts errors on the form."""
    data = form.cleaned_data
    typed, where = data.get(area_name_, ""), data.get(country_name_, "")
    if not typed:
        return
    if not where:
        form.add_error(country_name_, _("Elija también el país."))
        return
    wanted = fold(typed)
    known = areas(where)
    found = [one for one in known if wanted in (fold(one.code), fold(one.name.es), fold(one.name.en))]
    found = found or [one for one in known if fold(one.name.es).startswith(wanted)]
    if len(found) == 1:
        data[area_name_] = found[0].code
        return
    words = _("«%(typed)s» no es una división de %(country)s.") % {
        "typed": typed[:60],
        "country": country_name(where),
    }
    near = _near(wanted, [one.name.here() for one in known])
    form.add_error(area_name_, f"{words} {_('¿Quiso decir %s?') % near}" if near else words)


def _near(wanted: str, names: Iterable[str]) -> str:
    begins = [name for name in names if fold(name)[:2] == wanted[:2]]
    return ", ".join(begins[:3])


def area_words(code: str) -> str:
    """The name of an area for the box it is typed in; "" when none is known."""
    if not code:
        return ""
    try:
        area(code)
    except (UnknownCode, KeyError):
        return ""
    return area_name(code)
