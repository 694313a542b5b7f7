"""The pages of imports, as a browser without scripts sees them."""

import re
import uuid

import pytest
from bringing import again, bring, csv_of, staged
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cast import Cast
from contratrata.care.cases import operations as casework
from contratrata.care.cases.models import Case
from contratrata.ground.base.scope import acting
from contratrata.ground.imports import jobs, operations
from contratrata.ground.imports.models import Import, ImportRow
from signin import sign_in

HEAD = "prs_FirstName;prs_SecondName;prs_Citizenship;prs_Birthdate;vic_TypeOfExploitation"
TEXT = csv_of(
    HEAD, "Dunia;Funes;HND;1999;Servitude", "Keyla;<script>alert(1)</script>;HND;31/02/2001;Servitude"
)


def upload(content: bytes = TEXT, name: str = "registro.csv", once: str = "") -> dict[str, object]:
    """What the form sends."""
    return {"file": SimpleUploadedFile(name, content), "once": once or str(uuid.uuid4())}


def test_from_the_file_to_the_cases(cast: Cast, client: Client) -> None:
    browser = sign_in(client, cast.ana)
    sent = browser.post("/casos/importar/", upload())
    with acting(cast.ana.scope):
        one = Import.objects.get()
    assert sent.headers["Location"] == f"/casos/importar/{one.id}/"
    waiting = browser.get(f"/casos/importar/{one.id}/").content.decode()
    assert "hx-get" in waiting
    assert "Puede salir de esta página" in waiting
    jobs.stage(str(one.organisation_id), str(one.by_id), str(one.id))
    bar = browser.get(f"/casos/importar/{one.id}/avance/")
    assert bar.headers["HX-Refresh"] == "true"
    shown = browser.get(f"/casos/importar/{one.id}/").content.decode()
    assert "Traer 1 caso" in shown
    assert "Ese día no existe" in shown
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert" in shown
    sheet = browser.get(f"/casos/importar/{one.id}/informe/")
    assert sheet.content.startswith(b"PK")
    assert "Dunia" not in sheet.headers["Content-Disposition"]
    assert browser.post(f"/casos/importar/{one.id}/traer/").status_code == 302
    jobs.bring(str(one.organisation_id), str(one.by_id), str(one.id))
    done = browser.get(f"/casos/importar/{one.id}/").content.decode()
    assert "Entró <strong>1</strong> caso" in done
    assert "¿Quitar 1 caso?" in browser.get(f"/casos/importar/{one.id}/deshacer/").content.decode()
    with acting(cast.ana.scope):
        case = Case.objects.get()
        casework.add_note(case.id, text="Llamó.")
    stopped = browser.get(f"/casos/importar/{one.id}/deshacer/").content.decode()
    assert case.code in stopped
    refused = browser.post(f"/casos/importar/{one.id}/deshacer/", follow=True).content.decode()
    assert case.code in refused


def test_a_row_that_came_in_with_a_doubt_is_not_left_to_be_solved(cast: Cast, client: Client) -> None:
    browser = sign_in(client, cast.ana)
    waiting = staged(cast.ana, TEXT)
    before = browser.get(f"/casos/importar/{waiting.id}/").content.decode()
    assert "Por resolver (1)" in before
    assert "Entraron con dudas" not in before
    one = bring(cast.ana, TEXT, with_asked=True)
    after = browser.get(f"/casos/importar/{one.id}/").content.decode()
    assert "Por resolver (0)" in after
    assert "Entraron con dudas (1)" in after
    assert "Ese día no existe" not in after
    doubts = browser.get(f"/casos/importar/{one.id}/?filas=con-dudas").content.decode()
    assert "Entró sin lo dudoso: Fecha de nacimiento." in doubts
    with acting(cast.ana.scope):
        row = ImportRow.objects.get(of=one, outcome="asked")
    assert f'href="/casos/{row.made_id}/"' in doubts
    assert browser.get(f"/casos/{row.made_id}/").status_code == 200


def test_what_is_no_sheet_is_told_beside_the_field(cast: Cast, client: Client) -> None:
    browser = sign_in(client, cast.ana)
    for content, words in ((b"%PDF-1.7\n\x00", "no es una hoja"), (b"", "vacío")):
        shown = browser.post("/casos/importar/", upload(content, "x.xlsx"))
        assert words in shown.content.decode()
        assert "Error: " in shown.content.decode()
    shown = browser.post("/casos/importar/", {"once": ""})
    assert "Elija el archivo" in shown.content.decode()
    with acting(cast.ana.scope):
        assert Import.objects.count() == 0


