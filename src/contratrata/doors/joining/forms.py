"""The public form, and the answer to it."""

from django import forms
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.kinds.public import choice_field
from contratrata.ground.things.public import FactsForm

from .asked import JOINING
from .states import Answer


class JoinForm(FactsForm):
    """Who asks, from where, and what for."""

    facts = JOINING


class AnswerForm(forms.Form):
    """What the coordination answers."""

    answer = choice_field(
        _l("¿Qué le responde?"),
        [(one.value, one.label) for one in Answer if one != Answer.WAITING],
        widget=forms.RadioSelect,
        required=True,
        error_messages={"required": _l("Elija una respuesta.")},
    )
