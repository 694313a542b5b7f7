"""The address of a shelter does not hide in a free text that the whole network reads."""

from typing import Any

import pytest
from django.test import Client

from cast import Cast
from contratrata.care.directory import operations
from contratrata.care.directory.models import Service
from contratrata.ground.base.addresses import address_in
from contratrata.ground.base.doubts import Doubt, meaning
from contratrata.ground.base.scope import acting
from signin import sign_in

pytestmark = pytest.mark.django_db
#: Invented, as they are written in the region.
ADDRESSES = (
    "5a avenida 10-20, zona 1",
    "Estamos en la zona 10, portón verde",
    "Calle del Comercio No. 14",
    "Av. Reforma 7-62",
    "Carretera a El Salvador km 12",
    "de la iglesia 200 metros al norte",
    "del semáforo 2c al lago",
    "frente a la farmacia, casa azul",
    "Colonia Miraflores, bloque 3",
    "casa #12",
    "14.6349, -90.5069",
    "14° 38' N",
    "https://maps.app.goo.gl/AbCdEf",
    "waze.com/ul?ll=14.6",
    "766G+8V Guatemala",
    "///mesa.luna.río",
    "125 Old Harbour Road",
)
PLAIN = (
    "Llame al 1572 a cualquier hora",
    "De 8 a 16 h, todos los días",
    "Traiga copia de 2 documentos",
    "Mujeres de 18 a 59 años y sus hijas e hijos",
    "La casa recibe hasta 12 personas",
    "Atendemos en Guatemala y Honduras; viaja con una persona de confianza",
    "En zonas rurales va una promotora",
    "Espera de 3 días",
    "+502 2200 0000",
)
SHELTER: dict[str, Any] = {
    "name": "Albergue (ficticio)",
    "kinds": ["shelter"],
    "areas": [("GTM", "")],
    "place_country": "GTM",
}


@pytest.mark.parametrize("text", ADDRESSES)
def test_an_address_is_recognised(text: str) -> None:
    assert address_in(f"Para venir: {text}. Gracias.")


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_none_is_not(text: str) -> None:
    assert address_in(text) == ""


@pytest.mark.parametrize(
    "field", ["name", "description", "for_whom", "cost_words", "how_to_apply", "schedule_words", "waiting"]
)
def test_every_text_of_a_shelter_is_asked_about(cast: Cast, field: str) -> None:
    with acting(cast.flor.scope):
        with pytest.raises(Doubt) as asked:
            operations.open_service(**SHELTER | {field: f"Pregunte en {ADDRESSES[0]}"})
        assert asked.value.field == field
        assert not Service.objects.exists()
        with meaning([asked.value.key]):
            operations.open_service(**SHELTER | {field: f"Pregunte en {ADDRESSES[0]}"})
        operations.open_service(**SHELTER | {"kinds": ["legal"], field: f"Pregunte en {ADDRESSES[0]}"})


def test_so_are_its_documents_the_words_of_its_telephones_and_of_its_pauses(cast: Cast) -> None:
    with acting(cast.flor.scope):
        service = operations.open_service(**SHELTER)
        for asked in (
            {"phones": [("+502 2200 0000", ADDRESSES[1], False)]},
            {"required_documents": ["Recibo de luz", ADDRESSES[2]]},
        ):
            with pytest.raises(Doubt):
                operations.change_service(service_id=service.id, section="x", expected_version=1, **asked)
        with pytest.raises(Doubt):
            operations.pause(service_id=service.id, words=f"Nos mudamos a {ADDRESSES[3]}")
        service.refresh_from_db()
        assert (service.version, service.state) == (1, "active")
        # What becomes a shelter brings no address along.
        other = operations.open_service(**SHELTER | {"kinds": ["legal"], "description": ADDRESSES[0]})
        with pytest.raises(Doubt):
            operations.change_service(
                service_id=other.id, section="que", expected_version=1, kinds=["shelter"]
            )


def test_the_page_asks_keeps_what_was_typed_and_believes_who_says_so(cast: Cast) -> None:
    with acting(cast.flor.scope):
        service = operations.open_service(**SHELTER)
    flor, url = sign_in(Client(), cast.flor), f"/servicios/{service.id}/cambiar/que/"
    sent = {
        "name": "Albergue (ficticio)",
        "kinds": ["shelter"],
        "description": f"Vaya a {ADDRESSES[0]}",
        "version": "1",
    }
    page = flor.post(url, sent)
    body = page.content.decode()
    assert page.status_code == 200
    assert "parece una dirección" in body
    assert "Vaya a 5a avenida" in body
    assert 'name="seguro"' in body
    with acting(cast.flor.scope):
        assert Service.objects.get(id=service.id).description == ""
    key = page.context["doubt"].key
    assert flor.post(url, {**sent, "seguro": [key]}).status_code == 302
    with acting(cast.flor.scope):
        assert Service.objects.get(id=service.id).description == f"Vaya a {ADDRESSES[0]}"
