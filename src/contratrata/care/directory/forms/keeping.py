"""Adding a service, pausing it, and the places of all of them on one screen."""

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from contratrata.ground.acts.public import OnceForm
from contratrata.ground.base.text_fields import TextField
from contratrata.ground.codes.public import countries, country

from ..models import Service
from .choices import choose, kind_choices, region_choices


class NewForm(OnceForm):
    """The least a service needs; the rest is filled in on its page."""

    name = TextField(
        label=_("Nombre del servicio"), max_length=200, error_messages={"required": _("Escriba el nombre.")}
    )
    kinds = forms.MultipleChoiceField(
        label=_("Tipo de servicio"),
        help_text=_("Marque todos los que ofrece."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Elija al menos un tipo de servicio.")},
    )
    place_country = forms.ChoiceField(
        label=_("País"), help_text=_("Atenderá en todo el país hasta que diga otra cosa.")
    )

    def __init__(self, *args: Any, home: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "kinds", kind_choices())
        known = {one.alpha3 for one in countries()}
        choices = region_choices()
        if home in known and home not in dict(choices):
            choices.append((home, country(home).name.lazily()))
        choose(self, "place_country", choices)
        self.fields["place_country"].initial = home


class WhyForm(forms.Form):
    """Why a service pauses or closes."""

    words = TextField(
        label=_("Motivo"),
        required=False,
        max_length=300,
        help_text=_("Solo lo ve su organización. No escriba datos de ninguna persona."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class PlacesForm(forms.Form):
    """Total and free places of each service, on one screen."""

    hide_optional = True

    def __init__(
        self,
        *args: Any,
        services: list[Service],
        now_free: Mapping[str, tuple[int, int] | None],
        words: dict[uuid.UUID, str],
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        self.services, self.words = services, words
        for service in services:
            total, free = now_free.get(str(service.pk)) or (None, None)
            self.fields[f"free_{service.pk}"] = self._number(_("Plazas libres"), free)
            self.fields[f"total_{service.pk}"] = self._number(_("Plazas en total"), total)

    @staticmethod
    def _number(label: Any, value: int | None) -> forms.IntegerField:
        return forms.IntegerField(
            label=label,
            required=False,
            min_value=0,
            max_value=5000,
            initial=value,
            error_messages={"invalid": _("Escriba un número."), "min_value": _("Escriba 0 o más.")},
            widget=forms.NumberInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
        )

    def clean(self) -> dict[str, Any]:
        """Both figures or none; never more free than there are."""
        data = super().clean() or {}
        for service in self.services:
            free, total = data.get(f"free_{service.pk}"), data.get(f"total_{service.pk}")
            if free is not None and total is None:
                self.add_error(f"total_{service.pk}", _("Escriba cuántas plazas tiene en total."))
            elif total is not None and free is None:
                self.add_error(f"free_{service.pk}", _("Escriba cuántas plazas libres hay; 0 si ninguna."))
            elif total is not None and free is not None and free > total:
                self.add_error(
                    f"free_{service.pk}", _("No puede haber más plazas libres que plazas en total.")
                )
        return data

    def rows(self) -> Iterator[tuple[Service, str, BoundField, BoundField]]:
        """A service, what stands now in words, and its two fields."""
        for one in self.services:
            yield one, self.words[one.pk], self[f"free_{one.pk}"], self[f"total_{one.pk}"]

    def given(self) -> dict[uuid.UUID, tuple[int, int] | None]:
        """What to hand to `operations.tell_places`."""
        found: dict[uuid.UUID, tuple[int, int] | None] = {}
        for service in self.services:
            total, free = self.cleaned_data[f"total_{service.pk}"], self.cleaned_data[f"free_{service.pk}"]
            found[service.pk] = None if total is None else (total, free)
        return found
