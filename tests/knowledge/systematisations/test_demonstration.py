"""The demonstration publishes the cycle of the public document and the workshop of six countries, each once."""

import pytest
from django.test import Client

from cast import Cast
from contratrata.ground.base.scope import acting
from contratrata.knowledge.practices.models import Practice
from contratrata.knowledge.systematisations.demo import demonstrate
from contratrata.knowledge.systematisations.models import SYSTEMATISATIONS, Published, Task
from postbox import messages

pytestmark = pytest.mark.django_db


def test_both_end_published_once_and_say_what_is_invented(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("contratrata.knowledge.systematisations.demo.is_demonstration", lambda: True)
    with acting(cast.gloria.scope):
        for _again in range(2):
            assert demonstrate(cast.gloria.scope) == 2
        assert SYSTEMATISATIONS.rows().count() == Published.objects.count() == 2
        assert (Task.objects.count(), Practice.objects.count()) == (4, 2)
        assert [one.read["validated"] for one in Published.objects.all()] == [4, 4]
        assert {one.name.text("es")[-10:] for one in Practice.objects.all()} == {"(ficticia)"}  # type: ignore[attr-defined]
    assert not [one for one in messages() if one.kind == "systematisation.read"]
    cycle = Client().get("/es/sistematizaciones/1/").content.decode()
    assert "No es una publicación de la OIM" in cycle
    assert "Sin fecha" in cycle  # the document tells none
    workshop = Client().get("/en/sistematizaciones/2/").content.decode()
    assert "are invented for the demonstration" in workshop
