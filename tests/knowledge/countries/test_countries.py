"""Country pages: members write, the coordination publishes, anybody reads what was published and nothing else."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from cast import Cast, Player
from contratrata.ground.base.errors import Conflict, DomainError, NotAllowed
from contratrata.ground.base.scope import acting
from contratrata.ground.base.translated import Translated
from contratrata.knowledge.countries import operations
from contratrata.knowledge.countries.models import Entry, Published

pytestmark = pytest.mark.django_db
#: Invented.
LINE: dict[str, Any] = {
    "kind": "hotline",
    "country": "GTM",
    "name": Translated.of({"es": "Línea de prueba", "en": "Test line"}),
    "text": Translated.of({"es": "Contesta siempre."}),
    "phone": "1572",
    "hours": "Las 24 horas",
    "free": True,
    "checked_on": dt.date(2026, 11, 1),
}


@pytest.fixture(autouse=True)
def gate_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second factor has tests of its own."""
    monkeypatch.setattr("contratrata.doors.web.access.GATES", [])


def browser(player: Player) -> Client:
    client = Client()
    client.force_login(player.user)
    return client


def written(cast: Cast, **changed: Any) -> Entry:
    with acting(cast.flor.scope):
        return operations.write(values={**LINE, **changed})


def test_what_is_published_is_read_by_anybody_and_nothing_else(cast: Cast) -> None:
    entry = written(cast)
    assert Client().get("/es/paises/gtm/").status_code == 404
    with acting(cast.gloria.scope):
        operations.publish(entry.id, expected_version=1)
    shown = Client().get("/es/paises/gtm/")
    assert shown.status_code == 200
    body = shown.content.decode()
    assert "Línea de prueba" in body
    assert "1572" in body
    assert "Test line" in Client().get("/en/paises/gtm/").content.decode()
    with acting(cast.flor.scope):
        operations.change(entry.id, values={"phone": "1573"}, expected_version=1)
    assert "1573" not in Client().get("/es/paises/gtm/").content.decode()
    with acting(cast.gloria.scope):
        with pytest.raises(Conflict):
            operations.publish(entry.id, expected_version=1)
        operations.publish(entry.id, expected_version=2)
    assert "1573" in Client().get("/es/paises/gtm/").content.decode()
    with acting(cast.gloria.scope):
        operations.take_back(entry.id)
        with pytest.raises(DomainError):
            operations.take_back(entry.id)
    assert Client().get("/es/paises/gtm/").status_code == 404


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"name": Translated()}, "name"),
        ({"country": "XXX"}, "country"),
        ({"phone": "2222 2222"}, "phone"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"checked_on": dt.date(2999, 1, 1)}, "checked_on"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(cast: Cast, changed: dict[str, Any], field: str) -> None:
    with pytest.raises(DomainError) as refused:
        written(cast, **changed)
    assert refused.value.field == field
    with acting(cast.flor.scope):
        assert not Entry.objects.exists()


def test_only_its_organisation_changes_an_entry_and_only_the_coordination_publishes(cast: Cast) -> None:
    entry = written(cast)
    with acting(cast.diana.scope), pytest.raises(NotAllowed):
        operations.change(entry.id, values={"phone": "911"}, expected_version=1)
    for player in (cast.flor, cast.diana, cast.ana):
        with acting(player.scope), pytest.raises(NotAllowed):
            operations.publish(entry.id, expected_version=1)
    with acting(cast.ana.scope), pytest.raises(NotAllowed):
        operations.write(values=LINE)
    assert not Published.objects.exists()


def test_training_never_publishes(cast: Cast) -> None:
    with acting(cast.julia.scope):
        assert not Entry.objects.exists()
    assert browser(cast.julia).get(f"/paises/{written(cast).id}/").status_code == 404


def test_the_second_editor_sees_both_texts(cast: Cast) -> None:
    entry = written(cast)
    url = f"/paises/{entry.id}/cambiar/"
    sent = {"kind": "hotline", "country": "GTM", "name_es": "Línea de prueba", "phone": "1573", "free": "yes"}
    flor = browser(cast.flor)
    assert flor.get(url).status_code == 200
    assert flor.post(url, {**sent, "version": "1"}).status_code == 302
    second = flor.post(url, {**sent, "phone": "1574", "version": "1"})
    assert second.status_code == 200
    assert "1573" in second.content.decode()
    assert "1574" in second.content.decode()
    assert flor.post(url, {**sent, "phone": "1574", "version": "2"}).status_code == 302


def test_the_same_sending_twice_writes_once(cast: Cast) -> None:
    flor = browser(cast.flor)
    sent = {"kind": "hotline", "country": "GTM", "name_es": "Línea", "phone": "911",
            "once": "7e1f7f4e-8a51-4a28-9d7b-9b0a3d9b3f10"}  # fmt: skip
    assert flor.post("/paises/nueva/", sent).status_code == 302
    assert flor.post("/paises/nueva/", sent).status_code == 302
    with acting(cast.flor.scope):
        assert Entry.objects.count() == 1


def test_the_list_narrows_and_leaves_as_a_sheet(cast: Cast) -> None:
    entry = written(cast)
    written(cast, country="HND", kind="law", name=Translated.of({"es": "Ley de prueba"}))
    with acting(cast.gloria.scope):
        operations.publish(entry.id, expected_version=1)
    ana = browser(cast.ana)
    narrowed = {"": 2, "?pais=HND": 1, "?tipo=law": 1, "?publicada=si": 1, "?pais=HND&tipo=hotline": 0}
    for asked, there in narrowed.items():
        body = ana.get(f"/paises/{asked}").content.decode()
        assert ("Línea de prueba" in body) + ("Ley de prueba" in body) == there, asked
