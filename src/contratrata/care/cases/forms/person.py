"""Who she is: names, age, where from, documents; how to reach her; how she came."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base import clock
from contratrata.ground.base.partial import Age, PartialDate, age_range

from .. import given
from .base import CaseForm, EditForm, Fold
from .fields import (
    DayField,
    PartialField,
    Text,
    area_field,
    area_words,
    country_field,
    iso,
    listed,
    one_of,
    picked,
    place,
    several_of,
    terms,
)

NAMES = ("given_names", "first_surname", "second_surname", "chosen_name", "alias")


class ArrivalForm(CaseForm):
    """How and when she came, and where."""

    arrival_channel = picked("arrival_channel", _l("¿Cómo llegó?"))
    arrived_on = DayField(label=_l("¿Qué día llegó?"), help_text=_l("Déjelo vacío si no se sabe."))
    country = country_field(_l("¿En qué país se le encontró?"))
    area = area_field()

    def clean(self) -> dict[str, Any]:
        """The area lies in the country."""
        super().clean()
        place(self, "country", "area")
        return self.cleaned_data

    def told(self) -> given.Arrival:
        """What was told."""
        data = self.cleaned_data
        return given.Arrival(**{name: data.get(name) or "" for name in ("arrival_channel", "country", "area")},
                             arrived_on=data.get("arrived_on"))  # fmt: skip

    @staticmethod
    def start(told: given.Arrival) -> dict[str, Any]:
        """Initial values."""
        return {
            "arrival_channel": told.arrival_channel,
            "arrived_on": told.arrived_on,
            "country": told.country,
            "area": area_words(told.area),
        }


class NameForm(CaseForm):
    """Her names. None is required: a case may begin with nothing but a code."""

    chosen_name = Text(
        label=_l("Cómo quiere que le llamen"),
        most=100,
        help_text=_l(
            "Es el que se verá en las pantallas. Puede ser distinto del que está en sus documentos."
        ),
    )
    given_names = Text(label=_l("Nombres"), most=100)
    first_surname = Text(label=_l("Primer apellido"), most=100)
    second_surname = Text(label=_l("Segundo apellido"), most=100)
    alias = Text(
        label=_l("Otros nombres que usa o usó"), most=500, lines=True, rows=2, help_text=_l("Uno por línea.")
    )

    def told(self) -> dict[str, str]:
        """The texts by their column."""
        return {name: self.cleaned_data.get(name, "") for name in NAMES}


class AgeForm(CaseForm):
    """Age and sex. A birth date wins over an age; they must not speak against each other."""

    birth_date = PartialField(
        label=_l("Fecha de nacimiento"), help_text=_l("Deje vacío lo que no se sepa: basta el año.")
    )
    age_years = forms.IntegerField(
        label=_l("Edad, si no se sabe la fecha"),
        required=False,
        min_value=0,
        max_value=120,
        error_messages={
            "invalid": _l("Escriba la edad en años, solo con números."),
            "min_value": _l("La edad va de 0 a 120 años."),
            "max_value": _l("La edad va de 0 a 120 años."),
        },
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3", "autocomplete": "off"}),
    )
    age_estimated = forms.BooleanField(label=_l("La edad es estimada"), required=False)
    sex = one_of("sex", _l("Sexo"), widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}))
    gender = picked("gender", _l("Identidad de género"), empty=_l("Sin preguntar"))

    folds = (Fold(_l("Más: identidad de género"), ("gender",)),)

    def clean(self) -> dict[str, Any]:
        """The age told can be that of the birth date (some years of grace when it is estimated)."""
        super().clean()
        data = self.cleaned_data
        born, years = data.get("birth_date"), data.get("age_years")
        if isinstance(born, PartialDate) and years is not None:
            grace = 3 if data.get("age_estimated") else 0
            age = age_range(born, clock.today())
            if age and not Age(max(0, age.low - grace), age.high + grace).may_be(Age(years, years)):
                words = _("La edad (%(age)d) no corresponde a la fecha de nacimiento: revise una de las dos.")
                self.add_error("age_years", words % {"age": years})
        return data

    def age(self) -> Age | None:
        """The age today by what was told; None when nothing tells it."""
        data = self.cleaned_data
        if data.get("birth_date"):
            return age_range(data["birth_date"], clock.today())
        years = data.get("age_years")
        return None if years is None else Age(years, years, bool(data.get("age_estimated")))

    def told(self) -> dict[str, Any]:
        """Values of `given.PersonFacts`, and `birth_date` as text."""
        data = self.cleaned_data
        return {
            "birth_date": iso(data.get("birth_date")),
            "age_years": data.get("age_years"),
            "age_estimated": bool(data.get("age_estimated")) and data.get("age_years") is not None,
            "sex": data.get("sex", ""),
            "gender": data.get("gender", ""),
        }


class OriginForm(CaseForm):
    """Where she is from, what she speaks, schooling."""

    citizenship = country_field(_l("Nacionalidad"))
    other_citizenship = country_field(_l("Otra nacionalidad"), empty=_l("Ninguna"))
    language = picked("language", _l("Idioma en que prefiere hablar"))
    other_language = picked("language", _l("Otro idioma que habla"), empty=_l("Ninguno"))
    education = picked("education_level", _l("Escolaridad"))
    marital_status = picked("marital_status", _l("Estado civil"))

    folds = (
        Fold(_l("Más: otra nacionalidad, otro idioma"), ("other_citizenship", "other_language")),
        Fold(_l("Más: escolaridad y estado civil"), ("education", "marital_status")),
    )
    #: Third and later ones that stand on file (an import may bring more than the form has boxes for) stay.
    kept: dict[str, list[str]]

    def __init__(self, *args: Any, kept: dict[str, list[str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept = kept or {}

    def told(self) -> dict[str, Any]:
        """Values of `given.PersonFacts`."""
        data = self.cleaned_data
        return {
            "citizenships": self._both("citizenship", "other_citizenship", "citizenships"),
            "languages": self._both("language", "other_language", "languages"),
            "education": data.get("education", ""),
            "marital_status": data.get("marital_status", ""),
        }

    def _both(self, first: str, second: str, kept: str) -> tuple[str, ...]:
        found = [
            self.cleaned_data.get(first, ""),
            self.cleaned_data.get(second, ""),
            *self.kept.get(kept, [])[2:],
        ]
        return tuple(dict.fromkeys(one for one in found if one))

    @staticmethod
    def start(citizenships: list[str], languages: list[str]) -> dict[str, str]:
        """Initial values of the two pairs."""
        pairs = [*citizenships[:2], "", ""], [*languages[:2], "", ""]
        return {
            "citizenship": pairs[0][0],
            "other_citizenship": pairs[0][1],
            "language": pairs[1][0],
            "other_language": pairs[1][1],
        }


DOCUMENTS = 3


class DocumentsForm(CaseForm):
    """Her documents: up to three here; each with kind, country and number."""

    def __init__(self, *args: Any, country: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(DOCUMENTS):
            kinds = terms("document_kind", empty=_("Ninguno"), country=country, hints=False)
            self.fields[f"kind_{n}"] = listed(_("Documento"), kinds)
            self.fields[f"where_{n}"] = country_field(_("País que lo dio"))
            self.fields[f"number_{n}"] = Text(label=_("Número"), most=60)
        self.folds = tuple(
            Fold(title, (f"kind_{n}", f"where_{n}", f"number_{n}"))
            for n, title in enumerate((_("Segundo documento"), _("Tercer documento")), start=1)
        )

    def clean(self) -> dict[str, Any]:
        """A kind needs a number, and the other way round."""
        super().clean()
        data = self.cleaned_data
        for n in range(DOCUMENTS):
            kind, number = data.get(f"kind_{n}"), data.get(f"number_{n}")
            if kind and not number and f"number_{n}" not in self.errors:
                self.add_error(f"number_{n}", _("Escriba el número del documento."))
            elif number and not kind and f"kind_{n}" not in self.errors:
                self.add_error(f"kind_{n}", _("Elija qué documento es."))
        return data

    def told(self) -> str:
        """The documents one a line, as `Identity` keeps them."""
        data = self.cleaned_data
        return "\n".join(
            f"{data[f'kind_{n}']}|{data.get(f'where_{n}', '')}|{data[f'number_{n}'].replace('|', ' ')}"
            for n in range(DOCUMENTS)
            if data.get(f"kind_{n}")
        )

    @staticmethod
    def start(kept: str) -> dict[str, str]:
        """Initial values from the lines that are kept."""
        found: dict[str, str] = {}
        for n, line in enumerate(kept.split("\n")[:DOCUMENTS]):
            kind, _bar, rest = line.partition("|")
            where, _bar, number = rest.partition("|")
            found |= {f"kind_{n}": kind, f"where_{n}": where, f"number_{n}": number}
        return found


class ContactForm(CaseForm):
    """How to reach her without putting her in danger."""

    channels = several_of("contact_channel", _l("¿Por dónde se le puede hablar?"))
    contact_detail = Text(
        label=_l("Número o persona"),
        most=500,
        lines=True,
        rows=2,
        help_text=_l("Lo que haga falta para llegar a ella."),
    )
    contact_when = Text(
        label=_l("¿Cuándo es seguro?"), most=500, help_text=_l("Por ejemplo: entre las 14 y las 16.")
    )
    contact_word = Text(
        label=_l("Palabra o frase acordada"),
        most=500,
        help_text=_l("Lo que se dice para que sepa quién llama."),
    )
    contact_avoid = Text(
        label=_l("¿Qué hay que evitar?"),
        most=500,
        lines=True,
        rows=2,
        help_text=_l("Quién no debe enterarse, a qué números no llamar, qué no dejar escrito."),
    )
    address = Text(label=_l("Dónde está ahora"), most=500, lines=True, rows=2)

    folds = (Fold(_l("Más: dónde está ahora"), ("address",)),)

    def told(self) -> given.ContactTexts:
        """What was told."""
        data = self.cleaned_data
        names = ("contact_detail", "contact_when", "contact_word", "contact_avoid", "address")
        return given.ContactTexts(
            contact_channel="\n".join(data.get("channels", [])),
            **{name: data.get(name, "") for name in names},
        )


class EditName(EditForm, NameForm):
    """The names of a case on file."""


class EditAge(EditForm, AgeForm):
    """Age and sex of a case on file."""


class EditOrigin(EditForm, OriginForm):
    """Origin of a case on file."""


class EditDocuments(EditForm, DocumentsForm):
    """Documents of a case on file."""


class EditContact(EditForm, ContactForm):
    """The safe contact of a case on file."""


class EditArrival(EditForm, ArrivalForm):
    """How she came, of a case on file."""
