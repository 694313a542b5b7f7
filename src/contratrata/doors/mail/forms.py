"""Which mails a user wants."""

from collections.abc import Mapping
from typing import Any

from django import forms

from contratrata.ground.outbox import public as outbox


class ChoicesForm(forms.Form):
    """One question a group of mails: at once, once a day, never."""

    hide_optional = True

    def __init__(self, *args: Any, current: Mapping[str, outbox.Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for group in outbox.groups():
            self.fields[group.name] = forms.ChoiceField(
                label=str(group.label),
                choices=outbox.Choice.choices,
                initial=current[group.name].value,
                widget=forms.RadioSelect,
            )

    def chosen(self) -> dict[str, outbox.Choice]:
        """The choice for each group."""
        return {one.name: outbox.Choice(self.cleaned_data[one.name]) for one in outbox.groups()}
