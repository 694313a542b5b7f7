"""Looking for cases by words; and the two minutes of a first contact."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base import texts
from contratrata.ground.base.answers import Answer

from ..operations import NewContact
from .base import CaseForm, Fold, OnceForm
from .fields import ANSWER, INLINE, Text, area_field, country_field, listed, one_of, picked, place
from .services import add_services, services_of


class FindForm(CaseForm):
    """Name, code, document or telephone. Sent by POST: it may be a name, and no name goes into an address."""

    hide_optional = True
    words = Text(
        label=_l("Nombre, código, documento o teléfono"),
        help_text=_l("Basta una parte del código o los últimos números del teléfono."),
        most=120,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-30", "autocomplete": "off"}),
    )


class FirstContactForm(OnceForm):
    """A call or a visit of two minutes."""

    channel = picked("arrival_channel", _l("¿Cómo llegó el contacto?"))
    said = Text(
        label=_l("¿Qué dijo o pidió?"), most=texts.LONG, lines=True, help_text=_l("En una o dos frases.")
    )
    answered = Text(label=_l("¿Qué se le respondió?"), most=texts.LONG, lines=True, rows=3)
    possible_victim = listed(
        _l("¿Puede ser una víctima?"),
        Answer.choices,
        initial=Answer.UNKNOWN.value,
        widget=forms.RadioSelect(attrs=ANSWER),
    )
    who = Text(label=_l("¿Quién llamó o vino?"), most=texts.LINE, help_text=_l("Solo si quiere decirlo."))
    sex = one_of("sex", _l("Sexo"), widget=forms.RadioSelect(attrs=INLINE))
    age_band = picked("age_band", _l("Edad aproximada"))
    country = country_field(_l("¿Desde qué país?"))
    area = area_field()
    referred_to = Text(
        label=_l("¿A quién se le envió?"),
        most=200,
        help_text=_l("Nombre de la institución, si se le dio una."),
    )
    field_order = ("channel", "said", "answered", "possible_victim")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.folds = (
            Fold(_("Más: quién es"), ("who", "sex", "age_band")),
            Fold(_("Más: desde dónde y a quién se le envió"), ("country", "area", "referred_to")),
        )
        add_services(self, _("¿Qué necesita?"))

    def clean(self) -> dict[str, Any]:
        """The least that is worth keeping: what was said, or that somebody may be a victim."""
        super().clean()
        place(self, "country", "area")
        data = self.cleaned_data
        if not self.errors and not (data.get("said") or services_of(self)):
            self.add_error("said", _("Escriba en una frase qué dijo o qué pidió."))
        return data

    def told(self) -> NewContact:
        """The contact."""
        data = self.cleaned_data
        plain = ("channel", "said", "answered", "who", "sex", "age_band", "country", "area", "referred_to")
        return NewContact(
            **{name: data.get(name) or "" for name in plain},
            possible_victim=data.get("possible_victim") or Answer.UNKNOWN.value,
            asked_for=services_of(self),
        )
