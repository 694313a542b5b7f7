"""Looking for cases by words; and the two minutes of a first contact."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.acts import public as acts
from contratrata.ground.base.answers import Answer
from contratrata.ground.base.text_fields import TextField
from contratrata.ground.things.public import FactsForm

from ..file.contact import CONTACT, something_said


class FindForm(forms.Form):
    """Name, code, document or telephone. Sent by POST: it may be a name, and no name goes into an address."""

    hide_optional = True
    words = TextField(
        required=False,
        label=_l("Nombre, código, documento o teléfono"),
        help_text=_l("Basta una parte del código o los últimos números del teléfono."),
        max_length=120,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-30", "autocomplete": "off"}),
    )


class FirstContactForm(acts.OnceForm, FactsForm):
    """A call or a visit of two minutes."""

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(
            data,
            facts=CONTACT.facts,
            initial_values={"possible_victim": Answer.UNKNOWN.value},
            rules=[something_said],
        )
