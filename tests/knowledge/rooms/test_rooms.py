"""Rooms at a distance: who gets in when, as what, by which name; what is told to the server, and what stays sealed."""

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cast import Cast, Player
from contratrata.ground.base.errors import Conflict, DomainError, NotAllowed, WrongState
from contratrata.ground.base.scope import acting
from contratrata.knowledge.events import operations as events
from contratrata.knowledge.events import parts
from contratrata.knowledge.events.models import Event
from contratrata.knowledge.registrations import operations as registrations
from contratrata.knowledge.registrations.happenings import Happening
from contratrata.knowledge.registrations.queries import Own
from contratrata.knowledge.rooms import creating, links, operations
from contratrata.knowledge.rooms.demo import demonstrate
from contratrata.knowledge.rooms.models import OnlineRoom, Server
from contratrata.knowledge.rooms.operations import Place, ServerWords
from meeting_server import SECRET, BigBlueButton, bigbluebutton, claims_of
from planning import a_session, a_speaker, an_event, publish, words
from postbox import delivered
from registering import happening, signed_up, token_for

pytestmark = pytest.mark.django_db
ORIGIN = {"HTTP_ORIGIN": "http://testserver"}
NOON = "2026-12-01 18:00:00+00:00"
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
PASTED = "https://zoom.example/j/81234567890?pwd=Faro"


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> Iterator[time_machine.Traveller]:
    monkeypatch.setattr("contratrata.doors.web.access.GATES", [])
    cache.clear()
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def bbb(monkeypatch: pytest.MonkeyPatch) -> Iterator[BigBlueButton]:
    with bigbluebutton() as held:
        monkeypatch.setattr(creating, "reach", held.reach)
        yield held


def browser(player: Player) -> Client:
    client = Client()
    client.force_login(player.user)
    return client


def a_server(cast: Cast, kind: str, **more: Any) -> Server:
    address = {"jitsi": "https://meet.faro.example", "bbb": "https://bbb.faro.example/bigbluebutton/api/"}[
        kind
    ]
    said = {"name": f"Servidor {kind}", "kind": kind, "address": address, "app_id": "faro", "secret": SECRET}
    with acting(cast.flor.scope):
        return operations.add_server(ServerWords(**said | more))


def held_in(cast: Cast, place: Place, **more: Any) -> Happening:
    """A published event whose first session is held there."""
    event = an_event(cast.flor, mode="online", **more)
    session = a_session(cast.flor, event)
    publish(cast.flor, event.id)
    with acting(cast.flor.scope):
        operations.set_room(event.id, session.id, place, expected_version=0)
    return happening(cast, event)


def own_path(event: Happening, mine: Own) -> str:
    return f"/es/inscripcion/{token_for(event, mine.row)}/"


def entry(event: Happening, mine: Own) -> str:
    return f"{own_path(event, mine)}sala/{event.sessions[0].session_id}/"


def test_who_registered_gets_in_from_half_an_hour_before_until_it_ends(
    cast: Cast, at_noon: time_machine.Traveller
) -> None:
    event = held_in(cast, Place(link=PASTED))
    mine = signed_up(event)
    begins = event.sessions[0].begins
    for moment, is_in in (
        (begins - 31 * MINUTE, False), (begins - 30 * MINUTE, True), (begins + 119 * MINUTE, True),
        (begins + 120 * MINUTE, False),
    ):  # fmt: skip
        at_noon.move_to(moment)
        answer = Client().get(entry(event, mine))
        assert (answer.status_code, answer["Location"] == PASTED) == (302, is_in)
        page = Client().get(own_path(event, mine)).content.decode()
        assert ("Entrar a la sala" in page) is is_in
        assert "zoom.example/j" not in page


def test_who_did_not_confirm_or_left_or_waits_does_not_get_in(
    cast: Cast, at_noon: time_machine.Traveller
) -> None:
    event = held_in(cast, Place(link=PASTED), capacity=3)
    unconfirmed = signed_up(event, 0, confirmed=False)
    gone = signed_up(event, 1)
    registrations.withdraw(gone)
    signed_up(event, 2)
    signed_up(event, 3)
    waiting = signed_up(event, 4)
    at_noon.move_to(event.sessions[0].begins)
    for mine in (unconfirmed, gone, waiting):
        assert Client().get(entry(event, mine))["Location"] == own_path(event, mine)
    assert Client().get(f"/es/inscripcion/{'a' * 64}/sala/{event.sessions[0].session_id}/").status_code == 404


