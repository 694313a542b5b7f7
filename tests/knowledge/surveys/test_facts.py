"""Every fact of a survey stands on its page, and every question of each set on the sheet and among its results."""

import html
from typing import Any

import pytest
from django.test import Client

from cast import Cast
from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from contratrata.ground.kinds.public import Choices
from contratrata.ground.things.public import from_row
from contratrata.knowledge.events.models import Event
from contratrata.knowledge.surveys import asking
from contratrata.knowledge.surveys.models import QUESTIONS, SETS, Survey
from planning import a_session, an_event, publish
from registering import happening
from signin import sign_in
from surveying import a_survey, answered
from typing_in import opened

pytestmark = pytest.mark.django_db
OWN = (
    ("¿Hubo café? (ficticia)", "Was there coffee? (fictitious)", "yesno"),
    ("¿Cuánto? (ficticia)", "", "scale"),
)


def test_every_fact_is_on_its_page_and_comes_back_in_its_form(cast: Cast) -> None:
    event = an_event(cast.flor)
    session = a_session(cast.flor, event)
    publish(cast.flor, event.id)
    client = sign_in(Client(), cast.flor)
    sent = {
        "timing": "session", "session": str(session.id), "who": "registered", "writes": "on", "shares": "on",
        "closes_on_day": str((day := clock.today()).day), "closes_on_month": str(day.month),
        "closes_on_year": str(day.year),
        "es_1": OWN[0][0], "en_1": OWN[0][1], "kind_1": OWN[0][2],
    }  # fmt: skip
    page = client.post(f"/encuestas/evento/{event.id}/nueva/", sent)
    assert page.status_code == 302, html.unescape(page.content.decode()).partition("error-summary")[2][:600]
    with acting(cast.flor.scope):
        row = Survey.objects.get(event_id=event.id)
        values = from_row(QUESTIONS.facts, row)
    assert row.session_id == session.id
    assert [fact.name for fact in QUESTIONS.facts if not values[fact.name]] == []
    body = html.unescape(client.get(f"/encuestas/{row.id}/").content.decode())
    for fact in QUESTIONS.facts:
        assert fact.title in body, fact.name
        assert str(fact.words(values[fact.name])) in body, fact.name
    url = f"/encuestas/{row.id}/cambiar/"
    form = next(one for one in opened(client, url)[0] if "version" in dict(one.hidden))
    assert client.post(url, form.sent()).status_code == 302
    with acting(cast.flor.scope):
        again = Survey.objects.get(id=row.id)
        assert from_row(QUESTIONS.facts, again) == values
        assert again.session_id == session.id


def value(fact: Any) -> Any:
    """Some answer to a question."""
    codes = [code for code, _words in asking.options(fact)]
    if not codes:
        return f"Respuesta a {fact.name} (ficticia)"
    return tuple(codes[:2]) if isinstance(fact.kind, Choices) else codes[0]


@pytest.mark.parametrize("timing", SETS)
def test_every_question_is_on_the_sheet_and_among_the_results(cast: Cast, timing: str) -> None:
    event = an_event(cast.flor)
    session = a_session(cast.flor, event)
    publish(cast.flor, event.id)
    with acting(cast.flor.scope):
        row = Event.objects.get(id=event.id)
    held = happening(cast, row)
    survey = a_survey(cast, row, timing=timing, session_id=session.id, questions=OWN)
    facts = asking.facts_of(survey)
    assert {fact.name for fact in facts} == {fact.name for fact in SETS[timing].facts} | {"own_1", "own_2"}
    sheet = html.unescape(
        Client().get(f"/es/eventos/{held.facts.code}/encuesta/{survey.code}/").content.decode()
    )
    answered(held, survey, *[{fact.name: value(fact) for fact in facts} for _n in range(5)])
    client = sign_in(Client(), cast.flor)
    page = html.unescape(client.get(f"/encuestas/{survey.id}/").content.decode())
    for fact in facts:
        assert str(fact.label) in sheet, fact.name
        assert str(fact.label) in page, fact.name
        place = f"respuestas/{fact.name}/" if asking.is_open_question(fact) else f'id="survey-{fact.name}"'
        assert place in page, fact.name
        if asking.is_open_question(fact):
            words = html.unescape(
                client.get(f"/encuestas/{survey.id}/respuestas/{fact.name}/").content.decode()
            )
            assert f"Respuesta a {fact.name}" in words
