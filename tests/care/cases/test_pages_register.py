"""Registering: search first, steps that are left and taken up again, bad input, one case however often it is sent."""

import re
import uuid

import pytest
from django.test import Client
from page_tools import browser, errors, look, on_file, text
from samples import answered

from cast import Cast
from contratrata.care.cases.models import (
    Case,
    Consent,
    FirstContact,
    Identity,
    Need,
    NextStep,
    Note,
    Registration,
)
from contratrata.care.cases.operations import record_first_contact, registration_answers
from contratrata.ground.base.scope import acting
from contratrata.ground.vault import public as vault

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gate_is_open")]


def begin(client: Client, once: str = "") -> str:
    """Begin a registration; returns its address."""
    result = client.post("/casos/registrar/empezar/", {"once": once or str(uuid.uuid4())})
    assert result.status_code == 302
    return result["Location"].removesuffix("llegada/")


def test_the_whole_way(cast: Cast) -> None:
    ana = browser(cast.ana)
    at = begin(ana)
    answers = {
        "llegada": {"arrival_channel": "hotline", "country": "GTM", "area": "guatemala"},
        "nombre": {"given_names": "Rosa", "first_surname": "Ixcot"},
        "edad": {"age_years": "15", "sex": "female"},
        "origen": {"citizenships_0": "GTM", "languages_0": "kiche"},
        "documentos": {"kind_0": "passport", "where_0": "GTM", "number_0": "G77-1"},
        "contacto": {"contact_channel": ["whatsapp"], "contact_detail": "5550-1234",
                     "contact_avoid": "No llamar a la casa"},
        "acto": {"act__recruitment": "yes", "act__transportation": "no"},
        "medio": {"means__deception": "unknown"},
        "fin": {"purpose__sexual_exploitation": "yes"},
        "hechos": {"exploitation_country": "GTM", "exploited_from_year": "2025"},
        "relato": {"note": "Un relato reservado."},
        "necesidades": {"services_0": ["shelter"], "services_1": ["health"]},
        "urgencia": {"urgency__shelter": "h2"},
        "paso": {"what": "Llamar al contacto seguro", "when": "tomorrow"},
        "consentimiento": {"purposes": ["assistance"], "given_by": "person_and_guardian", "means": "written",
                           "told__interview": "yes", "told__research": "no"},
    }  # fmt: skip
    order = list(answers)
    for slug, following in zip(order, [*order[1:], "resumen"], strict=True):
        assert ana.get(f"{at}{slug}/").status_code == 200
        sent = ana.post(f"{at}{slug}/", answers[slug])
        assert (sent.status_code, sent["Location"]) == (302, f"{at}{following}/"), errors(sent)
    shown = text(ana.get(f"{at}resumen/"))
    assert "Rosa; Ixcot" in shown
    assert "Sí: Captación. No: Transporte." in shown
    done = ana.post(f"{at}resumen/")
    case = look(cast.ana, lambda: Case.objects.select_related("person").get())
    assert done["Location"] == f"/casos/{case.id}/"
    with acting(cast.ana.scope):
        sealer = vault.open_subject(case.person.subject_id)
        opened = Identity.objects.get().open(sealer)
        assert (opened["given_names"], opened["documents"]) == ("Rosa", "passport|GTM|G77-1")
        assert (case.arrival_channel, case.area, case.person.age_years) == ("hotline", "GT-01", 15)
        assert answered() == {
            ("act", "recruitment", True), ("act", "transportation", False),
            ("purpose", "sexual_exploitation", True),
        }  # fmt: skip
        assert set(Need.objects.values_list("kind", "urgency")) == {("shelter", "h2"), ("health", "")}
        assert NextStep.objects.get().open(sealer)["what"] == "Llamar al contacto seguro"
        assert Note.objects.get().open(sealer)["text"] == "Un relato reservado."
        consent = Consent.objects.get()
        assert (consent.purpose, consent.told_yes, consent.told_no) == (
            "assistance",
            ["interview"],
            ["research"],
        )
        assert not Registration.objects.exists()


