"""The pages that keep a service: what is typed is kept, what is wrong is told, strangers find nothing."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from offers import offer, shelter_of_horizonte
from page_tools import hidden

from cast import Cast
from contratrata.care.directory import operations, queries
from contratrata.care.directory.facts import AREAS, QUESTIONS
from contratrata.care.directory.models import Service
from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from signin import sign_in
from typing_in import seen

NEW = {"name": "Abogadas (ficticia)", "kinds": ["legal"], "place_country": "CRI"}


def whole(cast: Cast, service: Service) -> Service:
    with acting(cast.diana.scope):
        return queries.service(service.pk)


def change(client: Client, url: str, sent: dict[str, object]) -> Any:
    """The answer to a changed form, about the version that is on the screen."""
    return client.post(url, {"version": hidden(client.get(url), "version"), **sent})


def test_the_second_of_two_editors_of_a_service_sees_both_and_keeps_what_was_typed(cast: Cast) -> None:
    service = shelter_of_horizonte(cast)
    first, second = sign_in(Client(), cast.diana), sign_in(Client(), cast.diana)
    url = f"/servicios/{service.pk}/cambiar/que/"
    plain = {"kinds": service.kinds, "description": ""}
    seen = hidden(second.get(url), "version")
    assert change(first, url, {**plain, "name": "Casa de las dos (ficticia)"}).status_code == 302
    late = second.post(url, {**plain, "version": seen, "name": "Casa de la segunda (ficticia)"})
    assert late.status_code == 200
    page = late.content.decode()
    assert "Usted cambió esto en otra ventana" in page
    assert "Lo que hay ahora, distinto de lo que usted escribió" in page
    assert "Casa de las dos (ficticia)" in page
    assert 'value="Casa de la segunda (ficticia)"' in page
    assert whole(cast, service).name == "Casa de las dos (ficticia)"
    again = second.post(
        url, {**plain, "version": hidden(late, "version"), "name": "Casa de la segunda (ficticia)"}
    )
    assert again.status_code == 302
    now = whole(cast, service)
    assert (now.name, now.version) == ("Casa de la segunda (ficticia)", 3)


def test_a_paused_service_is_taken_up_again_from_the_message(cast: Cast, client: Client) -> None:
    service = shelter_of_horizonte(cast)
    page = sign_in(client, cast.diana).post(f"/servicios/{service.pk}/pausar/", {"words": ""}, follow=True)
    assert "Deshacer" in page.content.decode()
    assert whole(cast, service).state == "paused"
    client.post(f"/servicios/{service.pk}/reanudar/")
    assert whole(cast, service).state == "active"


def test_a_service_is_added_once_though_the_button_is_pressed_twice(cast: Cast, client: Client) -> None:
    sign_in(client, cast.diana)
    once = str(uuid.uuid4())
    first, second = (client.post("/servicios/nuevo/", {**NEW, "once": once}) for _ in range(2))
    assert first["Location"] == second["Location"]
    page = client.get(first["Location"]).content.decode()
    assert "Abogadas (ficticia)" in page
    assert "Costa Rica: todo el país" in page
    with acting(cast.diana.scope):
        assert Service.objects.count() == 1


def test_nothing_is_saved_when_something_is_missing(cast: Cast, client: Client) -> None:
    page = sign_in(client, cast.diana).post("/servicios/nuevo/", {**NEW, "kinds": []}).content.decode()
    assert "Elija al menos un tipo de servicio." in page
    assert 'value="Abogadas (ficticia)"' in page
    with acting(cast.diana.scope):
        assert Service.objects.count() == 0


def test_every_section_shows_and_saves_what_stands_there(cast: Cast, client: Client) -> None:
    service = shelter_of_horizonte(cast)
    sign_in(client, cast.diana)
    for section in (AREAS, *(one.key for one in QUESTIONS.sections)):
        shown = client.get(f"/servicios/{service.pk}/cambiar/{section}/")
        assert shown.status_code == 200, section
    base = f"/servicios/{service.pk}/cambiar/"
    assert change(client, base + "zonas/", {"CRI": ["CR-SJ", "CR-L"]}).status_code == 302
    assert change(client, base + "paises/", {"countries": ["CRI", "PAN"]}).status_code == 302
    hours = {"days_1": ["MO", "TU", "WE"], "opens_1": "08:00", "closes_1": "16:00", "days_2": ["SA"]}
    hours |= {
        "opens_2": "09:00",
        "closes_2": "12:00",
        "shut_until_day": "31",
        "shut_until_month": "12",
        "shut_until_year": "2026",
    }
    assert change(client, base + "cuando/", hours).status_code == 302
    phones = {"number_1": "+506 2222 0000", "words_1": "Ingresos", "messages_1": "on"}
    assert change(client, base + "telefonos/", phones).status_code == 302
    who = {"age_from": "12", "languages": ["spanish"], "languages_0": "arabic", "sexes": ["female"]}
    assert change(client, base + "para-quien/", who).status_code == 302
    page = client.get(f"/servicios/{service.pk}/").content.decode()
    for words in (
        "Costa Rica: Limón, San José; Panamá: todo el país",
        "lunes a miércoles, 08:00–16:00; sábado, 09:00–12:00",
        "+506 2222 0000 (Ingresos, también mensajes)",
        "desde los 12 años",
        "español, árabe",
    ):
        assert words in page
    assert whole(cast, service).shut_until == dt.date(2026, 12, 31)


def test_a_shelter_has_no_field_for_an_address(cast: Cast, client: Client) -> None:
    service = shelter_of_horizonte(cast)
    sign_in(client, cast.diana)
    url = f"/servicios/{service.pk}/cambiar/donde/"
    page = client.get(url).content.decode()
    assert 'name="address"' not in page
    assert 'name="city"' not in page
    sent = {"place_country": "CRI", "place_area": "CR-SJ", "address": "Calle 1", "city": "San José"}
    assert change(client, url, sent).status_code == 302
    result = whole(cast, service)
    assert (result.place_area, result.address, result.city) == ("CR-SJ", "", "")
    assert "Dirección" not in client.get(f"/servicios/{service.pk}/").content.decode()
    other = offer(cast.diana, "Abogadas", kinds=("legal",))
    assert 'name="address"' in client.get(f"/servicios/{other.pk}/cambiar/donde/").content.decode()


@pytest.mark.parametrize(
    ("section", "sent", "words"),
    [
        ("que", {"name": "", "kinds": ["legal"]}, "Escriba el nombre."),
        ("para-quien", {"age_from": "40", "age_to": "20"}, "La edad máxima es menor que la mínima."),
        (
            "donde",
            {"place_country": "PAN", "place_area": "CR-SJ"},
            "«CR-SJ» no es una división de Panamá.",
        ),
        ("paises", {"countries": []}, "Elija al menos un país."),
        ("cuando", {"days_1": ["MO"], "opens_1": "09:00"}, "Escriba a qué hora."),
        ("cuando", {"opens_1": "09:00", "closes_1": "10:00"}, "Elija los días."),
        ("cuando", {"days_1": ["MO"], "opens_1": "10:00", "closes_1": "09:00"}, "debe ser posterior"),
        ("telefonos", {"number_1": "llamar a Ana"}, "Escriba el número con el código del país"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    cast: Cast, client: Client, section: str, sent: dict[str, object], words: str
) -> None:
    service = offer(cast.diana, "Abogadas", kinds=("legal",))
    before = whole(cast, service).changed_at
    page = change(sign_in(client, cast.diana), f"/servicios/{service.pk}/cambiar/{section}/", sent)
    assert page.status_code == 200
    assert words in page.content.decode()
    assert "<title>Error: " in page.content.decode()
    assert whole(cast, service).changed_at == before


def test_markup_in_a_name_stays_text(cast: Cast, client: Client) -> None:
    service = offer(cast.diana, "<img src=x onerror=alert(1)>")
    page = sign_in(client, cast.diana).get(f"/servicios/{service.pk}/").content.decode()
    assert "<img" not in page
    assert "&lt;img src=x" in page


def test_places_of_all_services_on_one_screen(cast: Cast, client: Client) -> None:
    one, two = offer(cast.diana, "Uno", places=(8, 1)), offer(cast.diana, "Dos")
    sign_in(client, cast.diana)
    page = client.get("/servicios/plazas/").content.decode()
    assert ">Guardar las plazas</button>" in page
    assert page.index("Dos") < page.index("Uno")
    wrong = {f"free_{one.pk}": "9", f"total_{one.pk}": "8", f"free_{two.pk}": "", f"total_{two.pk}": "3"}
    values = client.post("/servicios/plazas/", wrong).content.decode()
    assert "No puede haber más plazas libres que plazas en total." in values
    assert "Escriba cuántas plazas libres hay; 0 si ninguna." in values
    right = {f"free_{one.pk}": "3", f"total_{one.pk}": "8", f"free_{two.pk}": "", f"total_{two.pk}": ""}
    assert (
        client.post("/servicios/plazas/", right | seen(client, "/servicios/plazas/"))["Location"]
        == "/servicios/"
    )
    assert "3 plazas libres, dato de hoy" in client.get("/servicios/").content.decode()


def test_an_old_entry_nags_until_somebody_says_it_is_the_same(cast: Cast, client: Client) -> None:
    service = offer(cast.diana)
    sign_in(client, cast.diana)
    assert "Sigue igual" not in client.get("/servicios/").content.decode()
    with acting(cast.diana.scope):
        Service.objects.update(assured_at=clock.now() - dt.timedelta(days=91))
    page = client.get("/servicios/").content.decode()
    assert "Sin confirmar hace 91 días" in page
    assert "Sigue igual" in page
    assert client.get(f"/servicios/{service.pk}/sigue-igual/").status_code == 405
    url, version = f"/servicios/{service.pk}/sigue-igual/", hidden(client.get("/servicios/"), "version")
    with acting(cast.diana.scope):
        operations.change_service(
            service_id=service.pk, section="que", expected_version=service.version, description="Otra"
        )
        Service.objects.update(assured_at=clock.now() - dt.timedelta(days=91))
    for lost in ({}, {"version": version}, {"version": "x"}):
        values = client.post(url, lost, follow=True)
        assert "Esto cambió después de que usted lo abrió." in values.content.decode()
        assert "Otra" in values.content.decode()
    assert "Sin confirmar hace 91 días" in client.get("/servicios/").content.decode()
    client.post(url, {"version": hidden(client.get("/servicios/"), "version")})
    assert "Confirmado hoy" in client.get("/servicios/").content.decode()


def test_pausing_asks_first_and_twice_is_told(cast: Cast, client: Client) -> None:
    service = offer(cast.diana)
    sign_in(client, cast.diana)
    assert "¿Poner el servicio en pausa?" in client.get(f"/servicios/{service.pk}/pausar/").content.decode()
    assert client.post(f"/servicios/{service.pk}/pausar/", {"words": "Obras"}).status_code == 302
    again = client.post(f"/servicios/{service.pk}/pausar/", {"words": "Obras"})
    assert "la situación cambió mientras tanto" in again.content.decode()
    page = client.get(f"/servicios/{service.pk}/").content.decode()
    assert "quedó en pausa – Obras" in " ".join(page.split())
    assert client.get(f"/servicios/{service.pk}/volar/").status_code == 404


@pytest.mark.parametrize("who", ["ana", "irma", "gloria", "elena", "hilda"])
def test_who_does_not_keep_it_reads_it_and_changes_nothing(cast: Cast, client: Client, who: str) -> None:
    service = shelter_of_horizonte(cast)
    sign_in(client, getattr(cast, who))
    page = client.get(f"/servicios/{service.pk}/")
    assert page.status_code == 200
    assert "/cambiar/" not in page.content.decode()
    for path in ("cambiar/que/", "pausar/", "cerrar/", "sigue-igual/"):
        assert client.post(f"/servicios/{service.pk}/{path}", {"name": "x"}).status_code == 404
    for path in ("/servicios/", "/servicios/nuevo/", "/servicios/plazas/"):
        assert client.get(path).status_code == 404


def test_another_organisation_s_keeper_and_the_other_realm(cast: Cast, client: Client) -> None:
    service = shelter_of_horizonte(cast)
    sign_in(client, cast.flor)  # keeps the services of her own organisation
    assert client.get(f"/servicios/{service.pk}/").status_code == 200
    assert client.get(f"/servicios/{service.pk}/cambiar/que/").status_code == 404
    stranger = sign_in(Client(), cast.julia)
    unknown = stranger.get(f"/servicios/{uuid.uuid4()}/")
    foreign = stranger.get(f"/servicios/{service.pk}/")
    assert (foreign.status_code, foreign.content) == (404, unknown.content)


def test_as_many_queries_for_one_service_as_for_ten(cast: Cast, client: Client) -> None:
    offer(cast.diana, "Primero", places=(4, 1))
    sign_in(client, cast.diana)
    counts: dict[str, list[int]] = {}
    for more in range(2):
        for url in ("/servicios/", "/servicios/plazas/", "/quien-puede-ayudar/?necesidad=shelter&pais=CRI"):
            client.get(url)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(url).status_code == 200
            counts.setdefault(url, []).append(len(asked))
        for n in range(9):
            offer(cast.diana, f"Casa {more} {n}", places=(4, 2))
    assert all(few == many for few, many in counts.values()), counts


def test_none_says_what_to_do(cast: Cast, client: Client) -> None:
    sign_in(client, cast.diana)
    assert "Agregue lo que ofrece" in client.get("/servicios/").content.decode()
    assert "Agregar un servicio" in client.get("/servicios/plazas/").content.decode()
