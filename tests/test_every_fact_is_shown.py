"""Every fact that a set of questions asks is shown on its page and stands in its export; sets are found, not listed.

Nouns are held to it by `tests/ground/nouns`, the file of a case by `tests/care/cases/test_file.py`.
"""

import datetime as dt
import html
import json
import re
from typing import Any

import pytest
from django.test import Client

from cast import Cast
from contratrata.care.cases import operations as cases
from contratrata.care.cases.file.contact import CONTACT
from contratrata.care.directory import hsds, operations, queries
from contratrata.care.directory.facts import QUESTIONS
from contratrata.care.directory.models import Service
from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from contratrata.ground.kinds.public import Fact, Where
from contratrata.knowledge.adoption import learning
from contratrata.knowledge.adoption.models import LEARNED, STEP
from contratrata.knowledge.roster import operations as roster
from contratrata.knowledge.roster.models import QUESTIONS as ROSTER
from downloads import sheet_content
from nouns import every_noun
from question_sets import every_set
from signin import sign_in
from taking_up import learned, published, taken_up

pytestmark = pytest.mark.django_db
#: A full service without an address to hide (columns and rows), and for each fact what stands there instead.
SERVICE: dict[str, Any] = {
    "name": "Clínica (ficticia)", "kinds": ["health"], "description": "De día", "age_from": 12, "age_to": 60,
    "sexes": ["female"], "languages": ["spanish"], "for_whom": "Con cita", "place_country": "CRI",
    "place_area": "CR-SJ",
    "city": "Heredia", "address": "Avenida 1 (ficticia)", "accessibility": ["children"], "always_open": False,
    "schedule_words": "También sábados", "waiting": "dos días", "shut_from": dt.date(2026, 12, 1),
    "shut_until": dt.date(2026, 12, 31), "cost": "by_means", "cost_words": "Desde 0", "how_to_apply": "Llamar antes",
    "required_documents": ["Carné"], "areas": [("CRI", "")], "hours": [(["MO"], dt.time(8), dt.time(16))],
    "phones": [("+506 2222 0000", "Recepción", True)],
}  # fmt: skip
OTHER: dict[str, dict[str, Any]] = {
    "place": {"place_area": "CR-L"}, "countries": {"areas": [("CRI", ""), ("PAN", "")]}, "name": {"name": "Otra"},
    "kinds": {"kinds": ["legal"]}, "cost": {"cost": "paid"}, "always_open": {"always_open": True},
}  # fmt: skip
#: What stands in rows beside a service.
ROWS = {"hours", "phones"}
#: A first contact, by fact, and the words of each on its page.
FIRST: dict[str, tuple[Any, str]] = {
    "channel": ("hotline", ""), "said": ("Pidió albergue", "Pidió albergue"), "answered": ("Que venga", "Que venga"),
    "possible_victim": ("yes", "Sí"), "asked_for": (("shelter",), ""), "who": ("Una vecina", "Una vecina"),
    "sex": ("female", "Mujer"), "age_band": ("age_25_34", ""), "place": (Where("GTM", "GT-05"), "Escuintla, Guatemala"),
    "sent_to": ("Clínica (ficticia)", "Clínica (ficticia)"),
}  # fmt: skip
#: Of each fact another value than `taking_up` and `EXPERT` give it.
LESSON = {
    "kind": "evidence",
    "title": "Con turno sí (ficticio)",
    "words": "Nueve de diez (ficticio).",
    "moment": "twelve",
}
STEPPED: dict[str, Any] = {
    "happened_on": clock.today() - dt.timedelta(days=40), "said_by": "Memoria anual (ficticia)",
    "evidence": "Lista firmada (ficticia)", "result": "Nadie esperó (ficticio)",
}  # fmt: skip
EXPERT: dict[str, Any] = {
    "subjects": ("legal",), "countries": ("GTM",), "languages": ("spanish",), "words": "Pregunten (ficticio).",
}  # fmt: skip
OFFERED: dict[str, Any] = {
    "subjects": ("shelter",), "countries": ("PAN",), "languages": ("english",), "words": "De noche también (ficticio).",
}  # fmt: skip
#: Sets that a test of their own package holds to this law.
ELSEWHERE = {
    "trata": "tests/care/cases/test_file.py",
    "events_session": "tests/knowledge/events/test_facts.py",
    "events_room": "tests/knowledge/events/test_facts.py",
    "events_speaker": "tests/knowledge/events/test_facts.py",
    "events_material": "tests/knowledge/events/test_facts.py",
    "registration": "tests/knowledge/registrations/test_facts.py",
    "registration_terms": "tests/knowledge/registrations/test_facts.py",
    "practice_rubric": "tests/knowledge/practices/test_review.py",
    "live_agreement": "tests/knowledge/live/test_facts.py",
    "live_poll": "tests/knowledge/live/test_facts.py",
    "live_wish": "tests/knowledge/live/test_facts.py",
    "survey": "tests/knowledge/surveys/test_facts.py",
    "survey_before": "tests/knowledge/surveys/test_facts.py",
    "survey_session": "tests/knowledge/surveys/test_facts.py",
    "survey_after": "tests/knowledge/surveys/test_facts.py",
    "systematisation_parts": "tests/knowledge/systematisations/test_writing.py",
}
HERE = {QUESTIONS.key, CONTACT.key, LEARNED.key, STEP.key, ROSTER.key}


def test_every_set_is_held_to_it_somewhere() -> None:
    assert set(every_set()) == HERE | set(ELSEWHERE) | set(every_noun())


def told_of(client: Client, service: Service) -> str:
    """What the page of a service says, and below it what leaves as HSDS."""
    page = client.get(f"/servicios/{service.pk}/").content.decode()
    return html.unescape(page.partition("<main")[2])


