"""A password that is guessed first of somebody who works here is refused; any other of twelve characters is not."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from contratrata.ground.accounts.models import User

WHO = User(email="marisela@refugio.example", name="Marisela Ejemplo (ficticia)")


@pytest.mark.parametrize(
    "password",
    [
        "ContraTrata2026",
        "contratrata123!",
        "Refugio-Guatemala",
        "¡Contraseña-2026!",
        "Noviembre.2026.",
        "clave de la red",
        "MariselaEjemplo",
        "mariselarefugio",
        "q1w2e3r4t5y6",
        "once letras",
    ],
)
def test_what_is_guessed_first_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, WHO)


@pytest.mark.parametrize(
    "password",
    [
        "739182640518",
        "caballo bateria grapa",
        "mi perro duerme en casa los lunes",
        "ñandú̃ azul de nieve",
        "x" * 40 + "largo" * 20,
        "guatemala volcan tortuga",
        "+-*/+-*/+-*/%&",
    ],
)
def test_any_other_is_taken_whatever_it_is_made_of(password: str) -> None:
    validate_password(password, WHO)
