"""What is guessed first of somebody who works here: the words of this place, whatever stands around them."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from contratrata.ground.codes.public import fold

from .models import User

#: Folded. Names of the platform and its field, of its countries, and of what people call a password.
WORDS = (
    "contratrata", "trata", "tratadepersonas", "personas", "victima", "victimas", "sobreviviente", "refugio",
    "albergue", "casa", "hogar", "red", "organizacion", "fundacion", "caso", "casos", "derivacion", "apoyo",
    "ayuda", "esperanza", "libertad", "coordinacion", "supervision", "administracion", "administrador",
    "administradora", "usuario", "usuaria", "prueba", "bienvenido", "bienvenida", "contrasena", "clave",
    "password", "welcome", "admin", "guatemala", "honduras", "elsalvador", "salvador", "nicaragua", "costarica",
    "panama", "belice", "mexico", "colombia", "republicadominicana", "dominicana", "haiti", "cuba", "jamaica",
    "caribe", "centroamerica", "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto",
    "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip
_WORDS = re.compile("|".join(sorted(WORDS, key=len, reverse=True)))
_YEAR = re.compile(r"(?:19|20)\d\d")
_RUN = re.compile(r"0?123456789|0?12345678|0?1234567|0?123456|0?12345|0?1234|0?123")
#: So many letters or figures must be left without those words, years and runs.
LEAST = 8


class WordsOfThisPlace:
    """A password is more than the words of this place, a year and a sign. One without any of them passes."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises `ValidationError`."""
        folded = fold(password)
        left, result = _WORDS.subn("", folded)
        if result and len(_RUN.sub("", _YEAR.sub("", left))) < LEAST:
            raise ValidationError(self.get_help_text(), code="password_of_this_place")

    def get_help_text(self) -> str:
        """What is asked."""
        return _("No use solo palabras que aquí se adivinan primero (el país, el mes, «refugio», «clave»).")
