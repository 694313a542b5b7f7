"""The form fields that kinds are asked with; forms that declare no facts use them too."""

import datetime as dt
from collections.abc import Callable, Collection
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base.answers import Answer
from contratrata.ground.base.partial import PartialDate, Precision
from contratrata.ground.base.partial_fields import PartialDateField, PartialDateWidget
from contratrata.ground.codes.public import countries_here, vocabulary
from contratrata.ground.ui.parts import Hinted

Choices = list[tuple[str, Any]]
NOT_KNOWN = _l("No se sabe")
NOT_IN_LIST = _l("Elija una opción de la lista.")
#: Sí, No and No se sabe fit in one line at a telephone too.
ANSWER = {"class": "ct-answer"}


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
        partial: PartialDate | None = super().clean(value)
        if partial is None:
            return None
        if partial.precision is not Precision.DAY:
            raise forms.ValidationError(self.error_messages["whole"], code="whole")
        return partial.earliest()


def code_choices(
    key: str,
    *,
    empty: Any = None,
    country: str | None = None,
    hints: bool = True,
    without: Collection[str] = (),
    first: int | None = None,
) -> Callable[[], Choices]:
    """The choices of a vocabulary, in the language of each showing; `first`: not more than so many."""

    def choices() -> Choices:
        known = vocabulary(key)
        listed: Choices = [
            (term.code, Hinted(term.label.here(), known.help(term.code) if hints else ""))
            for term in known.terms(country)[:first]
            if term.code not in without
        ]
        return listed if empty is None else [("", empty), *listed]

    return choices


def offered_no_more(name: str) -> str:
    """What stands there and may be chosen no more, as a list offers it: left untouched it stays."""
    return _("%(name)s (ya no se puede elegir)") % {"name": name}


def region_choices() -> Choices:
    """The countries of the region."""
    return [(one.alpha3, one.name.here()) for one in countries_here() if one.in_region]


def choose(form: forms.BaseForm, name: str, choices: Any) -> None:
    """Give the choice field `name` of a form what may be chosen this time."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} is no field of choices")
    field.choices = choices


def choice_field(label: Any, choices: Any, *, several: bool = False, **options: Any) -> Any:
    """One (or several) of a list; nothing chosen is a full answer unless `required`."""
    options.setdefault("required", False)
    messages = {"invalid_choice": NOT_IN_LIST, "invalid_list": NOT_IN_LIST} | options.pop(
        "error_messages", {}
    )
    kind = forms.MultipleChoiceField if several else forms.ChoiceField
    return kind(label=label, choices=choices, error_messages=messages, **options)


def answer_field(label: Any, help_text: Any = "") -> forms.ChoiceField:
    """Sí, No or No se sabe; «No se sabe» until somebody says otherwise."""
    field: forms.ChoiceField = choice_field(
        label,
        Answer.choices,
        help_text=help_text,
        initial=Answer.UNKNOWN.value,
        widget=forms.RadioSelect(attrs=ANSWER),
    )
    return field