@pytest.mark.parametrize("fact", QUESTIONS.facts, ids=[one.name for one in QUESTIONS.facts])
def test_a_fact_of_a_service_is_on_its_page_and_in_its_export(cast: Cast, fact: Fact) -> None:
    other = OTHER.get(fact.name) or {name: type(value)() if isinstance(value, str | list) else None
                                     for name, value in SERVICE.items() if name == fact.name}  # fmt: skip
    assert other, fact.name
    pages, documents = [], []
    client = sign_in(Client(), cast.diana)
    with acting(cast.diana.scope):
        created = operations.open_service(
            **{name: value for name, value in SERVICE.items() if name not in ROWS}
        )
    for values in (SERVICE, SERVICE | other):
        with acting(cast.diana.scope):
            version = Service.objects.get(pk=created.pk).version
            operations.change_service(service_id=created.pk, section="x", expected_version=version, **values)
            document = hsds.service_document(queries.service(created.pk), cast.horizonte)
        pages.append(told_of(client, created))
        documents.append(
            json.dumps({key: value for key, value in document.items() if key != "last_modified"})
        )
    assert len({plain(page) for page in pages}) == 2, fact.name
    assert len({plain(one) for one in documents}) == 2, fact.name


def plain(text: str) -> str:
    """Without what differs between any two looks: versions, tokens and ids."""
    text = re.sub(r'name="(version|csrfmiddlewaretoken)" value="[^"]*"', "", text)
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", text)


@pytest.mark.parametrize("fact", CONTACT.facts, ids=[one.name for one in CONTACT.facts])
def test_a_fact_of_a_first_contact_is_on_its_page(cast: Cast, fact: Fact) -> None:
    value, words = FIRST[fact.name]
    with acting(cast.ana.scope):
        row = cases.record_first_contact(contact={"said": "Algo"} | {fact.name: value})
    page = html.unescape(
        sign_in(Client(), cast.ana).get(f"/casos/primeros-contactos/{row.id}/").content.decode()
    )
    assert fact.title in page
    assert (words or fact.words(value)) in page


@pytest.mark.parametrize("fact", CONTACT.facts, ids=[one.name for one in CONTACT.facts])
def test_a_fact_of_a_first_contact_is_in_its_sheet_and_what_may_identify_leaves_by_right(
    cast: Cast, fact: Fact
) -> None:
    value, words = FIRST[fact.name]
    with acting(cast.ana.scope):
        cases.record_first_contact(contact={"said": "Algo"} | {fact.name: value})
    client, path = sign_in(Client(), cast.beatriz), "/casos/primeros-contactos/"
    whole = sheet_content(client, path, more="on", identities="on").decode("utf-8-sig")
    without = sheet_content(client, path, more="on").decode("utf-8-sig")
    assert (words or fact.words(value)) in whole
    assert ((words or fact.words(value)) in without) is not fact.sealed


def main_of(client: Client, path: str) -> str:
    """What a page says, as it is read."""
    answer = client.get(path, follow=True)
    assert answer.status_code == 200, path
    return html.unescape(answer.content.decode().partition("<main")[2])


@pytest.mark.parametrize("fact", LEARNED.facts, ids=[one.name for one in LEARNED.facts])
def test_a_fact_of_what_was_learned_is_on_its_page_and_on_the_open_one(cast: Cast, fact: Fact) -> None:
    practice = published(cast)
    adoption = taken_up(cast.diana, practice.id, "pilot")
    with acting(cast.diana.scope):
        row = learning.learn(adoption.id, values=learned())

    def pages() -> tuple[str, str]:
        with acting(cast.flor.scope):
            learning.accept(row.id, expected_version=row.version)
        inside = main_of(sign_in(Client(), cast.diana), f"/adopcion/{adoption.id}/")
        return inside, main_of(Client(), f"/es/practicas/{practice.id}/")

    before = pages()
    with acting(cast.diana.scope):
        row = learning.change_learned(
            row.id, values={fact.name: LESSON[fact.name]}, expected_version=row.version
        )
    after = pages()
    words = fact.words(LESSON[fact.name])
    assert [words in page for page in before] == [False, False]
    assert [words in page for page in after] == [True, True]


@pytest.mark.parametrize("fact", STEP.facts, ids=[one.name for one in STEP.facts])
def test_a_fact_of_a_step_is_on_the_page_of_the_adoption(cast: Cast, fact: Fact) -> None:
    value = STEPPED[fact.name]
    seen = []
    for word, changed in (("Faro", {}), ("Islote", {fact.name: value})):
        adoption = taken_up(cast.diana, published(cast, word).id, "pilot", **changed)
        seen.append(main_of(sign_in(Client(), cast.diana), f"/adopcion/{adoption.id}/"))
    assert fact.words(value) not in seen[0]
    assert fact.words(value) in seen[1]
    assert fact.title in seen[1]


@pytest.mark.parametrize("fact", ROSTER.facts, ids=[one.name for one in ROSTER.facts])
def test_a_fact_of_an_expert_is_on_her_page(cast: Cast, fact: Fact) -> None:
    value = OFFERED[fact.name]
    with acting(cast.beatriz.scope):
        row = roster.consent(values=EXPERT, agreed=True)
    client = sign_in(Client(), cast.diana)
    path = f"/personas-expertas/{row.id}/"
    before = main_of(client, path)
    with acting(cast.beatriz.scope):
        roster.change(values={fact.name: value}, expected_version=row.version)
    after = main_of(client, path)
    assert fact.words(value) not in before
    assert fact.words(value) in after
    assert fact.title in after
