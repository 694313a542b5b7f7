"""The file: what stands on it, changing it, two editors, needs and steps, how it ends, erasing."""

import time
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from page_tools import browser, errors, hidden, look, on_file, text, version
from samples import answered, full, named

from cast import Cast
from contratrata.care.cases.inputs import NewCase, NewStep
from contratrata.care.cases.models import (
    Case,
    CaseShare,
    Identity,
    Need,
    NextStep,
    Note,
    SealedVersion,
    StatusAssertion,
)
from contratrata.care.cases.operations import edit_file, register_cases, set_next_step
from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from contratrata.ground.ui.frame import draft_key
from contratrata.ground.vault import public as vault

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gate_is_open")]


def names(cast: Cast, case: Case) -> dict[str, str]:
    """The identity as it stands."""
    with acting(cast.ana.scope):
        return Identity.objects.get(person=case.person).open(vault.open_subject(case.person.subject_id))


def test_the_summary_reads_as_a_paragraph_before_it_is_a_table(cast: Cast) -> None:
    case = on_file(cast.ana)
    body = text(browser(cast.ana).get(f"/casos/{case.id}/"))
    assert "Mujer de 25 años, con nacionalidad de Nicaragua." in body
    assert body.index("Siguiente paso") < body.index("Mujer de 25 años") < body.index("Elementos de trata")
    assert "Acto Captación Por qué" in body
    assert "Con qué palabras: Diga que llama de la tortillería" in body


def test_each_line_leads_to_where_it_is_changed(cast: Cast) -> None:
    case = on_file(cast.ana)
    ana = browser(cast.ana)
    url = f"/casos/{case.id}/cambiar/nombre/"
    shown = ana.get(url)
    sent = {"version": hidden(shown, "version"), "given_names": "Xiomara Inés", "first_surname": "Zeledón"}
    assert ana.post(url, sent)["Location"] == f"/casos/{case.id}/"
    now = names(cast, case)
    assert (now["given_names"], now["second_surname"], now["documents"]) == (
        "Xiomara Inés",
        "",
        "passport|NIC|N1234567",
    )
    assert look(cast.ana, lambda: SealedVersion.objects.filter(column="given_names").count()) == 1


def test_the_second_of_two_editors_is_told_and_keeps_what_she_typed(cast: Cast) -> None:
    case = on_file(cast.ana)
    ana, beatriz = browser(cast.ana), browser(cast.beatriz)
    url = f"/casos/{case.id}/cambiar/nombre/"
    seen = hidden(ana.get(url), "version")
    beatriz.post(url, {"version": seen, "given_names": "Beatriz escribió esto"})
    late = ana.post(url, {"version": seen, "given_names": "Ana escribió esto"})
    assert late.status_code == 200
    body = text(late)
    assert "Beatriz Ejemplo (ficticia) cambió esto mientras usted escribía" in body
    assert "Nombres Beatriz escribió esto" in body
    assert 'value="Ana escribió esto"' in late.content.decode()
    assert names(cast, case)["given_names"] == "Beatriz escribió esto"
    again = ana.post(url, {"version": hidden(late, "version"), "given_names": "Ana escribió esto"})
    assert again.status_code == 302
    assert names(cast, case)["given_names"] == "Ana escribió esto"


@pytest.mark.parametrize(
    ("what", "sent", "field"),
    [
        ("edad", {"birth_date_year": "2099"}, "birth_date"),
        ("edad", {"birth_date_year": "2001", "age_years": "40"}, "age_years"),
        ("origen", {"citizenships_0": "Nicaragua"}, "citizenships_0"),
        ("contacto", {"contact_channel": ["paloma"]}, "contact_channel"),
        (
            "llegada",
            {"arrived_on_day": "1", "arrived_on_month": "1", "arrived_on_year": "2031"},
            "arrived_on",
        ),
        ("hechos", {"exploited_from_year": "2099"}, "exploited_from"),
        ("hechos", {"exploitation_country": "GTM", "exploitation_area": "Atlántida"}, "exploitation_area"),
        ("medio", {"means__fraud": "puede"}, "means__fraud"),
    ],
)
def test_what_cannot_be_changes_nothing(cast: Cast, what: str, sent: dict[str, object], field: str) -> None:
    case = on_file(cast.ana)
    shown = browser(cast.ana).post(f"/casos/{case.id}/cambiar/{what}/", sent | {"version": "1"})
    assert shown.status_code == 200
    assert list(errors(shown)) == [field]
    assert version(cast.ana, case) == "1"


