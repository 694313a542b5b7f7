"""The public home: help with its numbers, what packages bring in their places, what will stand where nothing does."""

import json
import re

import pytest
from django.test import Client

from cast import Cast
from contratrata.ground.base import package
from contratrata.ground.base.package import Announcement, Block
from contratrata.ground.base.scope import Realm, acting
from contratrata.ground.base.translated import Translated
from contratrata.ground.network.models import Organisation
from contratrata.ground.nouns.public import operations
from contratrata.knowledge.countries.models import ENTRIES

pytestmark = pytest.mark.django_db


def read(path: str = "/es/") -> str:
    return Client().get(path).content.decode()


def test_where_there_is_nothing_the_home_says_what_will_come_and_has_no_dead_form() -> None:
    html = read()
    for words in (
        "Todavía no hay prácticas publicadas", "No hay ninguno anunciado", "todavía no ha publicado ninguna",
        "todavía no ha emitido ninguno", "Todavía no hay líneas de ayuda",
    ):  # fmt: skip
        assert words in html, words
    assert "<form" not in html
    assert "<button" not in html
    assert "None is announced" in read("/en/")


@pytest.mark.parametrize("place", ["practices", "events", "figures", "certificates", ""])
def test_a_package_fills_its_place(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    item = Announcement(
        "Faro (ficticio)", "/es/faro/", "Una frase.", ("Guatemala",), "es", (2, 3, "Prometedora")
    )
    block = Block("Título propio", "Entrada.", (item,), "Todos", "/es/todos/", place)
    monkeypatch.setattr(package, "home_blocks", lambda _language: [block])
    html = read()
    assert '<a href="/es/faro/" lang="es">Faro (ficticio)</a>' in html
    assert "Prometedora" in html
    empty = {"practices": "Todavía no hay prácticas", "events": "No hay ninguno", "figures": "publicado ninguna",
             "certificates": "emitido ninguno"}  # fmt: skip
    assert [name for name, words in empty.items() if words not in html] == [place][: bool(place)]


def test_a_place_may_hold_a_form_of_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    block = Block("Verificar", "", (), "", "", "certificates", "ui/parts/mark.html")
    monkeypatch.setattr(package, "home_blocks", lambda _language: [block])
    assert "<h2>Verificar</h2>" in read()


def test_help_stands_before_the_title_and_hotlines_with_their_number(cast: Cast) -> None:
    line = {
        "kind": "hotline", "country": "GTM",
        "name": Translated.of({"es": "Línea (ficticia)", "en": "Line (fictitious)"}),
        "phone": "1572", "hours": "Las 24 horas",
    }  # fmt: skip
    with acting(cast.flor.scope):
        entry = operations.write(ENTRIES, values=line)
    assert "1572" not in read()
    with acting(cast.gloria.scope):
        operations.publish(ENTRIES, entry.id, expected_version=1)
    html = read()
    assert html.index('<a href="/es/paises/gtm/">Guatemala</a>') < html.index("<h1>")
    assert '<a class="ct-call" href="tel:1572">1572</a>' in html
    assert "Las 24 horas" in html
    assert "Line (fictitious)" in read("/en/")


def test_machines_read_the_network_and_its_site(cast: Cast) -> None:
    for language in ("es", "en"):
        html = read(f"/{language}/")
        (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
        graph = {one["@type"]: one for one in json.loads(data)["@graph"]}
        assert set(graph) == {"Organization", "WebSite"}
        assert graph["WebSite"]["publisher"] == {"@id": graph["Organization"]["@id"]}
        assert graph["WebSite"]["inLanguage"] == language
        for name in ("title", "description", "url", "site_name", "locale", "type"):
            assert html.count(f'<meta property="og:{name}"') == 1, name


def test_a_demonstration_says_so_on_every_public_page_and_a_real_house_does_not(cast: Cast) -> None:
    words = "Demostración: las organizaciones, las revisiones y las cifras son ficticias"
    paths = ("/es/", "/es/unirse/", "/es/practicas/", "/es/lecciones/")
    assert all(words in " ".join(read(path).split()) for path in paths)
    Organisation.objects.filter(id=cast.refugio.id).update(fictitious=False)
    assert not any(words in " ".join(read(path).split()) for path in paths)


def test_the_map_counts_the_organisations_of_each_country(cast: Cast) -> None:
    assert "Organizaciones de la red por país" not in read()
    Organisation.objects.filter(realm=Realm.REAL).update(fictitious=False)
    assert "Guatemala" in read().partition("Organizaciones de la red por país")[2]
