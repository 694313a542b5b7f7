"""What is asked about organisations and their people: declared once for the forms and for the operations."""

import dataclasses
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.scope import required
from contratrata.ground.kinds.public import (
    Choice,
    Choices,
    Code,
    Email,
    Fact,
    Number,
    Place,
    Somebody,
    Text,
    Values,
    check_values,
    choice_field,
)
from contratrata.ground.ui.parts import Hinted

from .models import ChangeReason
from .roles import Role
from .rules import grantable
from .zones import TimeZone

_CHOOSE = _l("Elija")
_ROLE_HELP = {
    Role.CASEWORKER: _l("Registra y lleva casos. Ve los datos de las personas de sus casos."),
    Role.SUPERVISOR: _l("Ve todos los casos de la organización, con los datos de las personas, y el rastro."),
    Role.FOCAL_POINT: _l("Atiende la bandeja de derivaciones y mantiene los servicios al día."),
    Role.ORG_ADMIN: _l("Invita, da y quita funciones, firma el acuerdo. No ve casos."),
    Role.AUDITOR: _l("Lee el rastro de lo que se hizo. Ve códigos, nunca nombres."),
    Role.COORDINATION: _l("Ve toda la red sin ver a ninguna persona."),
}


class Substitute(Somebody):
    """An organisation that answers for another one."""

    what = "substitute"


class Roles(Choices):
    """Roles that who asks may give, each with what it lets somebody do."""

    def field(self, fact: Fact) -> forms.Field:
        """Boxes to tick."""
        offered = [
            (role.value, Hinted(str(role.label).capitalize(), str(_ROLE_HELP.get(role, ""))))
            for role in grantable(required())
        ]
        boxes: forms.Field = choice_field(
            fact.label, offered, several=True, widget=forms.CheckboxSelectMultiple
        )
        return boxes


def _address(label: Any, help_text: Any = "") -> Fact:
    words = _l("Escriba el correo.")
    return Fact(name="email", kind=Email(), label=label, help=help_text, required=True, missing=words)


_NO_VICTIM = _l("Necesario si eligió «Otro motivo». No escriba datos de ninguna víctima.")
_BOTH_READ = _l("Necesario si eligió «Otro motivo». Lo lee también quien la administre.")


def _why(*among: ChangeReason, words: Any = _NO_VICTIM) -> tuple[Fact, Fact]:
    """A reason from the list, and words where the list does not say it (`explained`)."""
    reasons = Choice(tuple((one.value, one.label) for one in among))
    return (
        Fact(name="reason", kind=reasons, label=_l("Motivo"), required=True, missing=_l("Elija un motivo.")),
        Fact(name="words", kind=Text(most=300, rows=2), label=_l("En sus palabras"), help=words),
    )


def explained(values: Values) -> None:
    """Another reason is said in words. Raises `DomainError`."""
    if values.get("reason") == ChangeReason.OTHER and not values.get("words"):
        raise DomainError(_("Escriba el motivo."), field="words")


_ROLES = Fact(name="roles", kind=Roles(choices=tuple(Role.choices)), label=_l("Funciones"))
_ZONE = Fact(name="time_zone", kind=TimeZone(), label=_l("Zona horaria"), required=True)
_FIRST = _address(_l("Correo de su primera persona de administración"))

SETTINGS = (
    Fact(
        name="idle_minutes",
        kind=Number(least=5, most=60, wrong=_l("Elija entre 5 y 60 minutos.")),
        label=_l("Minutos sin uso hasta que se bloquea la pantalla"),
        help=_l("Entre 5 y 60. Lo que se estaba escribiendo queda como borrador."),
        required=True,
        missing=_l("Escriba los minutos."),
    ),
    dataclasses.replace(_ZONE, help=_l("La hora con la que se dicen los plazos.")),
    Fact(
        name="substitute_id",
        kind=Substitute(none=_l("Nadie")),
        label=_l("Quién responde si su organización no puede"),
        help=_l("Otra organización con el acuerdo firmado. Recibirá sus derivaciones cuando usted lo pida."),
    ),
)
#: Why somebody's functions change or end.
CHANGING = _why(
    ChangeReason.NEW_DUTIES, ChangeReason.COVER, ChangeReason.LEFT, ChangeReason.LEAVE,
    ChangeReason.SECURITY, ChangeReason.MISTAKE, ChangeReason.OTHER,
)  # fmt: skip
ROLES = (_ROLES, *CHANGING)
PERSON = (
    _address(_l("Correo electrónico de trabajo"), _l("Recibirá un enlace que vale una vez y caduca.")),
    dataclasses.replace(_ROLES, required=True, missing=_l("Elija al menos una función.")),
    *_why(ChangeReason.JOINS, ChangeReason.RETURNS, ChangeReason.COVER, ChangeReason.OTHER),
)
ORGANISATION = (
    Fact(
        name="name",
        kind=Text(most=200),
        label=_l("Nombre de la organización"),
        required=True,
        missing=_l("Escriba el nombre."),
    ),
    Fact(
        name="kind",
        kind=Code("org_kind", opens=True, none=_CHOOSE),
        label=_l("Tipo de organización"),
        required=True,
        missing=_l("Elija el tipo."),
    ),
    Fact(
        name="place",
        kind=Place(bare=True, none=_CHOOSE),
        label=_l("País"),
        required=True,
        missing=_l("Elija el país."),
    ),
    _ZONE,
    _FIRST,
    *_why(ChangeReason.ASKED, ChangeReason.SOUGHT, ChangeReason.OTHER, words=_BOTH_READ),
)
AGAIN = (
    _FIRST,
    *_why(
        ChangeReason.LINK_LOST, ChangeReason.WRONG_ADDRESS, ChangeReason.SOMEBODY_ELSE, ChangeReason.OTHER,
        words=_BOTH_READ,
    ),
)  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Why:
    """Why somebody is invited (`ChangeReason`), and in words where these were asked."""

    reason: str = ""
    words: str = ""


def why(facts: tuple[Fact, ...], reason: str, words: str) -> Why:
    """The reason that these facts ask for, checked. Raises `DomainError`."""
    asked = tuple(fact for fact in facts if fact.name in ("reason", "words"))
    return Why(**check_values(asked, {"reason": reason, "words": words}, (explained,)))
