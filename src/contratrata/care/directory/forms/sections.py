"""A service, a section at a time: each knows its first values and what it gives to the operation."""

import re
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from contratrata.ground.acts.public import VersionForm
from contratrata.ground.base.text_fields import TextField
from contratrata.ground.codes.public import country_name, vocabulary

from ..models import Access, Cost, Day, Service
from .choices import area_choices, choose, kind_choices, region_choices, sex_choices

HOUR_ROWS = 3
PHONE_ROWS = 3
OTHER_LANGUAGES = 3
#: Offered as boxes to tick; the others stand in the lists below them.
COMMON_LANGUAGES = 13
_NUMBER = re.compile(r"^\+?[0-9()\-. ]{3,30}$")


class Section(VersionForm):
    """One part of a service: its first values from the service, what it gives to the operation."""

    title: ClassVar[Any] = ""

    def __init__(self, *args: Any, service: Service, **kwargs: Any) -> None:
        self.service = service
        kwargs.setdefault("initial", {**self.first(service), "version": service.version})
        super().__init__(*args, **kwargs)
        self.prepare()

    def first(self, service: Service) -> dict[str, Any]:
        """What stands there now."""
        return {name: getattr(service, name) for name in self.base_fields if hasattr(service, name)}

    def prepare(self) -> None:
        """Choices that depend on the service."""

    def _post_clean(self) -> None:
        """The version is no fact of the service."""
        super()._post_clean()  # type: ignore[misc]
        self.seen: int = self.cleaned_data.pop("version", 0)

    def given(self) -> dict[str, Any]:
        """What to hand to `operations.change_service`."""
        return dict(self.cleaned_data)