def test_a_second_click_is_one_import(cast: Cast, client: Client) -> None:
    browser, once = sign_in(client, cast.ana), str(uuid.uuid4())
    first = browser.post("/casos/importar/", upload(once=once))
    second = browser.post("/casos/importar/", upload(once=once))
    assert first.headers["Location"] == second.headers["Location"]
    with acting(cast.ana.scope):
        one = Import.objects.get()
    jobs.stage(str(one.organisation_id), str(one.by_id), str(one.id))
    browser.post(f"/casos/importar/{one.id}/traer/")
    again_ = browser.post(f"/casos/importar/{one.id}/traer/", follow=True)
    assert "la situación cambió" in again_.content.decode()


def test_supervision_chooses_who_answers_for_them(cast: Cast, client: Client) -> None:
    browser = sign_in(client, cast.beatriz)
    assert "Carla Ejemplo" in browser.get("/casos/importar/").content.decode()
    browser.post("/casos/importar/", {**upload(), "responsible_id": str(cast.carla.user.id)})
    with acting(cast.beatriz.scope):
        one = Import.objects.get()
        assert one.responsible_id == cast.carla.user.id
    shown = browser.post("/casos/importar/", {**upload(), "responsible_id": str(cast.irma.user.id)})
    assert shown.status_code == 200
    with acting(cast.beatriz.scope):
        assert Import.objects.count() == 1


@pytest.mark.parametrize("who", ["carla", "irma", "flor", "hilda", "diana", "gloria", "julia"])
def test_others_find_nothing(cast: Cast, client: Client, who: str) -> None:
    one = staged(cast.ana, TEXT)
    browser = sign_in(client, getattr(cast, who))
    for path in ("", "avance/", "informe/", "deshacer/"):
        assert browser.get(f"/casos/importar/{one.id}/{path}").status_code == 404
    for path in ("traer/", "cancelar/", "deshacer/", "seguir/"):
        assert browser.post(f"/casos/importar/{one.id}/{path}").status_code == 404
    assert again(cast.ana, one).state == "staged"


def test_a_fault_is_told_and_taken_up(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = sign_in(client, cast.ana)
    one = staged(cast.ana, TEXT)
    with acting(cast.ana.scope):
        operations.apply(one.id)

    def break_(*_args: object) -> None:
        raise ValueError("Dunia Funes")

    monkeypatch.setattr("contratrata.care.cases.imports.importer.new_case", break_)
    jobs.bring(str(one.organisation_id), str(one.by_id), str(one.id))
    monkeypatch.undo()
    shown = browser.get(f"/casos/importar/{one.id}/").content.decode()
    assert "se detuvo por un fallo nuestro" in shown
    browser.post(f"/casos/importar/{one.id}/seguir/")
    jobs.bring(str(one.organisation_id), str(one.by_id), str(one.id))
    assert again(cast.ana, one).state == "applied"


def test_a_page_of_rows_costs_the_same_for_ten_and_a_thousand(
    cast: Cast, client: Client, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    browser = sign_in(client, cast.ana)
    bad = [f"Reina{i};Pineda;HND;31/02/2001;Servitude" for i in range(60)]
    one = staged(cast.ana, csv_of(HEAD, *bad))
    assert again(cast.ana, one).total == 60
    with django_assert_max_num_queries(25):  # type: ignore[operator]
        shown = browser.get(f"/casos/importar/{one.id}/").content.decode()
    assert shown.count("Ese día no existe") == 25
    further = re.search(r'href="([^"]+)" rel="next"', shown)
    assert further is not None
    following = browser.get(further.group(1).replace("&amp;", "&")).content.decode()
    assert "Reina25" in following
    odd = browser.get(f"/casos/importar/{one.id}/?filas=nada&despues=x").content.decode()
    assert "Esa página ya no vale" in odd


def test_the_list_says_how_each_one_stands(cast: Cast, client: Client) -> None:
    browser = sign_in(client, cast.ana)
    assert "Todavía no se ha traído ninguno" in browser.get("/casos/importar/").content.decode()
    bring(cast.ana, TEXT, "enero.csv")
    shown = browser.get("/casos/importar/").content.decode()
    assert "enero.csv" in shown
    assert "traída" in shown
    with acting(cast.ana.scope):
        assert ImportRow.objects.filter(made_id__isnull=False).count() == 1
