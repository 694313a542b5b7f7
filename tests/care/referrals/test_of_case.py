"""The case's own page tells of its referrals: a referral that nobody sees from the file is half lost."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Player
from contratrata.care.cases.operations import share_with
from contratrata.care.referrals import of_case, operations
from contratrata.ground.base.scope import acting
from referred import ITS_OWN, Line
from signin import sign_in

#: What was written at each move: sealed, and told on the referral's own page only.
WRITTEN = ("La esperamos en la terminal", "No queda cama", "Durmió aquí")


def page(player: Player, path: str) -> str:
    answer = sign_in(Client(), player).get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", str(answer.content.decode()))


@pytest.mark.parametrize(
    ("state", "words", "verb"),
    [
        ("draft", "Borrador", "Continuar"),
        ("sent", "Responden antes de", "Ver derivación"),
        ("accepted", "Aceptada", "Ver derivación"),
        ("declined", "Rechazada", "Leer respuesta"),
        ("closed", "Cerrada", "Leer respuesta"),
    ],
)
def test_the_sender_sees_where_each_stands(line: Line, state: str, words: str, verb: str) -> None:
    created = line.at(state)
    shown = page(line.cast.ana, f"/casos/{line.case_id}/")
    part = shown.partition("<h2>Derivaciones")[2].partition("</ul>")[0]
    for expected in (
        "A Albergue Horizonte (ficticio)",
        created.code,
        f'href="/derivaciones/{created.id}/"',
        words,
        verb,
    ):
        assert expected in part, expected
    assert not [text for text in WRITTEN if text in shown]


def test_the_story_tells_each_move_by_whom(line: Line) -> None:
    line.at("closed")
    story = page(line.cast.ana, f"/casos/{line.case_id}/historia/")
    for values in ("Se envió.", "La aceptaron.", "Se cerró con respuesta."):
        assert f"Derivación a Albergue Horizonte (ficticio). {values}" in story
    assert "Diana" not in story
    assert not [text for text in WRITTEN if text in story]


def test_the_receivers_own_case_says_where_it_came_from(line: Line) -> None:
    created = line.at("accepted")
    with acting(line.cast.elena.scope):
        operations.open_own_case(created.id, consent=ITS_OWN)
        case_id = type(created).objects.get(id=created.id).receiver_case_id
    shown = page(line.cast.elena, f"/casos/{case_id}/")
    assert "De Casa Refugio (ficticia)" in shown
    assert created.code in shown
    assert str(line.case_id) not in shown
    story = page(line.cast.elena, f"/casos/{case_id}/historia/")
    assert "Derivación de Casa Refugio (ficticia). Se envió." in story
    assert "Ana Ejemplo" not in story


def test_a_colleague_on_the_case_sees_all_but_anothers_draft(line: Line) -> None:
    sent, draft = line.sent(), line.draft()
    with acting(line.cast.ana.scope):
        share_with(line.case_id, user_id=line.cast.carla.user.pk)
    shown = page(line.cast.carla, f"/casos/{line.case_id}/")
    assert sent.code in shown
    assert draft.code not in shown


@pytest.mark.parametrize("who", ["irma", "diana", "elena", "flor", "gloria", "hilda", "julia"])
def test_nobody_else_hears_of_it(line: Line, who: str) -> None:
    line.sent()
    player = getattr(line.cast, who)
    with acting(player.scope):
        assert of_case.doings_of(line.case_id) == ([], [])


def test_many_take_as_many_queries_as_one(line: Line) -> None:
    client = sign_in(Client(), line.cast.ana)

    def asked(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as capture_queries_context:
            client.get(path)
        return len(capture_queries_context)

    line.at("accepted")
    paths = (f"/casos/{line.case_id}/", f"/casos/{line.case_id}/historia/")
    one = [asked(path) for path in paths]
    for _ in range(6):
        line.sent()
    assert [asked(path) for path in paths] == one