class WhatForm(Section):
    """Name, kinds, description."""

    title = _("Qué ofrece")
    name = TextField(
        label=_("Nombre del servicio"), max_length=200, error_messages={"required": _("Escriba el nombre.")}
    )
    kinds = forms.MultipleChoiceField(
        label=_("Tipo de servicio"),
        help_text=_("Marque todos los que ofrece."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Elija al menos un tipo de servicio.")},
    )
    description = TextField(
        label=_("Descripción"),
        required=False,
        max_length=2000,
        help_text=_("Si es un albergue, no escriba aquí nada que permita encontrarlo."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def prepare(self) -> None:
        """The kinds with their help."""
        choose(self, "kinds", kind_choices())


class WhoForm(Section):
    """For whom: ages, sexes, languages."""

    title = _("Para quién")
    hide_optional = True
    _age: ClassVar[dict[str, Any]] = {"required": False, "min_value": 0, "max_value": 120}
    age_from = forms.IntegerField(
        label=_("Desde qué edad"),
        help_text=_("Vacío: sin edad mínima."),
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
        **_age,
    )
    age_to = forms.IntegerField(
        label=_("Hasta qué edad"),
        help_text=_("Esa edad incluida. Vacío: sin edad máxima."),
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
        **_age,
    )
    sexes = forms.MultipleChoiceField(
        label=_("A quién atiende"),
        help_text=_("Ninguna marcada: a todas las personas."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    languages = forms.MultipleChoiceField(
        label=_("Idiomas en que atiende"),
        help_text=_("Sin contar los que necesitan intérprete."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    for_whom = TextField(
        label=_("Otras condiciones"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def prepare(self) -> None:
        """Common languages and those spoken already as boxes, the rest in lists."""
        choose(self, "sexes", sex_choices())
        every = vocabulary("language").choices()
        spoken = set(self.service.languages)
        boxes = [pair for n, pair in enumerate(every) if n < COMMON_LANGUAGES or pair[0] in spoken]
        choose(self, "languages", list(boxes))
        for n in range(1, OTHER_LANGUAGES + 1):
            self.fields[f"language_{n}"] = forms.ChoiceField(
                label=_("Otro idioma (%(n)d)") % {"n": n},
                required=False,
                choices=[("", _("Ninguno")), *(pair for pair in every if pair not in boxes)],
            )
        self.order_fields(
            ["age_from", "age_to", "sexes", "languages", "language_1", "language_2", "language_3"]
        )

    def given(self) -> dict[str, Any]:
        """All languages in one list."""
        data = dict(self.cleaned_data)
        others = [data.pop(f"language_{n}") for n in range(1, OTHER_LANGUAGES + 1)]
        data["languages"] = list(dict.fromkeys([*data["languages"], *filter(None, others)]))
        return data


class WhereForm(Section):
    """Where it stands. For a shelter there is no field for an address."""

    title = _("Dónde queda")
    place_country = forms.ChoiceField(label=_("País"))
    place_area = forms.ChoiceField(label=_("Departamento, provincia o estado"), required=False)
    city = TextField(label=_("Ciudad o municipio"), required=False, max_length=100)
    address = TextField(label=_("Dirección"), required=False, max_length=300)
    accessibility = forms.MultipleChoiceField(
        label=_("Accesibilidad"), required=False, choices=Access.choices, widget=forms.CheckboxSelectMultiple
    )

    def prepare(self) -> None:
        """The areas of the country that was chosen; no address for a shelter."""
        if self.service.is_shelter:
            del self.fields["city"], self.fields["address"]
        choose(self, "place_country", region_choices())
        here = str((self.data.get("place_country") if self.is_bound else self.service.place_country) or "")
        known = {code for code, _words in region_choices()}
        choose(self, "place_area", area_choices(here if here in known else "", _("Sin indicar")))
        self.fields["place_area"].error_messages["invalid_choice"] = _(
            "Cambió el país: elija ahora de esta lista."
        )


class CountriesForm(Section):
    """The countries whose people it serves."""

    title = _("Países que atiende")
    countries = forms.MultipleChoiceField(
        label=_("¿De qué países atiende a personas?"),
        help_text=_("Después podrá decir en qué departamentos o provincias."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Elija al menos un país.")},
    )

    def first(self, service: Service) -> dict[str, Any]:
        """The countries it serves now."""
        return {"countries": sorted({area.country for area in service.areas.all()})}

    def prepare(self) -> None:
        """The region."""
        choose(self, "countries", region_choices())

    def given(self) -> dict[str, Any]:
        """A new country is served whole; the areas of those that stay are kept."""
        chosen = self.cleaned_data["countries"]
        kept = [(area.country, area.area) for area in self.service.areas.all() if area.country in chosen]
        fresh = [(code, "") for code in chosen if code not in {one for one, _area in kept}]
        return {"areas": kept + fresh}


class AreasForm(Section):
    """For each country it serves: which first-level areas; none ticked is the whole country."""

    title = _("Departamentos y provincias que atiende")
    hide_optional = True

    def first(self, service: Service) -> dict[str, Any]:
        """The areas it serves now, by country."""
        found: dict[str, Any] = {}
        for area in service.areas.all():
            found.setdefault(area.country, []).extend([area.area] if area.area else [])
        return found

    def prepare(self) -> None:
        """One list of boxes a country."""
        for code in sorted(self.first(self.service)):
            self.fields[code] = forms.MultipleChoiceField(
                label=country_name(code),
                help_text=_("Ninguno marcado: todo el país."),
                required=False,
                choices=area_choices(code),
                widget=forms.CheckboxSelectMultiple,
            )

    def given(self) -> dict[str, Any]:
        """Pairs of country and area."""
        return {
            "areas": [(code, area) for code, chosen in self.cleaned_data.items() for area in chosen or [""]]
        }


class WhenForm(Section):
    """When it is open, in words and in hours; how long one waits; when it is shut for a while."""

    title = _("Cuándo atiende")
    hide_optional = True
    always_open = forms.BooleanField(label=_("Atiende las 24 horas, todos los días"), required=False)
    schedule_words = TextField(
        label=_("Horario en palabras"),
        required=False,
        max_length=300,
        help_text=_("Por ejemplo: ingresos a cualquier hora si avisan antes."),
    )
    waiting = TextField(
        label=_("Tiempo de espera"), required=False, max_length=200, help_text=_("Por ejemplo: dos días.")
    )
    shut_from = forms.DateField(
        label=_("Cerrado desde"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    shut_until = forms.DateField(
        label=_("Cerrado hasta"),
        required=False,
        help_text=_("Ese día incluido."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def first(self, service: Service) -> dict[str, Any]:
        """With the hours, a row each."""
        found = super().first(service)
        for n, row in enumerate(service.hours.all(), 1):
            found |= {f"days_{n}": row.days, f"opens_{n}": row.opens, f"closes_{n}": row.closes}
        return found

    def prepare(self) -> None:
        """Rows of days and hours, for those who open at different hours on different days."""
        names: list[str] = ["always_open"]
        for n in range(1, HOUR_ROWS + 1):
            self.fields[f"days_{n}"] = forms.MultipleChoiceField(
                label=_("Horario %(n)d: días") % {"n": n},
                required=False,
                choices=[(code, str(words).capitalize()) for code, words in Day.choices],
                widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
            )
            for name, words in (("opens", _("Horario %(n)d: abre")), ("closes", _("Horario %(n)d: cierra"))):
                self.fields[f"{name}_{n}"] = forms.TimeField(
                    label=words % {"n": n},
                    required=False,
                    error_messages={"invalid": _("Escriba la hora como 08:30.")},
                    widget=forms.TimeInput(
                        attrs={"type": "time", "class": "govuk-input--width-5"}, format="%H:%M"
                    ),
                )
            names += [f"days_{n}", f"opens_{n}", f"closes_{n}"]
        self.order_fields([*names, "schedule_words"])

    def clean(self) -> dict[str, Any]:
        """A row is whole or empty, and closes after it opens."""
        data = super().clean() or {}
        for n in range(1, HOUR_ROWS + 1):
            days, opens, closes = (data.get(f"{name}_{n}") for name in ("days", "opens", "closes"))
            if not (days or opens or closes):
                continue
            if not days:
                self.add_error(f"days_{n}", _("Elija los días."))
            if not (opens and closes):
                self.add_error(f"opens_{n}" if not opens else f"closes_{n}", _("Escriba a qué hora."))
            elif closes <= opens:
                self.add_error(f"closes_{n}", _("La hora de cierre debe ser posterior a la de apertura."))
        return data

    def given(self) -> dict[str, Any]:
        """The hours as rows."""
        data = dict(self.cleaned_data)
        rows = [
            (data.pop(f"days_{n}"), data.pop(f"opens_{n}"), data.pop(f"closes_{n}"))
            for n in range(1, HOUR_ROWS + 1)
        ]
        return data | {"hours": [row for row in rows if row[0]]}


class HowForm(Section):
    """What it costs, how to come in, what to bring."""

    title = _("Cómo se accede")
    cost = forms.ChoiceField(label=_("Costo"), choices=Cost.choices, widget=forms.RadioSelect)
    cost_words = TextField(label=_("Detalle del costo"), required=False, max_length=200)
    how_to_apply = TextField(
        label=_("Cómo pedirlo"),
        required=False,
        max_length=1000,
        help_text=_("Qué hace falta para entrar: entrevista, llamada previa, remisión."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    required_documents = TextField(
        label=_("Documentos que pide"),
        required=False,
        max_length=2000,
        help_text=_("Uno por línea. Vacío: ninguno."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def first(self, service: Service) -> dict[str, Any]:
        """Documents a line each."""
        return super().first(service) | {"required_documents": "\n".join(service.required_documents)}

    def clean_required_documents(self) -> list[str]:
        """Lines without empty ones."""
        lines = [line.strip() for line in str(self.cleaned_data["required_documents"]).splitlines()]
        found = [line for line in lines if line]
        if any(len(line) > 150 for line in found):
            raise forms.ValidationError(_("Cada documento en 150 letras o menos."))
        return found


class PhonesForm(Section):
    """Lines of the organisation."""

    title = _("Teléfonos")
    hide_optional = True

    def first(self, service: Service) -> dict[str, Any]:
        """A row each."""
        found: dict[str, Any] = {}
        for n, phone in enumerate(service.phones.all(), 1):
            found |= {f"number_{n}": phone.number, f"words_{n}": phone.words, f"messages_{n}": phone.messages}
        return found

    def prepare(self) -> None:
        """Three rows."""
        for n in range(1, PHONE_ROWS + 1):
            self.fields[f"number_{n}"] = TextField(
                label=_("Teléfono %(n)d") % {"n": n},
                required=False,
                max_length=30,
                help_text=_("De la organización, nunca de una persona. Con el código del país."),
                widget=forms.TextInput(
                    attrs={"type": "tel", "inputmode": "tel", "class": "govuk-input--width-20"}
                ),
            )
            self.fields[f"words_{n}"] = TextField(label=_("Para qué sirve"), required=False, max_length=100)
            self.fields[f"messages_{n}"] = forms.BooleanField(
                label=_("Recibe mensajes escritos"), required=False
            )

    def clean(self) -> dict[str, Any]:
        """Numbers look like numbers."""
        data = super().clean() or {}
        for n in range(1, PHONE_ROWS + 1):
            number = data.get(f"number_{n}") or ""
            if number and not _NUMBER.match(number):
                self.add_error(f"number_{n}", _("Escriba solo números, por ejemplo +502 2222 0000."))
        return data

    def given(self) -> dict[str, Any]:
        """Rows that have a number."""
        data = self.cleaned_data
        rows = [
            (data[f"number_{n}"], data[f"words_{n}"], data[f"messages_{n}"]) for n in range(1, PHONE_ROWS + 1)
        ]
        return {"phones": [row for row in rows if row[0]]}


#: The sections of a service by the word in their address.
SECTIONS: dict[str, type[Section]] = {
    "que": WhatForm,
    "para-quien": WhoForm,
    "donde": WhereForm,
    "paises": CountriesForm,
    "zonas": AreasForm,
    "cuando": WhenForm,
    "como": HowForm,
    "telefonos": PhonesForm,
}
