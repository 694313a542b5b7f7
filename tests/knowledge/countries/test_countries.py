"""Country pages: anybody reads what was published, help first, and nothing else. The rest are the laws of nouns."""

from typing import Any

import pytest
from django.test import Client

from cast import Cast
from contratrata.ground.base.scope import acting
from contratrata.ground.base.translated import Translated
from contratrata.ground.nouns.public import operations
from contratrata.knowledge.countries.models import ENTRIES

pytestmark = pytest.mark.django_db
#: Invented.
LINE: dict[str, Any] = {
    "kind": "hotline", "country": "GTM", "name": Translated.of({"es": "Línea de prueba", "en": "Test line"}),
    "phone": "1572", "hours": "Las 24 horas",
}  # fmt: skip


def test_what_is_published_is_read_by_anybody_and_nothing_else(cast: Cast) -> None:
    with acting(cast.flor.scope):
        law = operations.write(ENTRIES, values={**LINE, "kind": "law", "name": Translated.of({"es": "Ley"})})
        entry = operations.write(ENTRIES, values=LINE)
    assert Client().get("/es/paises/gtm/").status_code == 404
    with acting(cast.gloria.scope):
        for one in (law, entry):
            operations.publish(ENTRIES, one.id, expected_version=1)
    shown = Client().get("/es/paises/gtm/").content.decode()
    assert shown.index("Línea de prueba") < shown.index(">Ley<")  # help first
    assert "1572" in shown
    assert "Las 24 horas" in shown
    assert "Test line" in Client().get("/en/paises/gtm/").content.decode()
    with acting(cast.flor.scope):
        operations.change(ENTRIES, entry.id, values={"phone": "1573"}, expected_version=1)
    assert "1573" not in Client().get("/es/paises/gtm/").content.decode()
    with acting(cast.gloria.scope):
        operations.take_back(ENTRIES, entry.id)
        operations.take_back(ENTRIES, law.id)
    assert Client().get("/es/paises/gtm/").status_code == 404