def test_a_cancelled_event_lets_nobody_in(cast: Cast, at_noon: time_machine.Traveller) -> None:
    event = held_in(cast, Place(link=PASTED))
    mine = signed_up(event)
    at_noon.move_to(event.sessions[0].begins)
    with acting(cast.flor.scope):
        row = Event.objects.get(id=event.id)
        events.cancel(row.id, why=words("No hay"), expected_version=row.version)
    assert Client().get(entry(event, mine))["Location"] == own_path(event, mine)


def test_a_token_of_jitsi_is_as_prosody_wants_it_and_tells_the_name_alone(
    cast: Cast, at_noon: time_machine.Traveller
) -> None:
    server = a_server(cast, "jitsi", audience="jitsi")
    event = held_in(cast, Place(server_id=server.id))
    mine = signed_up(event, name="Nieves Ejemplo (ficticia)", email="nieves@lucero.example")
    at_noon.move_to(event.sessions[0].begins)
    link = Client().get(entry(event, mine))["Location"]
    with acting(cast.flor.scope):
        room = OnlineRoom.objects.get()
    assert link.startswith(f"https://meet.faro.example/{room.name}?jwt=")
    claims = claims_of(link)
    now = int(event.sessions[0].begins.timestamp())
    assert claims == {
        "aud": "jitsi", "iss": "faro", "sub": "meet.faro.example", "room": room.name, "nbf": now - 60,
        "exp": now + 120 * 60,
        "context": {"user": {"name": "Nieves Ejemplo (ficticia)", "moderator": "false", "affiliation": "member"}},
    }  # fmt: skip
    assert "lucero" not in str(claims)


def test_by_another_name_only_that_is_told_and_nothing_is_kept(
    cast: Cast, at_noon: time_machine.Traveller
) -> None:
    event = held_in(cast, Place(server_id=a_server(cast, "jitsi").id))
    mine = signed_up(event, name="Nieves Ejemplo (ficticia)")
    at_noon.move_to(event.sessions[0].begins)
    url = f"{entry(event, mine)}nombre/"
    assert "Con qué nombre entra" in Client().get(url).content.decode()
    page = Client().post(url, {"name": "N."}, **ORIGIN).content.decode()
    (link,) = re.findall(r'href="(https://meet[^"]+)"', page)
    assert claims_of(link.replace("&amp;", "&"))["context"]["user"]["name"] == "N."
    assert "Allí la verán como «N.»." in page
    assert "Escriba con qué nombre" in Client().post(url, {"name": ""}, **ORIGIN).content.decode()


def moderate(cast: Cast, event: Happening) -> str:
    url = reverse("rooms:moderate", args=[event.id, event.sessions[0].session_id])
    return browser(cast.flor).post(url, {"name": "Flor (ficticia)"}).content.decode()


def link_on(page: str) -> str:
    (link,) = re.findall(r'href="(https://(?:bbb|meet|zoom)[^"]+)" rel="noreferrer"', page)
    return str(link).replace("&amp;", "&")


def test_a_room_of_bigbluebutton_is_opened_by_who_moderates_and_then_lets_the_others_in(
    cast: Cast, at_noon: time_machine.Traveller, bbb: BigBlueButton
) -> None:
    event = held_in(cast, Place(server_id=a_server(cast, "bbb").id), recorded=True)
    mine = signed_up(event, name="Nieves Ejemplo (ficticia)", email="nieves@lucero.example")
    begins = event.sessions[0].begins
    at_noon.move_to(begins - 5 * HOUR)  # somebody tries it hours before
    moderate(cast, event)
    at_noon.move_to(begins)
    waiting = Client().get(entry(event, mine))
    assert "La abre quien modera" in waiting.content.decode()
    assert bbb.lets_in(link_on(moderate(cast, event)))["role"] == "MODERATOR"
    assert bbb.calls == ["create", "create"]
    (created,) = bbb.created.values()
    assert (created["name"], created["record"], created["autoStartRecording"]) == (
        "Primera (ficticio)",
        "true",
        "false",
    )
    link = Client().get(entry(event, mine))["Location"]
    assert bbb.lets_in(link) == {
        "fullName": "Nieves Ejemplo (ficticia)", "meetingID": created["meetingID"], "role": "VIEWER",
        "redirect": "true",
    }  # fmt: skip
    assert "lucero" not in link


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"<html>nginx</html>", "no contesta un BigBlueButton"),
        (b"<response><returncode>FAILED</returncode><messageKey>maxMeetings</messageKey></response>", "no quiso abrir"),
    ],
)  # fmt: skip
def test_what_a_server_refuses_is_said_in_words(
    cast: Cast, bbb: BigBlueButton, answer: bytes, said: str
) -> None:
    event = held_in(cast, Place(server_id=a_server(cast, "bbb").id))
    bbb.answer = answer
    page = moderate(cast, event)
    assert said in page
    assert 'rel="noreferrer"' not in page
    with acting(cast.flor.scope):
        assert OnlineRoom.objects.get().opened_at is None


