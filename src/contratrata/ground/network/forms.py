"""The forms of the network: people, settings, agreement, an organisation that is let in."""

import uuid
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from contratrata.ground.acts.public import OnceForm, VersionForm
from contratrata.ground.base.scope import Scope
from contratrata.ground.base.text_fields import TextField
from contratrata.ground.codes.public import area, areas, country, vocabulary
from contratrata.ground.kinds.public import choose, country_choice
from contratrata.ground.ui.parts import Hinted

from .agreements import CURRENT
from .models import ChangeReason, Organisation
from .roles import Role
from .rules import grantable

ROLE_HELP = {
    Role.CASEWORKER: _("Registra y lleva casos. Ve los datos de las personas de sus casos."),
    Role.SUPERVISOR: _("Ve todos los casos de la organización, con los datos de las personas, y el rastro."),
    Role.FOCAL_POINT: _("Atiende la bandeja de derivaciones y mantiene los servicios al día."),
    Role.ORG_ADMIN: _("Invita, da y quita funciones, firma el acuerdo. No ve casos."),
    Role.AUDITOR: _("Lee el rastro de lo que se hizo. Ve códigos, nunca nombres."),
    Role.COORDINATION: _("Ve toda la red sin ver a ninguna persona."),
}
_REGION_ZONES = (
    "America/Guatemala", "America/Belize", "America/El_Salvador", "America/Tegucigalpa",
    "America/Managua", "America/Costa_Rica", "America/Panama", "America/Mexico_City",
    "America/Cancun", "America/Tijuana", "America/Bogota", "America/Guayaquil",
    "America/Caracas", "America/Havana", "America/Santo_Domingo", "America/Port-au-Prince",
    "America/Jamaica", "America/Nassau", "America/Port_of_Spain", "America/New_York",
    "America/Chicago", "America/Denver", "America/Los_Angeles",
)  # fmt: skip


def time_zones() -> list[tuple[str, str]]:
    """The zones of the region by the name of their place."""
    known = available_timezones()
    return [(zone, zone.partition("/")[2].replace("_", " ")) for zone in _REGION_ZONES if zone in known]


def role_choices(scope: Scope) -> list[tuple[str, Hinted]]:
    """The roles this person may give, each with what it lets somebody do."""
    return [
        (role.value, Hinted(str(role.label).capitalize(), str(ROLE_HELP.get(role, ""))))
        for role in grantable(scope)
    ]


#: Why somebody is invited; and why her functions change or end.
_INVITES = (ChangeReason.JOINS, ChangeReason.RETURNS, ChangeReason.COVER, ChangeReason.OTHER)
_CHANGES = tuple(one for one in ChangeReason if one not in (ChangeReason.JOINS, ChangeReason.RETURNS))


