"""The form of «Quién puede ayudar»."""

import uuid
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from contratrata.ground.codes.public import vocabulary

from .choices import area_choices, choose, region_choices, sex_choices


class AskForm(forms.Form):
    """Four questions: what, where, for whom, with places. Sent by GET: the answer can be passed on."""

    hide_optional = True
    necesidad = forms.ChoiceField(
        label=_("¿Qué necesita?"), error_messages={"required": _("Elija qué necesita.")}
    )
    pais = forms.ChoiceField(label=_("País"), error_messages={"required": _("Elija el país.")})
    zona = forms.ChoiceField(label=_("Departamento, provincia o estado"), required=False)
    edad = forms.IntegerField(
        label=_("Edad"),
        required=False,
        min_value=0,
        max_value=120,
        error_messages={
            "invalid": _("Escriba la edad en años."),
            "min_value": _("Escriba una edad entre 0 y 120."),
            "max_value": _("Escriba una edad entre 0 y 120."),
        },
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )
    sexo = forms.ChoiceField(label=_("Sexo"), required=False)
    idioma = forms.ChoiceField(label=_("Idioma que habla"), required=False)
    plazas = forms.BooleanField(label=_("Solo con plazas libres"), required=False)
    caso = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, home: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [("", _("Elija")), *vocabulary("service_kind").choices()]
        choose(self, "necesidad", kinds)
        choose(self, "pais", region_choices(_("Elija")))
        choose(self, "sexo", [("", _("Sin indicar")), *sex_choices()])
        choose(self, "idioma", [("", _("Sin indicar")), *vocabulary("language").choices()])
        self.fields["pais"].initial = home
        self.fields["pais"].widget.attrs |= {
            "hx-get": reverse_lazy("directory:area_field"),
            "hx-target": "#zona",
            "hx-include": "this",
        }
        here = str((self.data.get("pais") if self.is_bound else home) or "")
        known = {code for code, _words in region_choices()}
        areas = area_choices(here if here in known else "", _("Cualquiera"))
        choose(self, "zona", areas)
        if self.is_bound and self.data.get("zona", "") not in dict(areas):
            # left over when the country changed: an area of another one is not asked
            self.data = dict(self.data.items()) | {"zona": ""}

    def clean_caso(self) -> uuid.UUID | None:
        """The case this is asked for; an odd one is dropped, for the address may have been cut."""
        found: uuid.UUID | None = self.cleaned_data["caso"]
        return found
