"""The forms of the directory: «Quién puede ayudar», a service section by section, free places."""

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from contratrata.ground.acts.public import OnceForm, VersionForm
from contratrata.ground.base.text_fields import TextField
from contratrata.ground.codes.public import areas, country_name
from contratrata.ground.kinds.public import (
    ChoiceList,
    Choices,
    Fact,
    Number,
    choice_field,
    code_choices,
    region_choices,
)
from contratrata.ground.questions.public import Section
from contratrata.ground.things.public import FactsForm

from .facts import QUESTIONS, asked_of, values_of
from .models import Service

_AGE = Number(most=120, wrong=_("Escriba la edad en años, entre 0 y 120."))


def _areas_of(alpha3: str) -> ChoiceList:
    """The first-level areas of a country."""
    return [(one.code, one.name.lazily()) for one in areas(alpha3)] if alpha3 else []


class AskForm(forms.Form):
    """Four questions: what, where, for whom, with places. Sent by GET: the answer can be passed on."""

    hide_optional = True
    necesidad = choice_field(
        _("¿Qué necesita?"),
        code_choices("service_kind", empty=_("Elija"), hints=False),
        required=True,
        error_messages={"required": _("Elija qué necesita.")},
    )
    pais = choice_field(
        _("País"),
        lambda: [("", _("Elija")), *region_choices()],
        required=True,
        error_messages={"required": _("Elija el país.")},
    )
    zona = forms.ChoiceField(label=_("Departamento, provincia o estado"), required=False)
    edad = _AGE.field(Fact(name="edad", kind=_AGE, label=_("Edad")))
    sexo = choice_field(
        _("Sexo"), code_choices("sex", empty=_("Sin indicar"), hints=False, without=["unknown"])
    )
    idioma = choice_field(
        _("Idioma que habla"), code_choices("language", empty=_("Sin indicar"), hints=False)
    )
    plazas = forms.BooleanField(label=_("Solo con plazas libres"), required=False)
    caso = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, home: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pais"].initial = home
        self.fields["pais"].widget.attrs |= {
            "hx-get": reverse_lazy("directory:area_field"),
            "hx-target": "#zona",
            "hx-include": "this",
        }
        here = str((self.data.get("pais") if self.is_bound else home) or "")
        within = [("", _("Cualquiera")), *_areas_of(here if here in dict(region_choices()) else "")]
        self.fields["zona"] = choice_field(self.fields["zona"].label, within)
        if self.is_bound and self.data.get("zona", "") not in dict(within):
            # left over when the country changed: an area of another one is not asked
            self.data = dict(self.data.items()) | {"zona": ""}


class NewForm(OnceForm, FactsForm):
    """The least a service needs; the rest is filled in on its page."""

    def __init__(self, data: QueryDict | None, **options: Any) -> None:
        least = tuple(QUESTIONS.fact(name) for name in ("name", "kinds", "place"))
        super().__init__(data, facts=least, **options)


class SectionForm(VersionForm, FactsForm):
    """One part of a service: `given` is what to hand to `operations.change_service`."""

    def __init__(self, data: QueryDict | None = None, *, section: Section, service: Service) -> None:
        self.service = service
        super().__init__(
            data,
            facts=asked_of(section.facts, service),
            initial_values=values_of(service),
            initial={"version": service.version},
        )

    def to_values(self) -> dict[str, Any]:
        """Columns, and rows by their name. A new country is served whole; the areas of those that stay are kept."""
        changed: dict[str, Any] = {}
        for one in self.facts:
            value = self.values[one.name]
            changed |= one.kind.to_columns(one, value) if not one.store else {one.name: value}
        if "countries" in changed:
            served = changed.pop("countries")
            stored = [
                (area.country, area.area) for area in self.service.areas.all() if area.country in served
            ]
            changed["areas"] = stored + [(code, "") for code in served if code not in dict(stored)]
        return changed


class AreasForm(VersionForm, FactsForm):
    """For each country it serves: which first-level areas; none ticked is the whole country."""

    def __init__(self, data: QueryDict | None = None, *, service: Service) -> None:
        served: dict[str, tuple[str, ...]] = {}
        for one in service.areas.order_by("country", "area"):
            served[one.country] = (*served.get(one.country, ()), *([one.area] if one.area else []))
        super().__init__(
            data,
            facts=[
                Fact(
                    name=code,
                    kind=Choices(choices=tuple(_areas_of(code))),
                    label=country_name(code),
                    help=_("Ninguno marcado: todo el país."),
                )
                for code in served
            ],
            initial_values=served,
            initial={"version": service.version},
        )

    def to_values(self) -> dict[str, Any]:
        """Pairs of country and area."""
        return {"areas": [(code, area) for code, chosen in self.values.items() for area in chosen or [""]]}


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
        kind = Number(most=5000, wrong=_("Escriba un número entre 0 y 5000."))
        for service in services:
            held = now_free.get(str(service.pk)) or (None, None)
            for name, label, value in (
                ("total", _("Plazas en total"), held[0]),
                ("free", _("Plazas libres"), held[1]),
            ):
                field = kind.field(Fact(name=name, kind=kind, label=label))
                field.initial = value
                self.fields[f"{name}_{service.pk}"] = field

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

    def to_values(self) -> dict[uuid.UUID, tuple[int, int] | None]:
        """What to hand to `operations.tell_places`."""
        figures = {
            one.pk: (self.cleaned_data[f"total_{one.pk}"], self.cleaned_data[f"free_{one.pk}"])
            for one in self.services
        }
        return {pk: None if total is None else (total, free) for pk, (total, free) in figures.items()}
