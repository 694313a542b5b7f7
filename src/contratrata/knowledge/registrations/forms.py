"""The forms of registering besides its questions."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.acts import public as acts
from contratrata.ground.base.text_fields import TextField
from contratrata.ground.base.texts import LONG
from contratrata.ground.kinds.public import Fact, choice_field, choose
from contratrata.ground.things.public import FactsForm

from .models import QUESTIONS
from .states import Reason

#: What is asked once of everybody in a group.
SHARED_FACTS: tuple[Fact, ...] = tuple(QUESTIONS.fact(name) for name in ("country", "sector"))
_LINES = {"rows": 8, "spellcheck": "false", "autocomplete": "off"}


class ChangeForm(FactsForm):
    """What she said, and how she is written to."""

    language = forms.ChoiceField(label=_l("¿En qué idioma le escribimos?"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_l("Zona horaria"))

    def __init__(self, *args: Any, zones: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "time_zone", zones)


class TermsForm(acts.VersionForm, FactsForm):
    """How one registers, open in two places."""


class DeclineForm(forms.Form):
    """Why not."""

    reason = choice_field(
        _l("¿Por qué?"), list(Reason.choices), widget=forms.RadioSelect, required=True,
        error_messages={"required": _l("Elija una razón.")},
        help_text=_l("La persona la lee en su página. No se escribe nada más sobre ella."),
    )  # fmt: skip


def _address(line: str, number: int) -> str:
    try:
        validate_email(line)
    except ValidationError:
        raise ValidationError(_("Línea %s: escriba un correo como nombre@ejemplo.org.") % number) from None
    return line


class InviteForm(forms.Form):
    """To whom the link goes."""

    addresses = TextField(
        label=_l("Correos, uno por línea"), max_length=LONG, widget=forms.Textarea(attrs=_LINES),
        help_text=_l("No se guardan: cada uno recibe el enlace y nada más."),
        error_messages={"required": _l("Escriba al menos un correo.")},
    )  # fmt: skip

    def clean_addresses(self) -> list[str]:
        """One address a line. Raises `ValidationError` with the line."""
        lines = [line.strip() for line in self.cleaned_data["addresses"].splitlines()]
        return [_address(line, number) for number, line in enumerate(lines, 1) if line]


class GroupForm(FactsForm):
    """The people of a group, a line each, and what holds for all of them."""

    people = TextField(
        label=_l("Personas, una por línea: nombre y apellidos; correo"), max_length=LONG,
        widget=forms.Textarea(attrs=_LINES),
        help_text=_l("Por ejemplo: Nieves Ejemplo; nieves@lucero.example"),
        error_messages={"required": _l("Escriba al menos una persona.")},
    )  # fmt: skip

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, facts=SHARED_FACTS, **kwargs)

    def clean_people(self) -> list[dict[str, str]]:
        """Name and address of each. Raises `ValidationError` with the line."""
        result = []
        for number, line in enumerate(self.cleaned_data["people"].splitlines(), 1):
            name, parted, email = line.rpartition(";")
            if not line.strip():
                continue
            if not parted or not name.strip():
                raise ValidationError(
                    _("Línea %s: escriba el nombre, un punto y coma, y el correo.") % number
                )
            result.append({"name": name.strip(), "email": _address(email.strip(), number)})
        return result
