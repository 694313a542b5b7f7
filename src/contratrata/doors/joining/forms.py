"""The public form, and the answer to it."""

from django import forms
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base.text_fields import TextField
from contratrata.ground.base.texts import LONG
from contratrata.ground.kinds.public import choice_field, country_choice

from .states import Answer

_NAME, _EMAIL = 200, 254


class JoinForm(forms.Form):
    """Who asks, from where, and what for."""

    name = TextField(
        label=_l("Nombre de la organización"),
        max_length=_NAME,
        error_messages={"required": _l("Escriba el nombre de la organización.")},
    )
    country = country_choice(
        _l("País"),
        empty="—",
        required=True,
        error_messages={"required": _l("Elija el país.")},
    )
    contact = TextField(
        label=_l("¿Con quién hablamos?"),
        max_length=_NAME,
        help_text=_l("El nombre de quien escribe, o de quien responde por la organización."),
        error_messages={"required": _l("Escriba con quién podemos hablar.")},
    )
    email = forms.EmailField(
        label=_l("Correo"),
        max_length=_EMAIL,
        help_text=_l("Lo usa la coordinación para responderle, y nadie más."),
        error_messages={
            "required": _l("Escriba el correo."),
            "invalid": _l("Escriba un correo como nombre@ejemplo.org."),
        },
    )
    text = TextField(
        label=_l("¿Qué hace su organización, y por qué quiere unirse?"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_l(
            "No escriba aquí sobre ninguna víctima. Si alguien necesita ayuda, llame a la línea de su país."
        ),
        error_messages={"required": _l("Escriba qué hace su organización.")},
    )


class AnswerForm(forms.Form):
    """What the coordination answers."""

    answer = choice_field(
        _l("¿Qué le responde?"),
        [(one.value, one.label) for one in Answer if one != Answer.WAITING],
        widget=forms.RadioSelect,
        required=True,
        error_messages={"required": _l("Elija una respuesta.")},
    )
