"""Answering without an account: once a ticket, by no name unless the survey says so, and nothing that tells of whom."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client

from cast import Cast
from contratrata.ground.audit.public import Entry as Trace
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import job_scope
from contratrata.ground.vault import public as vault
from contratrata.knowledge.events import operations as events
from contratrata.knowledge.events.models import Event
from contratrata.knowledge.registrations import operations as registrations
from contratrata.knowledge.registrations.happenings import Happening
from contratrata.knowledge.surveys import mixing, operations
from contratrata.knowledge.surveys.jobs import tend
from contratrata.knowledge.surveys.models import Answer, Box, NamedAnswer, Survey
from contratrata.knowledge.surveys.queries import sheet_by, ticket_for
from contratrata.knowledge.surveys.results import named_of
from planning import an_event, published, words
from postbox import delivered
from registering import happening, signed_up
from surveying import a_survey, answered, closed, people, results, sheet_of

pytestmark = pytest.mark.django_db
ORIGIN = {"HTTP_ORIGIN": "http://testserver"}
NOON = "2026-12-01 18:00:00+00:00"


@pytest.fixture(autouse=True)
def at_noon(gate_is_open: None) -> Iterator[None]:
    with time_machine.travel(NOON):
        yield


@pytest.fixture
def event(cast: Cast) -> Happening:
    return happening(cast, published(cast))


def url_of(event: Happening, survey: Survey, ticket: str = "") -> str:
    return f"/es/eventos/{event.facts.code}/encuesta/{survey.code}/" + (f"{ticket}/" if ticket else "")


def fields(page: bytes) -> dict[str, str]:
    """The hidden fields of a sheet."""
    tags = re.findall(r'<input type="hidden" name="([^"]+)"[^>]*value="([^"]*)"', page.decode())
    return dict(tags)


def box_of(cast: Cast, survey: Survey) -> Box:
    with acting(cast.flor.scope):
        return Box.objects.get(survey_id=survey.id)


def waiting(cast: Cast, survey: Survey) -> list[dict[str, str]]:
    with acting(cast.flor.scope):
        return mixing.waiting_in(Box.objects.get(survey_id=survey.id))


def test_a_sheet_is_answered_without_account_cookie_or_script_and_says_why_it_is_anonymous(
    cast: Cast, event: Happening
) -> None:
    survey = a_survey(cast, event_row(cast, event))
    for language, why in (("es", "Por qué lo es"), ("en", "Why it is")):
        page = Client().get(url_of(event, survey).replace("/es/", f"/{language}/"))
        body = page.content.decode()
        assert page.status_code == 200
        assert why in body
        assert len(page.content) < 60_000
        assert page.cookies == {}
        assert "no-store" in page.headers["Cache-Control"]
    client = Client()
    sent = {"knows": "quite", "expects": "Aprender (ficticia)"} | fields(
        client.get(url_of(event, survey)).content
    )
    thanks = client.post(url_of(event, survey), sent, **ORIGIN)
    assert "sus respuestas llegaron" in thanks.content.decode()
    assert thanks.cookies == {}
    # The same sheet again – a double click, the page sent again – counts once and says so.
    again = client.post(url_of(event, survey), sent | {"knows": "none"}, **ORIGIN)
    assert "ya se había enviado" in again.content.decode()
    assert waiting(cast, survey) == [{"knows": "quite", "expects": "Aprender (ficticia)"}]
    assert box_of(cast, survey).received == 1
    # Another sheet of the same browser is another answer; a page of another site sends none.
    assert (
        client.post(url_of(event, survey), {"knows": "much"}, HTTP_ORIGIN="http://evil.example").status_code
        == 403
    )
    assert client.post(url_of(event, survey), {"knows": "much"}, **ORIGIN).status_code == 200
    assert box_of(cast, survey).received == 2


def event_row(cast: Cast, event: Happening) -> Any:
    with acting(cast.flor.scope):
        return Event.objects.get(id=event.id)


def test_nothing_answered_and_what_is_no_answer_are_refused_in_words(cast: Cast, event: Happening) -> None:
    survey = a_survey(cast, event_row(cast, event))
    client = Client()
    empty = client.post(url_of(event, survey), {}, **ORIGIN)
    assert "Responda al menos una pregunta" in empty.content.decode()
    wrong = client.post(url_of(event, survey), {"knows": "perfectly"}, **ORIGIN)
    assert wrong.status_code == 200
    assert "llegaron" not in wrong.content.decode()
    assert box_of(cast, survey).received == 0


def test_addresses_that_open_nothing_are_no_pages(cast: Cast, event: Happening) -> None:
    survey = a_survey(cast, event_row(cast, event), who="registered")
    other = a_survey(cast, event_row(cast, event), who="registered")
    with acting(cast.flor.scope):
        draft = operations.write(event.id, values={"timing": "after", "who": "anybody"})
        foreign = ticket_for(Survey.objects.get(id=other.id), event.id)
    for path in (
        url_of(event, draft), url_of(event, survey, "A" * 43), url_of(event, survey, foreign),
        url_of(event, survey, "ñ"),
        f"/es/eventos/ev-00000000/encuesta/{survey.code}/",
    ):  # fmt: skip
        assert Client().get(path).status_code == 404, path
    # The open address of a survey for registered people says where their link is, and takes nothing.
    page = Client().get(url_of(event, survey)).content.decode()
    assert "la página de su inscripción" in " ".join(page.split())
    assert "<form method=" not in page.partition("<main")[2]
    with pytest.raises(WrongState):
        operations.answer(sheet_of(event, survey), values={"knows": "none"})


def test_a_registered_person_answers_once_by_a_link_that_her_own_page_shows_again(
    cast: Cast, event: Happening
) -> None:
    survey = a_survey(cast, event_row(cast, event), who="registered")
    mine = signed_up(event)
    own = Client().get(f"/es/inscripcion/{mine.token}/").content.decode()
    link = re.search(rf'href="(/es/eventos/[^"]+/encuesta/{survey.code}/[^"]+/)"', own)
    assert link is not None
    assert str(mine.row.id) not in link[1]
    assert Client().post(link[1], {"knows": "quite"}, **ORIGIN).status_code == 200
    again = Client().post(link[1], {"knows": "none"}, **ORIGIN).content.decode()
    assert "ya se había enviado" in again
    assert waiting(cast, survey) == [{"knows": "quite"}]
    # Her page goes on showing it: whether she answered, no page tells.
    assert Client().get(f"/es/inscripcion/{mine.token}/").content.decode().count(link[1]) == 1


def test_what_is_kept_of_an_anonymous_answer_tells_nobody_no_hour_and_no_order(
    cast: Cast, event: Happening
) -> None:
    survey = a_survey(cast, event_row(cast, event), who="registered")
    registered = [signed_up(event, n).row for n in range(7)]
    spent, boxes = [], []
    for n, row in enumerate(registered):
        with acting(cast.flor.scope):
            ticket = ticket_for(Survey.objects.get(id=survey.id), row.id)
        operations.answer(sheet_of(event, survey, ticket), values={"expects": f"Respuesta {n} (ficticia)"})
        spent.append(ticket)
        boxes.append(box_of(cast, survey))
    columns = {field.name for field in Answer._meta.concrete_fields}
    assert columns == {"id", "organisation_id", "realm", "survey_id", "step", "answers"}
    with acting(cast.flor.scope), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(DISTINCT xmin::text), count(DISTINCT step) FROM surveys_answer"
        )
        assert cursor.fetchone() == (5, 1, 1)  # one statement, none before the other
        cursor.execute(
            "SELECT to_jsonb(a)::text FROM surveys_answer a UNION ALL SELECT to_jsonb(b)::text FROM surveys_box b"
        )
        stored = "".join(text for (text,) in cursor.fetchall())
        for row, ticket in zip(registered, spent, strict=True):
            assert str(row.id) not in stored
            assert row.id.hex not in stored
            assert ticket not in stored
    # Each time the box is sealed by a secret of its own, so that what it held before can be overwritten.
    sealed = [bytes(text) for box in boxes for text in (box.pending, box.marks) if text]
    assert len({vault.slots.number_of(one) for one in sealed}) == len(sealed) == 2 * 7 - 1


def test_the_trail_tells_that_answers_were_mixed_never_that_one_came(cast: Cast, event: Happening) -> None:
    survey = a_survey(cast, event_row(cast, event))

    def lines() -> list[tuple[str, dict[str, Any]]]:
        with acting(job_scope(cast.refugio)):
            traces = Trace.objects.filter(event__startswith="survey.").order_by("at", "id")
            return [(one.event, one.details) for one in traces]

    before = lines()
    answered(event, survey, *people(4))
    assert lines() == before
    answered(event, survey, *people(3))
    assert lines()[len(before) :] == [("survey.mixed", {"number": 5})]


def test_by_name_only_where_it_says_so_changed_by_the_same_link_and_gone_with_the_registration(
    cast: Cast, event: Happening
) -> None:
    survey = a_survey(cast, event_row(cast, event), who="named")
    mine = signed_up(event)
    with acting(cast.flor.scope):
        ticket = ticket_for(Survey.objects.get(id=survey.id), mine.row.id)
    page = Client().get(url_of(event, survey, ticket)).content.decode()
    assert "Esta encuesta lleva su nombre" in page
    assert "es anónima" not in page
    for answer in ("none", "much"):
        assert Client().post(url_of(event, survey, ticket), {"knows": answer}, **ORIGIN).status_code == 200
    assert box_of(cast, survey).received == 1
    with acting(cast.flor.scope):
        assert [texts for _row, texts in named_of(survey)] == [{"knows": "much"}]
        assert not Answer.objects.exists()
        registrations.erase(mine.row.id, reason="asked_by_person")
        assert named_of(survey) == []
        assert NamedAnswer.objects.count() == 1  # what nobody opens any more
    with pytest.raises(WrongState):
        operations.answer(sheet_of(event, survey, ticket), values={"knows": "none"})


def test_it_closes_by_hand_or_on_its_day_for_good_and_forgets_who_answered(
    cast: Cast, event: Happening
) -> None:
    row = event_row(cast, event)
    survey = a_survey(cast, row, closes_on=clock.today() + dt.timedelta(days=2))
    answered(event, survey, *people(12))
    with time_machine.travel("2026-12-04 12:00:00+00:00"):
        # Its day is over where the event is: it is shut before the clock's work, and closed by it.
        assert "ya cerró" in Client().get(url_of(event, survey)).content.decode()
        assert tend() == 1
        assert tend() == 0
    box = box_of(cast, survey)
    assert (bytes(box.marks), bytes(box.pending)) == (b"", b"")
    with acting(cast.flor.scope):
        stored = Survey.objects.get(id=survey.id)
        assert (stored.state, bytes(stored.secret)) == ("closed", b"")
        with pytest.raises(WrongState):
            operations.open_survey(survey.id)
        with pytest.raises(WrongState):
            operations.close(survey.id)
    assert "ya cerró" in Client().get(url_of(event, survey)).content.decode()
    assert results(cast, survey).number == 12


def test_only_who_holds_a_published_event_prepares_opens_and_closes(cast: Cast, event: Happening) -> None:
    survey = a_survey(cast, event_row(cast, event))
    for player in (cast.gloria, cast.diana, cast.ana, cast.irma):
        with acting(player.scope), pytest.raises((NotAllowed, DomainError)):
            operations.write(event.id, values={"timing": "before", "who": "anybody"})
        for act in (operations.close, operations.open_survey, operations.remove):
            with acting(player.scope), pytest.raises(NotAllowed):
                act(survey.id)
    hidden = an_event(cast.flor, "Oculto")
    with acting(cast.flor.scope):
        draft = operations.write(hidden.id, values={"timing": "before", "who": "anybody"})
        with pytest.raises(WrongState, match="Publique primero"):
            operations.open_survey(draft.id)


def test_links_are_mailed_once_to_those_with_a_place_when_it_is_time(cast: Cast, event: Happening) -> None:
    row = event_row(cast, event)
    mine, quiet = signed_up(event, 1), signed_up(event, 2)
    registrations.quiet(quiet, is_quiet=True)
    a_survey(cast, row, who="registered", writes=True)
    a_survey(cast, row, timing="after", who="registered", writes=True)
    assert tend() == 1
    assert tend() == 0
    (mail,) = [one for one in delivered() if "encuesta" in one.subject.lower()]
    assert mail.to == ["persona1@lucero.example"]
    assert str(mine.row.id) not in mail.body
    with time_machine.travel(event.copy.ends + dt.timedelta(hours=1)):
        assert tend() == 1


def test_a_cancelled_event_has_no_open_survey(cast: Cast, event: Happening) -> None:
    survey = a_survey(cast, event_row(cast, event))
    with acting(cast.flor.scope):
        events.cancel(event.id, why=words("Sin sala"), expected_version=event_row(cast, event).version)
    assert sheet_by(event.facts.code, survey.code) is not None
    assert "ya cerró" in Client().get(url_of(event, survey)).content.decode()


def test_a_closed_survey_shows_what_it_may(cast: Cast, event: Happening) -> None:
    survey = a_survey(cast, event_row(cast, event))
    answered(event, survey, *people(3))
    assert closed(cast, survey).dropped == 3
    assert results(cast, survey).number == 0
