"""The forms of surveys for who organises, and the sheet of who answers."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.acts import public as acts
from contratrata.ground.base.text_fields import TextField
from contratrata.ground.kinds.public import choice_field, choose
from contratrata.ground.things.public import FactsForm

from .models import QUESTIONS

#: All but what stays open when the survey is.
LAST_DAY = (QUESTIONS.fact("closes_on"),)


class NewForm(acts.NewFactsForm):
    """A survey that is prepared."""


class EditForm(acts.FactsEditForm):
    """A survey that is not open yet, open in two places."""


class TagsForm(acts.VersionForm):
    """The tags of an open answer: those that were used before, and new ones."""

    hide_optional = True
    tags = choice_field(
        _l("Etiquetas de esta pregunta"), (), several=True, widget=forms.CheckboxSelectMultiple()
    )
    new = TextField(
        label=_l("Otras etiquetas, separadas por comas"), max_length=400, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_l("Una palabra o dos: «más tiempo», «materiales». No nombre a nadie."),
    )  # fmt: skip

    def __init__(self, *args: Any, known: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "tags", [(one, one) for one in known])
        if not known:
            del self.fields["tags"]

    def chosen(self) -> list[str]:
        """Every tag that was ticked or written."""
        return [*self.cleaned_data.get("tags", ()), *self.cleaned_data["new"].split(",")]


class AnswerForm(FactsForm):
    """What a survey asks. `ticket`: what may be spent once, so that the same sheet sent twice counts once."""

    ticket = TextField(widget=forms.HiddenInput, max_length=200, required=False)
    hide_optional = True
