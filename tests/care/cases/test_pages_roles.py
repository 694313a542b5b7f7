"""Every page of the case by who asks: hers, supervision's; to all others it does not exist."""

import uuid

import pytest
from django.test import Client
from page_tools import browser, on_file

from cast import Cast
from contratrata.care.cases.models import CaseShare, Consent, Need, NextStep, Note
from contratrata.ground.audit.public import Entry
from contratrata.ground.base.scope import acting
from signin import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gate_is_open")]

PAGES = (
    "", "relato/", "plan/", "equipo/", "historia/", "imprimir/", "elementos/", "condicion/", "consentimientos/",
    "consentimientos/nuevo/permiso/", "consentimientos/nuevo/compartir/", "consentimientos/nuevo/obligacion/",
    "notas/nueva/", "necesidades/nueva/", "proximo-paso/", "compartir/", "entregar/", "seguimiento/", "reanudar/",
    "cerrar/", "reabrir/", *(f"cambiar/{what}/" for what in (
        "nombre", "edad", "origen", "documentos", "contacto", "llegada", "hechos", "acto", "medio", "fin", "otros")),
)  # fmt: skip


@pytest.mark.parametrize("part", PAGES)
def test_each_page_opens_to_hers_and_to_nobody_else(cast: Cast, part: str) -> None:
    case = on_file(cast.ana)
    url = f"/casos/{case.id}/{part}"
    seen = {who: browser(getattr(cast, who)).get(url).status_code for who in ("ana", "beatriz")}
    assert seen == {"ana": 200, "beatriz": 200}
    others = ("carla", "flor", "hilda", "diana", "elena", "irma", "gloria", "julia")
    assert {who: browser(getattr(cast, who)).get(url).status_code for who in others} == dict.fromkeys(
        others, 404
    )


@pytest.mark.parametrize("part", PAGES)
def test_a_case_that_is_not_there_looks_like_one_that_is_not_hers(cast: Cast, part: str) -> None:
    case = on_file(cast.ana)
    stranger = browser(cast.irma)
    foreign = stranger.get(f"/casos/{case.id}/{part}")
    absent = stranger.get(f"/casos/{uuid.uuid4()}/{part}")
    assert (foreign.status_code, absent.status_code) == (404, 404)
    assert foreign.content == absent.content


def test_who_shares_the_case_works_on_it_and_does_not_end_it(cast: Cast) -> None:
    case = on_file(cast.ana)
    with acting(cast.ana.scope):
        CaseShare.objects.create(case=case, user_id=cast.carla.user.pk)
    carla = browser(cast.carla)
    codes = {page: carla.get(f"/casos/{case.id}/{page}").status_code for page in PAGES}
    closed_to_her = {"compartir/", "entregar/", "cerrar/", "reabrir/"}
    assert {page for page, code in codes.items() if code == 404} == closed_to_her
    assert carla.get(f"/casos/{case.id}/borrar/").status_code == 404


def test_only_supervision_reaches_the_erasing(cast: Cast) -> None:
    case = on_file(cast.ana)
    url = f"/casos/{case.id}/borrar/"
    assert browser(cast.ana).get(url).status_code == 404
    asked = sign_in(Client(), cast.beatriz, fresh=False).get(url)
    assert asked.status_code == 302
    assert "/confirmar/" in asked["Location"]


@pytest.mark.parametrize(
    "address", ["/casos/", "/casos/registrar/", "/casos/primer-contacto/", "/casos/primeros-contactos/"]
)
def test_the_lists_are_for_who_works_on_cases(cast: Cast, address: str) -> None:
    people = ("ana", "beatriz", "carla", "irma", "flor", "hilda", "gloria", "diana")
    codes = {who: browser(getattr(cast, who)).get(address).status_code for who in people}
    assert codes == {
        "ana": 200, "beatriz": 200, "carla": 200, "irma": 200, "flor": 404, "hilda": 404, "gloria": 404, "diana": 404,
    }  # fmt: skip


def test_rows_of_another_case_are_not_reached_through_hers(cast: Cast) -> None:
    mine, other = on_file(cast.ana), on_file(cast.carla)
    with acting(cast.carla.scope):
        need, note = Need.objects.filter(case=other)[0], Note.objects.get(case=other)
        step = NextStep.objects.get(case=other)
        consent = Consent.objects.create(case=other, purpose="assistance", given_by="person", means="written")
    ana = browser(cast.ana)
    for page in (
        f"notas/{note.id}/corregir/",
        f"proximo-paso/{step.id}/hecho/",
        f"consentimientos/{consent.id}/retirar/",
    ):
        assert ana.get(f"/casos/{mine.id}/{page}").status_code == 404
    assert ana.post(f"/casos/{mine.id}/necesidades/{need.id}/", {"como": "atendida"}).status_code == 404


def test_looking_leaves_a_trace_and_writes_nothing_else(cast: Cast) -> None:
    case = on_file(cast.ana)
    ana = browser(cast.ana)
    ana.get(f"/casos/{case.id}/")
    ana.get(f"/casos/{case.id}/relato/")
    ana.get("/casos/")
    ana.get(f"/casos/{case.id}/imprimir/")
    with acting(cast.beatriz.scope):
        read = Entry.objects.filter(event__in=["case.viewed", "case.listed", "case.printed"]).order_by("at")
        assert [(one.event, one.details.get("part", one.details.get("rows"))) for one in read] == [
            ("case.viewed", "summary"), ("case.viewed", "story"), ("case.listed", 1), ("case.printed", None),
        ]  # fmt: skip


def test_names_stand_in_no_title_and_no_address(cast: Cast) -> None:
    case = on_file(cast.ana)
    ana = browser(cast.ana)
    for page in PAGES:
        body = ana.get(f"/casos/{case.id}/{page}").content.decode()
        title = body[body.index("<title>") : body.index("</title>")]
        assert "Xiomara" not in title
        assert "Zeledón" not in title
    sent = ana.post("/casos/buscar/", {"words": "Xiomara Zeledón"})
    assert sent["Location"] == "/casos/?buscado=1"