def test_nothing_at_all_is_enough(cast: Cast) -> None:
    ana = browser(cast.ana)
    at = begin(ana)
    for slug in ("llegada", "nombre", "edad", "acto", "paso", "consentimiento"):
        assert ana.post(f"{at}{slug}/", {}).status_code == 302
    assert ana.post(f"{at}resumen/").status_code == 302
    assert look(cast.ana, Case.objects.count) == 1


def test_sent_twice_and_gone_back_it_is_one_case(cast: Cast) -> None:
    ana = browser(cast.ana)
    at = begin(ana)
    ana.post(f"{at}nombre/", {"given_names": "Rosa"})
    first, second = ana.post(f"{at}resumen/"), ana.post(f"{at}resumen/")
    assert (
        first["Location"] == second["Location"] == f"/casos/{look(cast.ana, lambda: Case.objects.get().id)}/"
    )
    back = ana.get(f"{at}nombre/")
    assert back["Location"] == first["Location"]
    again = ana.post(f"{at}nombre/", {"given_names": "Otra"})
    assert again["Location"] == first["Location"]
    assert look(cast.ana, Case.objects.count) == 1


def test_a_double_click_begins_one_registration(cast: Cast) -> None:
    ana, once = browser(cast.ana), str(uuid.uuid4())
    assert begin(ana, once) == begin(ana, once)
    assert look(cast.ana, Registration.objects.count) == 1


def test_it_is_left_with_anything_and_taken_up_again(cast: Cast) -> None:
    ana = browser(cast.ana)
    at = begin(ana)
    ana.post(f"{at}nombre/", {"given_names": "Rosa"})
    left = ana.post(f"{at}edad/", {"age_years": "quince", "salir": "1"})
    assert left["Location"] == "/casos/"
    waiting = text(ana.get("/casos/"))
    assert "Registros sin terminar 1" in waiting
    assert "Rosa" in waiting
    assert 'value="quince"' in ana.get(f"{at}edad/").content.decode()
    assert bytes(look(cast.ana, lambda: Registration.objects.get().answers)).find(b"quince") == -1
    held = ana.post(f"{at}resumen/")
    assert held.status_code == 200
    assert "Antes de registrar, corrija esto Edad y sexo : La edad va de 0 a 120 años" in text(held)
    assert not look(cast.ana, Case.objects.exists)


def test_from_the_summary_to_a_step_and_back(cast: Cast) -> None:
    ana = browser(cast.ana)
    at = begin(ana)
    sent = ana.post(f"{at}contacto/?volver=resumen", {"contact_when": "De noche"})
    assert sent["Location"] == f"{at}resumen/"
    assert "De noche" in text(ana.get(f"{at}resumen/"))


def test_a_page_that_is_not_asked_leads_on(cast: Cast) -> None:
    ana = browser(cast.ana)
    at = begin(ana)
    assert ana.post(f"{at}necesidades/", {})["Location"] == f"{at}paso/"
    assert ana.get(f"{at}urgencia/")["Location"] == f"{at}paso/"