def test_an_age_told_today_counts_from_today(cast: Cast) -> None:
    case = on_file(cast.ana, NewCase(values={"age_years": 30}))
    browser(cast.ana).post(
        f"/casos/{case.id}/cambiar/edad/", {"version": "1", "age_years": "16", "sex": "male"}
    )
    person = look(cast.ana, lambda: Case.objects.select_related("person").get(id=case.id).person)
    assert (person.age_years, person.age_on, person.sex) == (16, clock.today(), "male")


def test_answers_are_three_valued(cast: Cast) -> None:
    case = on_file(cast.ana)
    sent = {"version": "1", "act__recruitment": "unknown", "act__transportation": "yes", "act__receipt": "no"}
    browser(cast.ana).post(f"/casos/{case.id}/cambiar/acto/", sent)
    rows = look(cast.ana, lambda: {one for one in answered(case) if one[0] == "act"})
    assert rows == {("act", "transportation", True), ("act", "receipt", False)}


def test_elements_say_why_and_never_a_verdict(cast: Cast) -> None:
    case = on_file(cast.ana)
    body = text(browser(cast.ana).get(f"/casos/{case.id}/elementos/"))
    assert "No es un veredicto" in body
    assert "Acto Presente Se registró: Captación." in body
    assert "Lo que todavía no se sabe" in body


def test_a_status_stands_after_the_one_before(cast: Cast) -> None:
    case = on_file(cast.ana)
    ana = browser(cast.ana)
    url = f"/casos/{case.id}/condicion/"
    assert list(errors(ana.post(url, {"version": "1"}))) == ["status", "decided_by_kind", "basis"]
    sent = {
        "status": "actual_victim",
        "decided_by_kind": "court_or_prosecution",
        "basis": "Sentencia",
        "version": "1",
    }
    assert ana.post(url, sent)["Location"] == f"/casos/{case.id}/elementos/"
    statuses = look(
        cast.ana, lambda: list(StatusAssertion.objects.order_by("at").values_list("status", flat=True))
    )
    assert statuses == ["possible_victim", "actual_victim"]
    body = text(ana.get(f"/casos/{case.id}/elementos/"))
    assert body.index("Sentencia") < body.index("Nadie") if "Nadie" in body else "Sentencia" in body


def test_a_note_sent_twice_is_one_and_a_correction_keeps_the_old(cast: Cast) -> None:
    case = on_file(cast.ana, named("Rosa", "Ixcot"))
    ana, token = browser(cast.ana), str(uuid.uuid4())
    for _time in range(2):
        ana.post(f"/casos/{case.id}/notas/nueva/", {"text": "Llegó con su hermana.", "once": token})
    note = look(cast.ana, Note.objects.get)
    ana.post(
        f"/casos/{case.id}/notas/{note.id}/corregir/",
        {"text": "Llegó con su prima.", "once": str(uuid.uuid4())},
    )
    body = text(ana.get(f"/casos/{case.id}/relato/"))
    assert (
        body.index("Llegó con su prima.")
        < body.index("Cómo estaba antes")
        < body.index("Llegó con su hermana.")
    )
    late = ana.post(
        f"/casos/{case.id}/notas/{note.id}/corregir/", {"text": "Otra", "once": str(uuid.uuid4())}
    )
    assert "ya se había corregido" in text(late)
    assert ">\nOtra</textarea>" in late.content.decode()


def test_what_was_being_typed_comes_back(cast: Cast) -> None:
    case = on_file(cast.ana)
    ana = browser(cast.ana)
    url = f"/casos/{case.id}/notas/nueva/"
    key = draft_key(url)
    assert ana.post("/borrador/", {"draft": key, "text": "Empecé a escribir"}).status_code == 204
    shown = ana.get(url)
    assert "Aquí está lo que estaba escribiendo" in text(shown)
    assert ">\nEmpecé a escribir</textarea>" in shown.content.decode()
    ana.post(url, {"text": "Terminé", "once": str(uuid.uuid4())})
    assert "Empecé a escribir" not in ana.get(url).content.decode()


