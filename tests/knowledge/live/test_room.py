"""What the room asks and answers: let through first, once a seat, nothing kept of who; read by many at no cost."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from attending import code_of, sign_up
from cast import Cast
from contratrata.ground.base.anonymous import TooOften
from contratrata.ground.base.errors import DomainError, WrongState
from contratrata.ground.base.scope import acting
from contratrata.knowledge.events.models import Event, Session
from contratrata.knowledge.live import board, links, room
from contratrata.knowledge.live.models import Mark, Poll, PollState, RoomQuestion, Tally
from meeting import a_workshop, door_token, seat_path
from registering import happening, signed_up
from signin import sign_in

OURS = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def session(cast: Cast) -> Session:
    """A session that is on."""
    return a_workshop(cast, 1)[1][0]


def a_poll(session: Session, sort: str = "single", *options: str) -> Poll:
    """An open poll."""
    row = room.prepare(session.id, values={"question": "¿Cuál?", "sort": sort, "options": options})
    return room.open_poll(row.id, expected_version=1)


def test_a_question_is_seen_once_it_was_let_through(cast: Cast, session: Session) -> None:
    seat, board_path = seat_path(cast, session), f"/es/salon/tablero/{door_token(cast, session)}/"
    assert Client().post(seat, {"act": "ask", "words": "¿Y la noche?"}, **OURS).status_code == 302
    assert "¿Y la noche?" not in Client().get(board_path).content.decode()
    with acting(cast.flor.scope):
        row = RoomQuestion.objects.get()
    room_path = f"/eventos/{session.event_id}/plenaria/salones/{session.id}/"
    browser = sign_in(Client(), cast.flor)
    assert "¿Y la noche?" in browser.get(room_path).content.decode()
    browser.post(f"{room_path}preguntas/{row.id}/", {"state": "shown", "version": "1"})
    for path in (board_path, seat, seat_path(cast, session)):
        assert "¿Y la noche?" in Client().get(path).content.decode()


def test_a_seat_votes_once(cast: Cast, session: Session) -> None:
    with acting(cast.flor.scope):
        row = room.ask(session, links.new_seat(), words="¿Y la noche?")
        room.judge(row.id, state="shown", expected_version=1)
        seat = links.new_seat()
        for one in (seat, seat, links.new_seat()):
            room.vote(session, one, row.id)
        row.refresh_from_db()
        assert row.votes == 2


def test_a_seat_does_not_ask_without_end(cast: Cast, session: Session) -> None:
    with acting(cast.flor.scope):
        seat = links.new_seat()
        for n in range(room.MOST_A_SEAT):
            room.ask(session, seat, words=f"Pregunta {n}")
        with pytest.raises(TooOften):
            room.ask(session, seat, words="Otra")


def test_a_poll_counts_and_nothing_says_who(cast: Cast, session: Session) -> None:
    with acting(cast.flor.scope):
        poll = a_poll(session, "single", "Una", "Otra")
        seats = [links.new_seat() for _n in range(6)]
        for n, seat in enumerate(seats):
            room.answer(session, seat, poll.id, chosen=["Una" if n else "Otra"])
        with pytest.raises(WrongState):
            room.answer(session, seats[0], poll.id, chosen=["Una"])
        for wrong in ((), ("Nada",), ("Una", "Otra")):
            with pytest.raises(DomainError):
                room.answer(session, links.new_seat(), poll.id, chosen=wrong)
        # A mark holds a code of seat and poll, and neither an answer nor a moment.
        assert {field.name for field in Mark._meta.get_fields()} == {
            "id", "organisation_id", "realm", "event_id", "session_id", "of_id", "seat",
        }  # fmt: skip
        assert not Mark.objects.filter(seat__in=[links.mark_of(session.id, one) for one in seats]).exists()
        poll.refresh_from_db()
        room.close_poll(poll.id, expected_version=poll.version)
        assert not Mark.objects.filter(of_id=poll.id).exists()
        assert dict(Tally.objects.values_list("option", "number")) == {"Una": 5, "Otra": 1}
        with pytest.raises(WrongState):
            room.answer(session, links.new_seat(), poll.id, chosen=["Una"])
        result = board.results_of(session.id, PollState.CLOSED)[0]
        assert result.figure is not None
        assert [row.values for row in result.figure.drawing.data.rows] == [(5,), (1,)]


def test_few_answers_are_not_shown(cast: Cast, session: Session) -> None:
    with acting(cast.flor.scope):
        poll = a_poll(session, "scale")
        for _n in range(board.FEWEST - 1):
            room.answer(session, links.new_seat(), poll.id, chosen=["3"])
        poll.refresh_from_db()
        room.close_poll(poll.id, expected_version=poll.version)
        assert board.results_of(session.id, PollState.CLOSED)[0].figure is None


def test_a_word_is_seen_once_it_was_let_through(cast: Cast, session: Session) -> None:
    with acting(cast.flor.scope):
        poll = a_poll(session, "words")
        for _n in range(board.FEWEST):
            room.answer(session, links.new_seat(), poll.id, chosen=["Confianza"])
        room.answer(session, links.new_seat(), poll.id, chosen=["feo"])
        room.show_word(Tally.objects.get(option="confianza").id)
        poll.refresh_from_db()
        room.close_poll(poll.id, expected_version=poll.version)
        result = board.results_of(session.id, PollState.CLOSED)[0]
        assert result.figure is not None
        assert [row.label for row in result.figure.drawing.data.rows] == ["confianza"]


def test_opening_a_poll_closes_the_other(cast: Cast, session: Session) -> None:
    with acting(cast.flor.scope):
        first, second = a_poll(session, "scale"), a_poll(session, "single", "Sí", "No")
        first.refresh_from_db()
        assert (first.state, second.state) == (PollState.CLOSED, PollState.OPEN)


def test_many_who_read_are_told_that_nothing_is_new(cast: Cast, session: Session) -> None:
    path = f"/es/salon/tablero/{door_token(cast, session)}/"
    with acting(cast.flor.scope):
        row = room.ask(session, links.new_seat(), words="¿Y la noche?")
        room.judge(row.id, state="shown", expected_version=1)
    first = Client().get(path)
    with CaptureQueriesContext(connection) as queries:
        again = Client().get(path, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert not any(
        '"live_roomquestion"."words"' in one["sql"] for one in queries
    )  # no text is read or opened
    with acting(cast.flor.scope):
        room.vote(session, links.new_seat(), row.id)
    assert Client().get(path, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_the_door_gives_a_seat_and_who_registered_has_one(cast: Cast, session: Session) -> None:
    with acting(cast.flor.scope):
        event = Event.objects.get(id=session.event_id)
    person, *_others = sign_up(cast, event, "Nieves Ejemplo (ficticia)")
    code, path = code_of(cast, person), f"/es/salon/entrar/{door_token(cast, session)}/"
    ways = [Client().post(path, {"code": code.lower()}, **OURS)["Location"] for _n in range(2)]
    assert ways[0] == ways[1]
    strangers = [Client().post(path, {"code": ""}, **OURS)["Location"] for _n in range(2)]
    assert strangers[0] != strangers[1]
    assert Client().get(strangers[0]).status_code == 200
    assert Client().post(path, {"code": "NADIE"}, **OURS).status_code == 200
    # A door is no seat, nor a seat a table.
    token = strangers[0].split("/")[-2]
    assert Client().get(f"/es/relatoria/{token}/").status_code == 404
    assert Client().get(f"/es/salon/{door_token(cast, session)}/").status_code == 404


def test_a_room_shuts_after_its_session(cast: Cast, session: Session) -> None:
    with acting(cast.flor.scope):
        Session.objects.filter(id=session.id).update(minutes=0)
        late = Session.objects.get(id=session.id)
        late.begins = None
        with pytest.raises(WrongState):
            room.ask(late, links.new_seat(), words="¿Tarde?")


def test_her_own_page_leads_into_a_session_that_is_on(cast: Cast) -> None:
    event, (session,) = a_workshop(cast, 1)
    held = happening(cast, event)
    mine = signed_up(held)
    page = Client().get(f"/es/inscripcion/{mine.token}/").content.decode()
    with acting(cast.flor.scope):
        token = links.seat_token(session, links.seat_of(session.id, mine.row.id))
        Session.objects.filter(id=session.id).update(begins=session.begins - dt.timedelta(days=2))  # type: ignore[operator]
    assert f"/es/salon/{token}/" in page
    assert "/es/salon/" not in Client().get(f"/es/inscripcion/{mine.token}/").content.decode()


def test_when_a_room_is_shut_it_is_forgotten_who_voted(cast: Cast, session: Session) -> None:
    with acting(cast.flor.scope):
        row = room.ask(session, links.new_seat(), words="¿Y la noche?")
        room.judge(row.id, state="shown", expected_version=1)
        room.vote(session, links.new_seat(), row.id)
        poll = a_poll(session, "scale")
        room.answer(session, links.new_seat(), poll.id, chosen=["3"])
    assert room.forget() == 0  # it is on
    with acting(cast.flor.scope):
        Session.objects.filter(id=session.id).update(begins=session.begins - dt.timedelta(days=1))  # type: ignore[operator]
    room.forget()
    with acting(cast.flor.scope):
        assert not Mark.objects.exists()
        poll.refresh_from_db()
        row.refresh_from_db()
        assert (poll.state, poll.answers, row.votes) == (PollState.CLOSED, 1, 1)