@pytest.mark.parametrize(
    ("slug", "sent", "field", "words"),
    [
        ("edad", {"birth_date_year": "2031"}, "birth_date", "La fecha no puede estar en el futuro."),
        ("edad", {"birth_date_day": "31", "birth_date_month": "2", "birth_date_year": "2001"}, "birth_date",
         "Ese día no existe. Revise el día y el mes."),
        ("edad", {"birth_date_year": "2001", "age_years": "12"}, "age_years",
         "La edad (12) no corresponde a la fecha de nacimiento: revise una de las dos."),
        ("edad", {"age_years": "150"}, "age_years", "La edad va de 0 a 120 años."),
        ("edad", {"sex": "F"}, "sex", "Elija una opción de la lista."),
        ("llegada", {"arrived_on_year": "2026"}, "arrived_on", "Escriba el día, el mes y el año."),
        ("llegada", {"country": "Honduras"}, "country", "Elija una opción de la lista."),
        ("llegada", {"country": "HND", "area": "Zacapa"}, "area", "«Zacapa» no es una división de Honduras."),
        ("llegada", {"area": "Zacapa"}, "country", "Elija también el país."),
        ("nombre", {"given_names": "a" * 101}, "given_names", "Escriba 100 caracteres o menos (ahora son 101)."),
        ("relato", {"note": "a" * 20_001}, "note", "Escriba 20000 caracteres o menos (ahora son 20001)."),
        ("documentos", {"kind_0": "passport"}, "number_0", "Escriba el número del documento."),
        ("documentos", {"number_1": "A1"}, "kind_1", "Elija qué documento es."),
        ("acto", {"act__recruitment": "quizás"}, "act__recruitment", "Elija una opción de la lista."),
        ("necesidades", {"services_0": ["casa"]}, "services_0", "Elija una opción de la lista."),
        ("hechos", {"exploited_from_year": "2031"}, "exploited_from", "La fecha no puede estar en el futuro."),
        ("hechos", {"exploited_from_year": "2024", "exploited_until_year": "2023"}, "exploited_until",
         "La explotación no puede terminar antes de empezar."),
        ("paso", {"what": "x", "when": "other"}, "day", "Escriba qué día."),
        ("paso", {"what": "x", "when": "other", "day_day": "1", "day_month": "1", "day_year": "2020"}, "day",
         "Ese día ya pasó."),
        ("paso", {"what": "x", "hour": "las tres"}, "hour", "Escriba la hora como 08:30."),
        ("consentimiento", {"purposes": ["assistance"], "means": "written"}, "given_by", "Elija quién consiente."),
        ("consentimiento", {"purposes": ["assistance"], "given_by": "person", "means": "verbal_with_witness"},
         "witness",
         "Escriba quién fue testigo."),
        ("consentimiento", {"purposes": ["assistance"], "given_by": "person", "means": "written", "until_day": "1",
                            "until_month": "1", "until_year": "2024"}, "until",
         "Esta fecha ya pasó: el consentimiento nacería vencido."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_its_field(
    cast: Cast, slug: str, sent: dict[str, object], field: str, words: str
) -> None:
    ana = browser(cast.ana)
    at = begin(ana)
    shown = ana.post(f"{at}{slug}/", sent)
    assert shown.status_code == 200
    assert errors(shown) == {field: [words]}
    body = shown.content.decode()
    assert "govuk-error-summary" in body
    assert look(cast.ana, lambda: registration_answers(Registration.objects.get())) == {}


def test_a_child_needs_her_guardian_and_herself(cast: Cast) -> None:
    ana = browser(cast.ana)
    at = begin(ana)
    ana.post(f"{at}edad/", {"birth_date_year": "2012"})
    sent = {"purposes": ["assistance"], "given_by": "person", "means": "written"}
    shown = ana.post(f"{at}consentimiento/", sent)
    assert list(errors(shown)) == ["given_by"]
    assert "Es menor de 18 años" in text(shown)
    assert ana.post(f"{at}consentimiento/", sent | {"given_by": "person_and_guardian"}).status_code == 302


def test_hostile_and_turned_texts_are_only_texts(cast: Cast) -> None:
    ana = browser(cast.ana)
    at = begin(ana)
    ana.post(
        f"{at}nombre/", {"given_names": "<script>alert(1)</script>", "first_surname": "\u202eavE\x00 {{ 7 }}"}
    )
    shown = ana.get(f"{at}resumen/").content.decode()
    assert "<script>alert(1)" not in shown
    assert "\u202e" not in shown
    assert "\u202e" not in ana.get("/hoy/").content.decode()
    ana.post(f"{at}resumen/")
    page = ana.get(f"/casos/{look(cast.ana, lambda: Case.objects.get().id)}/").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; avE {{ 7 }}" in page
    assert "\u202e" not in page


def test_search_first_says_who_it_may_be_and_why(cast: Cast) -> None:
    case = on_file(cast.ana)
    ana = browser(cast.ana)
    sent = ana.post("/casos/registrar/", {"words": "Siomara Seledon"})
    assert sent["Location"] == "/casos/registrar/?buscado=1"
    shown = text(ana.get(sent["Location"]))
    assert f"Xiomara Zeledón Quintanilla {case.code}" in shown
    assert "Ninguna es: registrar" in shown


def test_a_colleague_hears_only_that_there_is_a_file(cast: Cast) -> None:
    on_file(cast.ana)
    carla = browser(cast.carla)
    shown = text(carla.get(carla.post("/casos/registrar/", {"words": "Xiomara Zeledón"})["Location"]))
    assert "existe un expediente que puede ser de la misma persona" in shown
    assert "Quintanilla" not in shown


def test_another_organisation_hears_nothing(cast: Cast) -> None:
    on_file(cast.ana)
    irma = browser(cast.irma)
    shown = text(irma.get(irma.post("/casos/registrar/", {"words": "Xiomara Zeledón"})["Location"]))
    assert "existe un expediente" not in shown
    assert "Quintanilla" not in shown


def test_a_registration_is_hers_alone(cast: Cast) -> None:
    at = begin(browser(cast.ana))
    for who in ("carla", "beatriz", "irma", "flor"):
        other = browser(getattr(cast, who))
        codes = [other.get(f"{at}nombre/"), other.post(f"{at}nombre/", {}), other.get(f"{at}resumen/")]
        assert [one.status_code for one in codes] == [404, 404, 404]


def test_it_can_be_thrown_away(cast: Cast) -> None:
    ana = browser(cast.ana)
    at = begin(ana)
    assert ana.get(f"{at}descartar/").status_code == 200
    assert look(cast.ana, Registration.objects.exists)
    ana.post(f"{at}descartar/")
    assert not look(cast.ana, Registration.objects.exists)


def test_a_first_contact_becomes_a_registration_and_a_case(cast: Cast) -> None:
    ana = browser(cast.ana)
    token = str(uuid.uuid4())
    words = {
        "said": "Pidió un lugar para dormir",
        "who": "Rosa",
        "sex": "female",
        "services_0": ["shelter"],
        "once": token,
    }
    first, again = ana.post("/casos/primer-contacto/", words), ana.post("/casos/primer-contacto/", words)
    row = look(cast.ana, FirstContact.objects.get)
    assert first["Location"] == again["Location"] == f"/casos/primeros-contactos/{row.id}/"
    assert "Pidió un lugar para dormir" in text(ana.get(first["Location"]))
    begun = ana.post(f"/casos/primeros-contactos/{row.id}/caso/")
    assert ana.post(f"/casos/primeros-contactos/{row.id}/caso/")["Location"] == begun["Location"]
    at = begun["Location"].removesuffix("llegada/")
    ana.post(f"{at}resumen/")
    case = look(cast.ana, lambda: Case.objects.select_related("person").get())
    assert look(cast.ana, lambda: FirstContact.objects.get().case_id) == case.id
    assert look(cast.ana, lambda: list(Need.objects.values_list("kind", flat=True))) == ["shelter"]
    assert case.person.sex == "female"


def test_a_first_contact_says_something(cast: Cast) -> None:
    shown = browser(cast.ana).post("/casos/primer-contacto/", {})
    assert errors(shown) == {"said": ["Escriba en una frase qué dijo o qué pidió."]}
    assert not look(cast.ana, FirstContact.objects.exists)


def test_the_first_contact_of_a_colleague_is_not_hers(cast: Cast) -> None:
    browser(cast.ana).post("/casos/primer-contacto/", {"said": "Algo"})
    row = look(cast.ana, FirstContact.objects.get)
    codes = {who: browser(getattr(cast, who)).get(f"/casos/primeros-contactos/{row.id}/").status_code
             for who in ("ana", "beatriz", "carla", "irma", "flor")}  # fmt: skip
    assert codes == {"ana": 200, "beatriz": 200, "carla": 404, "irma": 404, "flor": 404}


def test_every_first_contact_can_be_reached(cast: Cast) -> None:
    with acting(cast.ana.scope):
        for number in range(60):
            record_first_contact(contact={"said": f"Llamada {number}"})
        wanted = set(FirstContact.objects.values_list("code", flat=True))
    seen: list[str] = []
    address = "/casos/primeros-contactos/?sin_caso=1"
    while address:
        page = browser(cast.ana).get(address).content.decode()
        seen += [code for code in wanted if f">{code}<" in page]
        match = re.search(r'href="([^"]+)" rel="next"', page)
        address = match.group(1).replace("&amp;", "&") if match else ""
        assert len(seen) <= 60
    assert sorted(seen) == sorted(wanted)
    for odd in ("x", str(uuid.uuid4()), "%00"):
        assert browser(cast.ana).get(f"/casos/primeros-contactos/?despues={odd}").status_code == 200