class _Reasoned(forms.Form):
    """Why: a reason from the list, with words where the list does not say it."""

    reason = forms.ChoiceField(
        label=_("Motivo"),
        choices=[(one.value, one.label) for one in _CHANGES],
        widget=forms.RadioSelect,
        error_messages={"required": _("Elija un motivo.")},
    )
    words = TextField(
        label=_("En sus palabras"),
        required=False,
        max_length=300,
        help_text=_("Necesario si eligió «Otro motivo». No escriba datos de ninguna víctima."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RolesForm(_Reasoned):
    """The functions of a person, as they shall be."""

    hide_optional = True

    marks = ("seen",)
    seen = TextField(widget=forms.HiddenInput, required=False)
    roles = forms.MultipleChoiceField(
        label=_("Funciones"), required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("seen", "roles", "reason", "words")

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "roles", role_choices(scope))

    def clean_seen(self) -> list[str]:
        """The roles that stood on the screen."""
        return [role for role in str(self.cleaned_data["seen"]).split(",") if role]


class EndForm(_Reasoned):
    """Why a person's functions end."""


class InviteForm(_Reasoned, OnceForm):
    """An address, what its owner shall do here, and why."""

    hide_optional = True

    email = forms.EmailField(
        label=_("Correo electrónico de trabajo"),
        help_text=_("Recibirá un enlace que vale una vez y caduca."),
        error_messages={
            "required": _("Escriba el correo."),
            "invalid": _("Escriba un correo como nombre@ejemplo.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    roles = forms.MultipleChoiceField(
        label=_("Funciones"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Elija al menos una función.")},
    )
    field_order = ("email", "roles", "reason", "words")

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "roles", role_choices(scope))
        choose(self, "reason", [(one.value, one.label) for one in _INVITES])


class SettingsForm(VersionForm):
    """How the organisation works here."""

    idle_minutes = forms.IntegerField(
        label=_("Minutos sin uso hasta que se bloquea la pantalla"),
        help_text=_("Entre 5 y 60. Lo que se estaba escribiendo queda como borrador."),
        min_value=5,
        max_value=60,
        error_messages={
            "required": _("Escriba los minutos."),
            "invalid": _("Escriba un número."),
            "min_value": _("Elija entre 5 y 60 minutos."),
            "max_value": _("Elija entre 5 y 60 minutos."),
        },
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )
    time_zone = forms.ChoiceField(
        label=_("Zona horaria"), help_text=_("La hora con la que se dicen los plazos.")
    )
    substitute = forms.TypedChoiceField(
        label=_("Quién responde si su organización no puede"),
        help_text=_(
            "Otra organización con el acuerdo firmado. Recibirá sus derivaciones cuando usted lo pida."
        ),
        required=False,
        coerce=uuid.UUID,
        empty_value=None,
    )

    def __init__(
        self, *args: Any, organisation: Organisation, others: list[Organisation], **kwargs: Any
    ) -> None:
        initial = {
            "version": organisation.version,
            "idle_minutes": organisation.idle_minutes,
            "time_zone": organisation.time_zone,
            "substitute": str(organisation.substitute_id or ""),
        }
        super().__init__(*args, **kwargs | {"initial": initial})
        zones = time_zones()
        if organisation.time_zone not in dict(zones):
            zones.append((organisation.time_zone, organisation.time_zone))
        choose(self, "time_zone", zones)
        names = [(str(other.pk), other.name) for other in others]
        choose(self, "substitute", [("", _("Nadie")), *names])


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


def _first_address() -> forms.EmailField:
    return forms.EmailField(
        label=_("Correo de su primera persona de administración"),
        error_messages={
            "required": _("Escriba el correo."),
            "invalid": _("Escriba un correo como nombre@ejemplo.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class FirstAddressForm(forms.Form):
    """Where the invitation of a first administrator should have gone."""

    email = _first_address()


class OrganisationForm(OnceForm):
    """A new organisation of the network, and who administers it first."""

    name = TextField(
        label=_("Nombre de la organización"),
        max_length=200,
        error_messages={"required": _("Escriba el nombre.")},
    )
    kind = forms.ChoiceField(
        label=_("Tipo de organización"), error_messages={"required": _("Elija el tipo.")}
    )
    country = country_choice(
        _("País"), empty=_("Elija"), required=True, error_messages={"required": _("Elija el país.")}
    )
    area = TextField(
        label=_("Departamento, provincia o estado"),
        required=False,
        max_length=100,
        help_text=_("Su nombre o su código, por ejemplo «Zacapa» o «GT-19». Nunca la dirección."),
    )
    time_zone = forms.ChoiceField(label=_("Zona horaria"), choices=time_zones)
    email = _first_address()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [("", _("Elija")), *vocabulary("org_kind").choices()]
        choose(self, "kind", kinds)

    def clean(self) -> dict[str, Any]:
        """The area is one of the country's, given by name or ISO 3166-2 code."""
        data = super().clean() or {}
        typed, where = str(data.get("area", "")).strip(), data.get("country")
        if typed and where:
            wanted = typed.casefold()
            result = [one for one in areas(where) if wanted in (one.code.casefold(), one.name.es.casefold())]
            if result:
                data["area"] = area(result[0].code).code
            else:
                words = _("«%(typed)s» no es una división de %(country)s.")
                self.add_error("area", words % {"typed": typed, "country": country(where).name})
        return data