def test_needs_are_added_once_and_ended(cast: Cast) -> None:
    case = on_file(cast.ana, named("Rosa", "Ixcot"))
    ana = browser(cast.ana)
    url = f"/casos/{case.id}/necesidades/nueva/"
    assert list(errors(ana.post(url, {"urgency": "h2"}))) == ["services_0"]
    for _time in range(2):
        assert ana.post(url, {"services_0": ["shelter"], "urgency": "h2"}).status_code == 302
    need = look(cast.ana, Need.objects.get)
    assert (need.kind, need.urgency) == ("shelter", "h2")
    assert "Albergue o alojamiento seguro" in text(ana.get(f"/casos/{case.id}/plan/"))
    ana.post(f"/casos/{case.id}/necesidades/{need.id}/", {"como": "atendida"})
    ana.post(f"/casos/{case.id}/necesidades/{need.id}/", {"como": "retirada"})
    assert look(cast.ana, Need.objects.get).state == "met"


def test_the_next_step_of_a_colleague_is_not_overwritten_unseen(cast: Cast) -> None:
    case = on_file(cast.ana, named("Rosa", "Ixcot"))
    ana = browser(cast.ana)
    url = f"/casos/{case.id}/proximo-paso/"
    ana.get(url)
    with acting(cast.beatriz.scope):
        set_next_step(case.id, step=NewStep(what="Lo de Beatriz"))
    late = ana.post(url, {"what": "Lo de Ana", "when": "today", "replaces": ""})
    assert "otra persona fijó el siguiente paso" in text(late)
    assert 'value="Lo de Ana"' in late.content.decode()
    again = ana.post(url, {"what": "Lo de Ana", "when": "today", "replaces": hidden(late, "replaces")})
    assert again["Location"] == f"/casos/{case.id}/"
    assert look(cast.ana, lambda: NextStep.objects.filter(done_at__isnull=True).count()) == 1


def test_a_step_is_done_and_the_next_is_said_at_once(cast: Cast) -> None:
    case = on_file(cast.ana)
    step = look(cast.ana, NextStep.objects.get)
    ana = browser(cast.ana)
    url = f"/casos/{case.id}/proximo-paso/{step.id}/hecho/"
    assert ana.post(url, {"what": "Ir a la clínica", "when": "week"}).status_code == 302
    assert ana.post(url, {"what": "Otra vez", "when": "week"}).status_code == 302
    assert look(cast.ana, NextStep.objects.count) == 2
    assert "Ir a la clínica" in text(ana.get(f"/casos/{case.id}/"))


def test_sharing_and_handing_over(cast: Cast) -> None:
    case = on_file(cast.ana)
    ana, carla = browser(cast.ana), browser(cast.carla)
    assert list(errors(ana.post(f"/casos/{case.id}/compartir/", {"user_id": str(cast.irma.user.pk)}))) == [
        "user_id"
    ]
    for _time in range(2):
        ana.post(f"/casos/{case.id}/compartir/", {"user_id": str(cast.carla.user.pk)})
    assert look(cast.ana, CaseShare.objects.count) == 1
    assert carla.get(f"/casos/{case.id}/").status_code == 200
    ana.post(f"/casos/{case.id}/compartir/{cast.carla.user.pk}/dejar/")
    assert carla.get(f"/casos/{case.id}/").status_code == 404
    gone = ana.post(f"/casos/{case.id}/entregar/", {"user_id": str(cast.carla.user.pk)})
    assert gone["Location"] == "/casos/"
    assert (ana.get(f"/casos/{case.id}/").status_code, carla.get(f"/casos/{case.id}/").status_code) == (
        404,
        200,
    )


def test_closing_asks_why_and_reopening_too(cast: Cast) -> None:
    case = on_file(cast.ana)
    ana = browser(cast.ana)
    assert list(errors(ana.post(f"/casos/{case.id}/cerrar/", {}))) == ["reason"]
    asked = ana.post(f"/casos/{case.id}/cerrar/", {"reason": "moved"})
    values = {
        "abierto_visto": hidden(asked, "abierto_visto"),
        "abierto_paso": "ends",
        "abierto_necesidades": "unmet",
    }
    ana.post(f"/casos/{case.id}/cerrar/", {"reason": "moved", "confirmar": "1", **values})
    closed = text(ana.get(f"/casos/{case.id}/"))
    assert "Cerrado" in closed
    assert "Cambiar el contacto" not in closed
    refused = ana.post(
        f"/casos/{case.id}/cambiar/nombre/", {"version": version(cast.ana, case), "given_names": "X"}
    )
    assert "El expediente está cerrado." in text(refused)
    assert list(errors(ana.post(f"/casos/{case.id}/reabrir/", {}))) == ["words"]
    ana.post(f"/casos/{case.id}/reabrir/", {"words": "Volvió a pedir ayuda"})
    assert look(cast.ana, lambda: Case.objects.get(id=case.id).state) == "active"


