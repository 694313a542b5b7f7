"""The whole way of a practice: written, judged by two, published, wanted, answered, adopted, and a lesson back.

Everything as users do it, by pages and forms. All of it is invented.
"""

import re

import pytest
from django.test import Client

from cast import Cast, Player
from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from contratrata.ground.nouns.public import operations as nouns
from contratrata.knowledge.adoption.models import Adoption, Learned, Request
from contratrata.knowledge.practices.models import PRACTICES
from nouns import values_for
from reviewing import public_page, review_of
from signin import sign_in

pytestmark = pytest.mark.django_db


def browser(player: Player) -> Client:
    return sign_in(Client(), player)


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def sent(client: Client, path: str, values: dict[str, object]) -> None:
    """Send a form as it was opened, with what is typed."""
    html = read(client, path)
    fields = [dict(re.findall(r'(\w+)="([^"]*)"', tag)) for tag in re.findall(r"<input [^>]*>", html)]
    hidden = {
        one["name"]: one.get("value", "") for one in fields if one.get("type") == "hidden" and "name" in one
    }
    answer = client.post(path, {**hidden, **values})
    assert answer.status_code == 302, re.findall(r"Error:.*", answer.content.decode())


def review(data: dict[str, object]) -> dict[str, object]:
    """A review as its form sends it."""
    return {
        name: {True: "yes", False: "no"}[value] if isinstance(value, bool) else value
        for name, value in data.items()
    }


def test_from_the_author_to_the_lesson_that_comes_back(cast: Cast) -> None:
    flor, diana, gloria, anybody = browser(cast.flor), browser(cast.diana), browser(cast.gloria), Client()
    with acting(cast.flor.scope):
        practice = nouns.write(PRACTICES, values=values_for(PRACTICES, "Faro"))
    page = PRACTICES.url("row", practice)
    assert "Prácticas suyas por terminar" in read(flor, "/conocimiento/")
    assert "Quiero adaptarla" not in read(diana, page)  # nobody takes up a draft
    sent(flor, f"/practicas/{practice.id}/enviar/", {})
    for judge, level in ((diana, "4"), (gloria, "2")):
        assert "Revisiones que le piden" in read(judge, "/conocimiento/")
        values = review(review_of("accept", level)) | {"no_conflict": "on"}
        sent(judge, f"/practicas/{practice.id}/revisar/", values)
    assert "Revisiones que le piden" not in read(diana, "/conocimiento/")
    assert anybody.get(f"/es/practicas/{practice.id}/").status_code == 404
    sent(gloria, f"/practicas/{practice.id}/publicar/", {})
    public = public_page(practice.id)
    assert "Quiero adaptarla" in read(anybody, public)
    assert "Qué aprendieron" not in read(anybody, public)

    sent(diana, f"/practicas/{practice.id}/adaptar/", {"words": "¿Nos la enseñan?", "country": "CRI"})
    with acting(cast.diana.scope):
        adoption, request = Adoption.objects.get(), Request.objects.get()
    assert "Consultas por responder" in read(flor, "/conocimiento/")
    sent(flor, f"/consultas/{request.id}/responder/", {"words": "Vengan en marzo."})
    assert "Vengan en marzo." in read(diana, f"/consultas/{request.id}/")
    assert "Consultas por responder" not in read(flor, "/conocimiento/")

    today = clock.today()
    day = {"happened_on_day": today.day, "happened_on_month": today.month, "happened_on_year": today.year}
    sentence = {
        **day,
        "happened_on": today.isoformat(),
        "said_by": "Acta",
        "evidence": "Convenio",
        "result": "Bajó",
    }
    for slug in ("analizar", "pilotar", "adoptar"):
        sent(diana, f"/adopcion/{adoption.id}/paso/{slug}/", sentence)
    assert "que la adoptaron: <b>1</b>" in read(anybody, public)
    assert cast.horizonte.name not in read(anybody, public)
    sent(diana, f"/adopcion/{adoption.id}/nombre/", {})
    assert cast.horizonte.name in read(anybody, public)
    assert "Quién adapta las suyas" in read(flor, "/conocimiento/")

    sent(diana, f"/adopcion/{adoption.id}/aprendido/", {
        "kind": "lesson", "title": "Sin noche no hay mesa", "words": "Cuatro de once esperaron.", "moment": "pilot",
    })  # fmt: skip
    assert "Sin noche no hay mesa" in read(flor, page)
    assert "Sin noche no hay mesa" not in read(anybody, public)
    with acting(cast.flor.scope):
        lesson = Learned.objects.get()
    sent(flor, f"/aprendido/{lesson.id}/publicar/", {})
    html = read(anybody, public)
    assert "Costa Rica: Sin noche no hay mesa" in html
    assert "Convenio" not in html
    assert "Vengan en marzo" not in html
