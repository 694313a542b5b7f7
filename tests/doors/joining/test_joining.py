"""Anybody asks to join from the public page; the coordination alone reads it, and what it answers goes by mail."""

import datetime as dt
import uuid

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from cast import Cast, Player
from contratrata.doors.joining import operations
from contratrata.doors.joining.models import JoinRequest
from contratrata.ground.audit.public import Entry as Trace
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.scope import Realm, acting
from contratrata.ground.network.public import Membership, Organisation, job_scope
from contratrata.ground.notices.public import waiting_for
from postbox import delivered
from signin import sign_in

pytestmark = pytest.mark.django_db
ORIGIN = {"HTTP_ORIGIN": "http://testserver"}
#: Invented.
ASKED = {
    "name": "Colectivo Lucero (ficticio)", "country": "SLV", "contact": "Nieves Ejemplo (ficticia)",
    "email": "nieves@lucero.example", "text": "Acompañamos a mujeres en la frontera.",
}  # fmt: skip


@pytest.fixture(autouse=True)
def network(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A real network; the second factor has tests of its own, and nobody has written today."""
    Organisation.objects.filter(realm=Realm.REAL).update(fictitious=False)
    monkeypatch.setattr("contratrata.doors.web.access.GATES", [])
    cache.clear()


def browser(player: Player) -> Client:
    client = Client()
    client.force_login(player.user)
    return client


def asked(cast: Cast) -> JoinRequest:
    assert "Se envió su petición" in Client().post("/es/unirse/", ASKED, **ORIGIN).content.decode()
    with acting(cast.gloria.scope):
        return JoinRequest.objects.get()


def test_what_is_asked_reaches_the_coordination_and_nobody_else(cast: Cast) -> None:
    row = asked(cast)
    with acting(cast.gloria.scope):
        assert [notice.kind for notice in waiting_for(cast.gloria.scope)] == ["joining.asked"]
    with acting(job_scope(cast.red)):
        assert list(Trace.objects.filter(event="joining.asked").values_list("actor_id", "details")) == [
            (None, {})
        ]
    gloria = browser(cast.gloria)
    assert ASKED["name"] in gloria.get("/red/peticiones/").content.decode()
    page = gloria.get(f"/red/peticiones/{row.id}/").content.decode()
    assert all(text in page for name, text in ASKED.items() if name != "country")
    assert "El Salvador" in page
    for player in (cast.ana, cast.flor, cast.diana, cast.hilda, cast.julia):
        assert browser(player).get("/red/peticiones/").status_code == 404
        assert browser(player).get(f"/red/peticiones/{row.id}/").status_code == 404
        with acting(player.scope):
            assert not JoinRequest.objects.exists()
    assert Client().get(f"/red/peticiones/{row.id}/").status_code == 302


def test_who_asks_stands_nowhere_in_clear(cast: Cast) -> None:
    row = asked(cast)
    with acting(cast.gloria.scope), connection.cursor() as cursor:
        cursor.execute("SELECT joining_joinrequest::text FROM joining_joinrequest")
        (stored,) = (line[0] for line in cursor.fetchall())
    assert "SLV" in stored
    # Nor a hash that tells whether a guess is right: what the same sending is known by is keyed.
    guess = "\n".join((ASKED["country"], *(ASKED[name] for name in ("contact", "email", "name", "text"))))
    assert row.once is not None
    assert row.once not in {make(uuid.NAMESPACE_URL, guess) for make in (uuid.uuid3, uuid.uuid5)}
    assert not any(word in stored for word in ("Lucero", "Nieves", "lucero.example", "frontera"))


def test_the_same_sending_twice_is_one_request_and_what_is_missing_is_said(cast: Cast) -> None:
    for _again in range(2):
        asked(cast)
    page = Client().post("/es/unirse/", ASKED | {"email": "nieves", "text": " "}, **ORIGIN).content.decode()
    assert "Escriba un correo como nombre@ejemplo.org." in page
    assert "Escriba qué hace su organización." in page
    assert "Nieves Ejemplo (ficticia)" in page  # what was typed stays
    english = Client().post("/en/unirse/", {}, **ORIGIN).content.decode()
    assert "Write the organisation’s name." in english
    with acting(cast.gloria.scope):
        assert JoinRequest.objects.count() == 1


def test_a_machine_is_stopped_and_another_site_cannot_send(cast: Cast) -> None:
    answers = [Client().post("/es/unirse/", ASKED, **ORIGIN).status_code for _n in range(6)]
    assert answers == [200] * 5 + [429]
    assert Client().post("/es/unirse/", ASKED, HTTP_ORIGIN="https://elsewhere.example").status_code == 403


def test_the_coordination_answers_once_and_a_mail_says_no_more_than_that(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = asked(cast)
    for player in (cast.flor, cast.diana):
        with acting(player.scope), pytest.raises(NotAllowed):
            operations.answer(row.id, answer="talk")
    gloria = browser(cast.gloria)
    sent = gloria.post(f"/red/peticiones/{row.id}/", {"answer": "talk"})
    assert sent.status_code == 302
    noon = clock.now().replace(hour=18) + dt.timedelta(days=1)  # in her night it waits
    with monkeypatch.context() as later:
        later.setattr(clock, "now", lambda: noon)
        (mail,) = delivered()
    assert mail.to == [ASKED["email"]]
    assert "le escribirá para hablar" in str(mail.body)
    assert "Lucero" not in str(mail.body)
    with acting(cast.gloria.scope):
        assert not waiting_for(cast.gloria.scope)
        with pytest.raises(WrongState):
            operations.answer(row.id, answer="not_now")
        with pytest.raises(DomainError):
            operations.answer(row.id, answer="waiting")
    assert "Se hablará con ella" in gloria.get(f"/red/peticiones/{row.id}/").content.decode()


def test_what_was_answered_long_ago_is_forgotten_and_what_waits_stays(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = asked(cast)
    long_after = clock.now() + operations.KEPT + dt.timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: long_after)
    assert operations.forget_answered() == 0
    with acting(cast.gloria.scope):
        JoinRequest.objects.filter(id=row.id).update(answered_at=long_after - operations.KEPT)
    assert operations.forget_answered() == 0  # to the day
    with acting(cast.gloria.scope):
        JoinRequest.objects.filter(id=row.id).update(
            answered_at=long_after - operations.KEPT - dt.timedelta(seconds=1)
        )
    assert operations.forget_answered() == 1


def test_without_a_coordination_nobody_is_told_that_it_was_sent(cast: Cast) -> None:
    with acting(cast.gloria.scope):
        Membership.objects.filter(id=cast.gloria.membership.id).update(ended_at=clock.now())
    page = Client().post("/es/unirse/", ASKED, **ORIGIN).content.decode()
    assert "todavía no tiene coordinación" in page
    assert "Se envió" not in page


def test_a_signed_in_member_reads_the_same_page_as_anybody(cast: Cast) -> None:
    assert sign_in(Client(), cast.ana).get("/es/unirse/").content == Client().get("/es/unirse/").content
