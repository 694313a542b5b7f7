"""Words find what says them in another number, gender, case, language of the keyboard, or by another name."""

import pytest

from cast import Cast
from contratrata.ground.base.scope import acting
from contratrata.ground.base.translated import Translated
from contratrata.ground.nouns.public import found_by, operations
from contratrata.knowledge.practices.models import PRACTICES
from nouns import values_for

SAID = "Niñas y niños del albergue: prevención de la migración forzada"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "result"),
    [
        ("niña", True), ("NINOS", True), ("nna", True), ("albergues", True), ("refugio", True), ("shelter", True),
        ("migracion", True), ("prevencion albergue", True), ("de la", True), ("forzadas", True), ("%_'\\", True),
        ("fiscalía", False), ("albergue violonchelo", False), ("alber", False), ("forzar", True),
    ],
)  # fmt: skip
def test_words_find_what_is_said(cast: Cast, words: str, result: bool) -> None:
    values = values_for(PRACTICES, "Faro") | {
        "summary": Translated.of({"es": SAID}),
        "area": ("cooperation",),
    }
    with acting(cast.flor.scope):
        row = operations.write(PRACTICES, values=values)
        assert list(found_by(PRACTICES.rows(), words)) == ([row] if result else [])
        operations.change(
            PRACTICES, row.id, values={"summary": Translated.of({"es": "Otro"})}, expected_version=1
        )
        assert list(found_by(PRACTICES.rows(), "forzadas")) == []
