"""What a noun says to many gives away neither a shelter nor a person: it is asked about before others read it."""

from typing import Any

import pytest
from django.test import Client

from cast import Cast
from contratrata.ground.base.disclosing import disclosed_in
from contratrata.ground.base.doubts import Doubt, meaning
from contratrata.ground.base.scope import acting
from contratrata.ground.base.translated import Translated
from contratrata.ground.kinds.public import Fact, Lines, Link, Links, Phone, Text, TranslatedText
from contratrata.ground.network.public import job_scope
from contratrata.ground.nouns.public import Noun, operations
from nouns import every_noun, make_ready, values_for
from signin import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gate_is_open")]
#: Invented, as they are written in the region.
GIVEN_AWAY = (
    ("address", "El albergue queda en la 5a avenida 10-20, zona 1"),
    ("address", "Coordenadas 14.6349, -90.5069"),
    ("address", "https://maps.app.goo.gl/AbCdEf"),
    ("telephone", "Escriba al +504 2200-0000"),
    ("telephone", "su número es 5555 0134"),
    ("document", "pasaporte ZQX7719KRT4"),
    ("document", "DPI 1234 56789 0101"),
    ("document", "identidad 0801-1990-12345"),
    ("name", "Ella se llama Xochimílpatl"),
    ("name", "Doña Petrona lo contó"),
    ("name", "Después vino María José López Pérez"),
    ("name", "A woman called by us, named Ficticia, said so"),
)
PLAIN = (
    "Llame al 1572 a cualquier hora",
    "Mesa de 24 horas: hora 2, cinco instituciones; 21000 USD entre 2019-2024",
    "Ley 9-2009, artículo 203-2020, reformada en 2024",
    "Pacto Mundial para la Migración: objetivo 10; ODS 16.2",
    "San José de Costa Rica, Santa Rosa de Copán, Ciudad Juárez",
    "De lunes a viernes de 8:00 a 16:00, desde el 05/06/2023",
    "La Secretaría de la Mujer y el Ministerio Público deciden juntos",
    "El documento de 2025 y la cédula de la persona",
)
Anything = Noun[Any, Any]
NOUNS = every_noun()


@pytest.fixture(params=sorted(NOUNS))
def noun(request: pytest.FixtureRequest) -> Anything:
    return NOUNS[request.param]


@pytest.mark.parametrize(("kind", "text"), GIVEN_AWAY)
def test_it_is_recognised(kind: str, text: str) -> None:
    assert kind in {piece.kind for piece in disclosed_in(f"Se dijo. {text}. Gracias.")}


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_none_is_not(text: str) -> None:
    assert disclosed_in(text) == []


def texts_of(noun: Anything) -> list[Fact]:
    """Every fact that is typed as text."""
    kinds = (Text, Lines, TranslatedText)
    return [one for one in noun.facts if isinstance(one.kind, kinds) and not isinstance(one.kind, Phone)]


def saying(fact: Fact, text: str) -> Any:
    if isinstance(fact.kind, TranslatedText):
        return Translated.of({"es": "Algo (ficticio)", "en": text})
    map_link = f"https://maps.google.com/?q={text[:3]}"
    if isinstance(fact.kind, Links):
        return ("https://ejemplo.example/video", map_link)
    if isinstance(fact.kind, Lines):
        return ("Algo (ficticio)", text)
    return map_link if isinstance(fact.kind, Link) else text


def test_every_text_of_every_noun_is_asked_about_when_it_is_written_and_changed(
    noun: Anything, cast: Cast
) -> None:
    values = values_for(noun, "Faro")
    assert texts_of(noun)
    with acting(cast.flor.scope):
        row = operations.write(noun, values=values)
        for fact in texts_of(noun):
            data = {**values, fact.name: saying(fact, "5a avenida 10-20, zona 1")}
            with pytest.raises(Doubt):
                operations.write(noun, values=data)
            with pytest.raises(Doubt):
                operations.change(noun, row.id, values=data, expected_version=1)
        assert noun.row.objects.get().version == 1
        with meaning([_key(noun, data)]):
            operations.change(noun, row.id, values=data, expected_version=1)
        # What is meant once is not asked about with every other change; something more is.
        operations.change(noun, row.id, values=data | _another(noun), expected_version=2)


def _key(noun: Anything, values: dict[str, Any]) -> str:
    with pytest.raises(Doubt) as asked:
        operations.write(noun, values=values)
    return asked.value.key


def _another(noun: Anything) -> dict[str, Any]:
    named = noun.questions.fact(noun.named_by)
    return {named.name: saying(named, "Otro nombre (ficticio)")}


def test_what_a_sheet_brought_is_asked_about_before_it_is_published(noun: Anything, cast: Cast) -> None:
    """The importer is not asked row by row, and nothing of it is refused in silence: who publishes confirms."""
    fact = texts_of(noun)[0]
    with acting(job_scope(cast.refugio, user_id=cast.flor.user.pk)):
        row = operations.write(noun, values={**values_for(noun, "Faro"), fact.name: saying(fact, "zona 10")})
    if noun.copy is None:
        return
    with acting(cast.flor.scope):
        if noun.moves is not None and "submit" in noun.moves.steps:
            with pytest.raises(Doubt) as submitted:
                operations.move(noun, row.id, "submit", expected_version=1)
            meant = submitted.value.key
        else:
            meant = ""
    with meaning([meant]):
        make_ready(noun, row.id, cast)
    publisher = cast.flor if noun.publishes_own else cast.gloria
    client, url = sign_in(Client(), publisher), noun.url("publish", row)
    page = client.post(url, {"version": "1"})
    body = page.content.decode()
    assert page.status_code == 200
    assert "parece una dirección o un mapa" in body
    assert 'name="seguro"' in body
    assert not noun.copy._default_manager.exists()
    assert client.post(url, {"version": "1", "seguro": [page.context["doubt"].key]}).status_code == 302
    assert noun.copy._default_manager.get().row_id == row.id
