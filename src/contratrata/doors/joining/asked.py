"""What is asked of an organisation that wants to join: declared once for the form and for the operation."""

from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base.texts import LONG
from contratrata.ground.kinds.public import Country, Email, Fact, Text

JOINING = (
    Fact(
        name="name",
        kind=Text(),
        label=_l("Nombre de la organización"),
        required=True,
        missing=_l("Escriba el nombre de la organización."),
    ),
    Fact(
        name="country",
        kind=Country(none="—"),
        label=_l("País"),
        required=True,
        missing=_l("Elija el país."),
    ),
    Fact(
        name="contact",
        kind=Text(),
        label=_l("¿Con quién hablamos?"),
        help=_l("El nombre de quien escribe, o de quien responde por la organización."),
        required=True,
        missing=_l("Escriba con quién podemos hablar."),
    ),
    Fact(
        name="email",
        kind=Email(own=True),
        label=_l("Correo"),
        help=_l("Lo usa la coordinación para responderle, y nadie más."),
        required=True,
        missing=_l("Escriba el correo."),
    ),
    Fact(
        name="text",
        kind=Text(most=LONG, rows=6),
        label=_l("¿Qué hace su organización, y por qué quiere unirse?"),
        help=_l(
            "No escriba aquí sobre ninguna víctima. Si alguien necesita ayuda, llame a la línea de su país."
        ),
        required=True,
        missing=_l("Escriba qué hace su organización."),
    ),
)