def test_another_secret_and_no_answer_are_said_in_words(
    cast: Cast, bbb: BigBlueButton, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = held_in(cast, Place(server_id=a_server(cast, "bbb", secret="otro").id))
    assert "no reconoce el secreto" in moderate(cast, event)

    def nobody(_host: str) -> Any:
        raise OSError

    monkeypatch.setattr(creating, "reach", nobody)
    assert "no contesta. Pruebe otra vez" in moderate(cast, event)


def test_an_inner_address_is_never_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: [(2, 1, 6, "", ("10.0.0.7", 443))])
    with pytest.raises(OSError, match="bbb"):
        creating.reach("bbb.faro.example")


def test_who_has_a_part_moderates_by_a_link_of_her_own(cast: Cast, at_noon: time_machine.Traveller) -> None:
    event = an_event(cast.flor, mode="online")
    speaker = a_speaker(cast.flor, event, email="camila@faro.example")
    other = a_speaker(cast.flor, event, "Otra (ficticia)")
    session = a_session(cast.flor, event, speakers=(str(speaker.id),))
    publish(cast.flor, event.id)
    server = a_server(cast, "jitsi")
    with acting(cast.flor.scope):
        operations.set_room(event.id, session.id, Place(server_id=server.id), expected_version=0)
        path, others = links.path_of(speaker, "es"), links.path_of(other, "es")
    assert "Aquí entra desde el" in Client().get(path).content.decode()
    assert session.begins is not None
    at_noon.move_to(session.begins - 2 * HOUR)
    assert "Abrir la sala y entrar" in Client().get(path).content.decode()
    page = Client().post(path, {"session": session.id, "name": "Camila"}, **ORIGIN).content.decode()
    user = claims_of(link_on(page))["context"]["user"]
    assert user == {"name": "Camila", "moderator": "true", "affiliation": "owner"}
    assert "Todavía no hay ninguna sala" in Client().get(others).content.decode()
    changed = path[:-3] + ("A" if path[-3] != "A" else "B") + path[-2:]
    assert Client().get(changed).status_code == 404
    with acting(cast.flor.scope):
        parts.remove(parts.SPEAKERS, speaker.id, expected_version=1)
    assert Client().get(path).status_code == 404


def test_those_with_a_part_are_mailed_their_link_once(cast: Cast) -> None:
    event = an_event(cast.flor, mode="online")
    speaker = a_speaker(cast.flor, event, email="camila@faro.example")
    a_speaker(cast.flor, event, "Sin correo (ficticia)")
    session = a_session(cast.flor, event, speakers=(str(speaker.id),))
    publish(cast.flor, event.id)
    with acting(cast.flor.scope):
        operations.set_room(event.id, session.id, Place(link=PASTED), expected_version=0)
    client = browser(cast.flor)
    page = client.get(reverse("rooms:of_event", args=[event.id])).content.decode()
    assert "Enviar los enlaces" in page
    sent = client.post(reverse("rooms:tell", args=[event.id]))
    assert sent.status_code == 302
    with acting(cast.flor.scope), pytest.raises(WrongState):
        operations.tell_hosts(event.id)
    (mail,) = delivered()
    assert mail.to == ["camila@faro.example"]
    assert "/es/sala/" in str(mail.body)
    assert "zoom" not in str(mail.body)


def test_the_same_for_the_other_sessions_each_its_own_room_and_two_who_edit(cast: Cast) -> None:
    event = an_event(cast.flor, mode="hybrid")
    sessions = [a_session(cast.flor, event, f"S{n}", starts=dt.time(8 + 2 * n)) for n in range(3)]
    server = a_server(cast, "jitsi")
    with acting(cast.flor.scope):
        operations.set_room(event.id, sessions[0].id, Place(link=PASTED), expected_version=0)
        place = Place(server_id=server.id)
        assert operations.set_room(event.id, sessions[1].id, place, everywhere=True, expected_version=0) == 2
        rows = OnlineRoom.objects.filter(kind="jitsi")
        assert len({row.name for row in rows}) == 2
        with pytest.raises(Conflict):
            operations.set_room(event.id, sessions[0].id, place, expected_version=0)
        with pytest.raises(WrongState):
            operations.remove_server(server.id)
        for link in ("", "http://zoom.example/j/1", "javascript:alert(1)"):
            with pytest.raises(DomainError):
                operations.set_room(event.id, sessions[0].id, Place(link=link), expected_version=1)


