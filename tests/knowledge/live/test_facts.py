"""Every fact of an agreement, a wish and a poll stands on the page of whoever holds the session."""

import html

import pytest
from django.test import Client

from cast import Cast
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.scope import acting
from contratrata.ground.things.public import from_row
from contratrata.knowledge.live import agreeing, room
from contratrata.knowledge.live.models import AGREEMENT, POLL, WISH
from meeting import a_workshop, agreed, tie_to
from signin import sign_in
from taking_up import published

pytestmark = pytest.mark.django_db


def test_every_fact_of_what_a_table_agreed_and_wished_is_on_its_page(cast: Cast) -> None:
    event, (session, *_more) = a_workshop(cast)
    practice = published(cast)
    with acting(cast.flor.scope):
        agreement = agreeing.agree(session, values=agreed(parties="Guatemala y Honduras (ficticio)"))
        values = {"practice": tie_to(practice), "country": "PAN", "conditions": "Con fondos (ficticio)"}
        wish = agreeing.wish(session, values=values)
    page = sign_in(Client(), cast.flor).get(f"/eventos/{event.id}/plenaria/mesas/{session.id}/")
    body = html.unescape(page.content.decode())
    for facts, row in ((AGREEMENT.facts, agreement), (WISH.facts, wish)):
        stored = from_row(facts, row)
        assert [fact.name for fact in facts if not stored[fact.name]] == []
        assert [fact.name for fact in facts if str(fact.words(stored[fact.name])) not in body] == []


@pytest.mark.parametrize("sort", ["single", "several", "scale", "words"])
def test_every_fact_of_a_poll_is_on_the_page_of_its_session(cast: Cast, sort: str) -> None:
    event, (session, *_more) = a_workshop(cast)
    options = ["Sí (ficticia)", "No (ficticia)"] if sort in ("single", "several") else []
    with acting(cast.flor.scope):
        poll = room.prepare(
            session.id, values={"question": "¿Sirvió? (ficticia)", "sort": sort, "options": options}
        )
    page = sign_in(Client(), cast.flor).get(f"/eventos/{event.id}/plenaria/salones/{session.id}/")
    body = html.unescape(page.content.decode())
    stored = from_row(POLL.facts, poll)
    assert list(stored["options"]) == options
    words = [str(POLL.fact(name).words(stored[name])) for name in ("question", "sort")]
    assert [one for one in [*words, *options] if one not in body] == []


def test_a_poll_offers_up_to_twelve_answers(cast: Cast) -> None:
    _event, (session, *_more) = a_workshop(cast)
    for number in (12, 13):
        options = [f"Una respuesta de varias palabras, la {n} (ficticia)" for n in range(number)]
        values = {"question": "¿Cuál? (ficticia)", "sort": "single", "options": options}
        with acting(cast.flor.scope):
            if number == 12:
                assert list(vars(room.prepare(session.id, values=values))["options"]) == options
            else:
                with pytest.raises(DomainError, match="12"):
                    room.prepare(session.id, values=values)
