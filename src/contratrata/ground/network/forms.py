"""The forms of the network: people, settings, agreement, an organisation that is let in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contratrata.ground.acts.public import OnceForm, VersionForm
from contratrata.ground.base.text_fields import TextField
from contratrata.ground.things.public import FactsForm, from_row

from . import asked
from .agreements import CURRENT
from .models import Organisation


class RolesForm(FactsForm):
    """The functions of a person, as they shall be; `seen` are those that stood on the screen."""

    facts, rules = asked.ROLES, (asked.explained,)
    hide_optional = True
    marks = ("seen",)
    seen = TextField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, roles: list[str]) -> None:
        super().__init__(data, initial_values={"roles": tuple(roles)}, initial={"seen": ",".join(roles)})

    def clean_seen(self) -> list[str]:
        """The roles that stood on the screen."""
        return [role for role in str(self.cleaned_data["seen"]).split(",") if role]


class EndForm(FactsForm):
    """Why a person's functions end."""

    facts, rules = asked.CHANGING, (asked.explained,)
    hide_optional = True


class InviteForm(OnceForm, FactsForm):
    """An address, what its owner shall do here, and why."""

    facts, rules = asked.PERSON, (asked.explained,)
    hide_optional = True


class OrganisationForm(OnceForm, FactsForm):
    """A new organisation of the network, who administers it first, and why it is let in."""

    facts, rules = asked.ORGANISATION, (asked.explained,)


class AgainForm(FactsForm):
    """Where the invitation of a first administrator goes now, and why."""

    facts, rules = asked.AGAIN, (asked.explained,)
    hide_optional = True


class SettingsForm(VersionForm, FactsForm):
    """How the organisation works here."""

    facts = asked.SETTINGS

    def __init__(self, data: Any, organisation: Organisation) -> None:
        values = from_row(self.facts, organisation)
        super().__init__(data, initial_values=values, initial={"version": organisation.version})


class SignForm(forms.Form):
    """Signing by name, under the text that is shown above."""

    version = TextField(widget=forms.HiddenInput, initial=CURRENT)
    name = TextField(
        label=_("Su nombre completo"),
        max_length=150,
        error_messages={"required": _("Escriba su nombre completo.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    post = TextField(label=_("Cargo"), max_length=150, error_messages={"required": _("Escriba su cargo.")})
    agrees = forms.BooleanField(
        label=_("Leí el acuerdo y puedo firmarlo por mi organización."),
        error_messages={"required": _("Marque que leyó el acuerdo y puede firmarlo.")},
    )