def test_the_pages_of_who_plans(cast: Cast) -> None:
    client = browser(cast.flor)
    new = reverse("rooms:new_server")
    said = {
        "kind": "bbb",
        "name": "BBB del Faro",
        "address": "https://bbb.faro.example/bigbluebutton/",
        "once": uuid.uuid4(),
    }
    assert "Escriba el secreto" in client.post(new, said).content.decode()
    wrong = client.post(new, said | {"address": "https://10.0.0.1:8080/", "secret": SECRET})
    assert "Escriba la dirección completa" in wrong.content.decode()
    for _again in range(2):
        assert client.post(new, said | {"secret": SECRET}).status_code == 302
    with acting(cast.flor.scope):
        server = Server.objects.get()
    page = client.get(reverse("rooms:server", args=[server.id])).content.decode()
    assert SECRET not in page
    kept = client.post(reverse("rooms:server", args=[server.id]), said | {"name": "Otro", "version": 1})
    assert kept.status_code == 302
    event = an_event(cast.flor, mode="online")
    session = a_session(cast.flor, event)
    home = reverse("rooms:of_event", args=[event.id])
    assert "Todavía no se sabe dónde se reúne." in client.get(home).content.decode()
    url = reverse("rooms:set", args=[event.id, session.id])
    assert "Otro" in client.get(url).content.decode()
    assert client.post(url, {"where": server.id, "version": 0})["Location"] == home
    assert "Otro: bbb.faro.example" in client.get(home).content.decode()
    assert client.post(reverse("rooms:remove", args=[event.id, session.id])).status_code == 302
    assert client.post(reverse("rooms:remove_server", args=[server.id])).status_code == 302
    there = an_event(cast.flor, mode="in_person")
    assert client.get(reverse("rooms:of_event", args=[there.id])).status_code == 404


def test_nothing_of_a_room_stands_in_clear_nor_in_what_is_public(cast: Cast) -> None:
    event = held_in(cast, Place(link=PASTED))
    a_server(cast, "jitsi")
    with acting(cast.flor.scope):
        room, server = OnlineRoom.objects.get(), Server.objects.get()
    assert b"zoom" not in bytes(room.link)
    assert SECRET.encode() not in bytes(server.secret)
    for path in (
        f"/es/eventos/{event.facts.code}/",
        f"/es/eventos/{event.facts.code}/evento.ics",
        "/es/eventos/",
    ):
        answer = Client().get(path)
        assert "zoom" not in answer.content.decode()
    mine = signed_up(event)
    assert b"zoom" not in Client().get(f"{own_path(event, mine)}evento.ics").content


def test_strangers_set_and_see_nothing(cast: Cast) -> None:
    event = held_in(cast, Place(link=PASTED))
    session_id = event.sessions[0].session_id
    for stranger in (cast.diana, cast.gloria):
        with acting(stranger.scope):
            assert not OnlineRoom.objects.exists()
            with pytest.raises(NotAllowed):
                operations.set_room(event.id, session_id, Place(link=PASTED), expected_version=1)
            with pytest.raises(NotAllowed):
                operations.tell_hosts(event.id)
    with acting(cast.beatriz.scope), pytest.raises(NotAllowed):
        operations.add_server(ServerWords("x", "jitsi", "https://meet.faro.example", "a", "", "s"))


def test_the_demonstration_has_rooms_once(cast: Cast) -> None:
    event = an_event(cast.gloria, mode="hybrid")
    for n in range(2):
        a_session(cast.gloria, event, f"S{n}", starts=dt.time(8 + 2 * n))
    with acting(cast.gloria.scope):
        assert [demonstrate(cast.gloria.scope) for _again in range(2)] == [2, 0]


def test_her_page_and_that_of_who_plans_ask_as_often_for_many_sessions(cast: Cast) -> None:
    numbers = []
    for many in (1, 6):
        event = an_event(cast.flor, mode="online")
        sessions = [a_session(cast.flor, event, f"S{n}", starts=dt.time(8 + 2 * n)) for n in range(many)]
        publish(cast.flor, event.id)
        with acting(cast.flor.scope):
            place = Place(link=PASTED)
            operations.set_room(event.id, sessions[0].id, place, everywhere=True, expected_version=0)
        held = happening(cast, event)
        mine = signed_up(held)
        client = browser(cast.flor)
        for path, asking in (
            (own_path(held, mine), Client()),
            (reverse("rooms:of_event", args=[event.id]), client),
        ):
            asking.get(path)
            with CaptureQueriesContext(connection) as asked:
                asking.get(path)
            numbers.append(len(asked))
    assert numbers[:2] == numbers[2:]