def test_erasing_asks_again_who_she_is_then_why_and_the_code(cast: Cast) -> None:
    case = on_file(cast.ana)
    beatriz = browser(cast.beatriz)
    session = beatriz.session
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()
    url = f"/casos/{case.id}/borrar/"
    assert beatriz.get(url).status_code == 200
    wrong = beatriz.post(url, {"reason": "asked_by_person", "code": "GT-0000-0000"})
    assert errors(wrong) == {"code": ["Ese no es el código de este caso."]}
    assert beatriz.post(url, {"reason": "asked_by_person", "code": case.code.lower()}).status_code == 302
    ana = browser(cast.ana)
    for part in (
        "",
        "relato/",
        "plan/",
        "equipo/",
        "historia/",
        "imprimir/",
        "elementos/",
        "consentimientos/",
    ):
        body = text(ana.get(f"/casos/{case.id}/{part}"))
        assert "Xiomara" not in body
        assert "(borrado)" in body
    assert ana.get(f"/casos/{case.id}/cambiar/nombre/").status_code == 404
    assert "(borrado)" in text(ana.get("/casos/"))


def test_the_list_is_found_filtered_and_paged(cast: Cast) -> None:
    with acting(cast.ana.scope):
        register_cases([named(f"Rosa {n}", "Ixcot") for n in range(30)])
        special = register_cases([full()])[0]
    ana = browser(cast.ana)
    first = ana.get("/casos/")
    assert len(first.context["page"].rows) == 25
    assert "Todos (31)" in text(first)
    second = ana.get(first.context["page"].next_url)
    assert len(second.context["page"].rows) == 6
    seen = {row.case.id for answer in (first, second) for row in answer.context["page"].rows}
    assert len(seen) == 31
    back = ana.get(second.context["page"].previous_url)
    assert [one.case.id for one in back.context["page"].rows] == [
        one.case.id for one in first.context["page"].rows
    ]
    result = ana.get(ana.post("/casos/buscar/", {"words": special.code})["Location"])
    assert [one.case.id for one in result.context["rows"]] == [special.id]
    needing = ana.get("/casos/?necesidad=shelter&estado=activos")
    assert [one.case.id for one in needing.context["page"].rows] == [special.id]
    assert "No hay casos así" in text(ana.get("/casos/?estado=cerrados"))
    odd = text(ana.get("/casos/?responsable=x&desde=ayer&despues=%00&estado=otro"))
    for sentence in (
        "filtro «Responsable»",
        "filtro «Llegó desde»",
        "Esa página ya no vale",
        "No se entendió qué parte",
    ):
        assert sentence in odd
    assert "Todos (31)" in odd
    turned = ana.get("/casos/?desde=2026-12-01&hasta=2026-01-30")
    assert "«Llegó hasta» es anterior a «Llegó desde»: esas dos fechas no se aplicaron." in text(turned)
    assert len(turned.context["page"].rows) == 25


def test_no_cases_say_what_to_do(cast: Cast) -> None:
    assert "Todavía no hay casos" in text(browser(cast.ana).get("/casos/"))


@pytest.mark.parametrize("part", ["", "relato/", "plan/", "historia/", "elementos/", "consentimientos/"])
def test_a_full_file_costs_as_many_queries_as_an_empty_one(cast: Cast, part: str) -> None:
    empty, whole = on_file(cast.ana, NewCase()), on_file(cast.ana)
    ana = browser(cast.ana)
    ana.get("/casos/")
    counted = []
    for case in (empty, whole):
        with CaptureQueriesContext(connection) as queries:
            assert ana.get(f"/casos/{case.id}/{part}").status_code == 200
        counted.append(len(queries))
    assert counted[1] - counted[0] <= 3


def test_a_version_that_was_tampered_with_saves_nothing(cast: Cast) -> None:
    case = on_file(cast.ana)
    with acting(cast.ana.scope):
        edit_file(case.id, section="edad", values={"sex": "male", "age_years": None}, expected_version=1)
    for sent in ("", "0", "99", "x"):
        shown = browser(cast.ana).post(
            f"/casos/{case.id}/cambiar/nombre/", {"version": sent, "given_names": "X"}
        )
        assert shown.status_code == 200
    assert names(cast, case)["given_names"] == "Xiomara"
