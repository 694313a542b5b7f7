"""Every fact of a registration stands on its page for who organises, every term on the page of the terms."""

import html

import pytest
from django.test import Client

from cast import Cast
from contratrata.ground.base.scope import acting
from contratrata.knowledge.registrations import asking, operations
from contratrata.knowledge.registrations.models import QUESTIONS, TERMS
from contratrata.knowledge.registrations.queries import terms_of
from planning import published
from registering import happening, signed_up
from signin import sign_in
from typing_in import opened

pytestmark = pytest.mark.django_db
ASKED = {
    "offered": ("sign", "interpretation"),
    "consents": ("recording", "listed"),
    "questions": (("¿Qué espera? (ficticia)", "What do you expect? (fictitious)", "text"),),
    "country_quotas": (("SLV", 40),),
    "sector_quotas": (("public", 30),),
    "sex_quotas": (("female", 20),),
}
SAID = {
    "sector": "public", "sex": "female", "needs": ("sign",), "interpretation": ("english",),
    "needs_words": "Sentarse cerca (ficticio)", "phone": "+503 2222 2222", "recording": True, "listed": True,
}  # fmt: skip


def test_every_fact_of_a_registration_and_every_term_is_on_its_page(cast: Cast) -> None:
    event = happening(cast, published(cast, recorded=True))
    with acting(cast.flor.scope):
        operations.set_terms(event, values=ASKED, expected_version=0)
        facts = asking.facts_of(event, terms_of(event))
    assert {fact.name for fact in facts} >= {fact.name for fact in QUESTIONS.facts}
    own = next(fact for fact in facts if fact.name not in {one.name for one in QUESTIONS.facts})
    mine = signed_up(event, **SAID, **{own.name: "Aprender (ficticio)"})
    client = sign_in(Client(), cast.flor)
    page = html.unescape(client.get(f"/inscripciones/{event.id}/{mine.row.id}/").content.decode())
    values = {**SAID, own.name: "Aprender (ficticio)"}
    assert [fact.name for fact in facts if str(fact.said or fact.label) not in page] == []
    assert [
        name for fact in facts if (name := fact.name) in values and str(fact.words(values[name])) not in page
    ] == []
    with acting(cast.flor.scope):
        before = asking.terms_values(terms_of(event))
    assert [fact.name for fact in TERMS.facts if not before[fact.name]] == []
    url = f"/inscripciones/{event.id}/condiciones/"
    form = next(one for one in opened(client, url)[0] if "version" in dict(one.hidden))
    assert client.post(url, form.sent()).status_code == 302
    with acting(cast.flor.scope):
        assert asking.terms_values(terms_of(event)) == before
