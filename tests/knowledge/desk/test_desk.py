"""The home of the knowledge: what waits for each, with its next step and what is late first."""

import datetime as dt
import re

import pytest
from django.test import Client

from cast import Cast, Player, another
from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import Role
from contratrata.ground.nouns.public import operations as nouns
from contratrata.knowledge.adoption import operations
from contratrata.knowledge.practices.models import PRACTICES
from nouns import values_for
from taking_up import accepted, step, taken_up

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gate_is_open")]


def page(player: Player) -> str:
    client = Client()
    client.force_login(player.user)
    answer = client.get("/conocimiento/")
    assert answer.status_code == 200
    return answer.content.decode()


def parts(player: Player) -> list[str]:
    return re.findall(r'<section class="ct-section" id="([a-z]+)"', page(player))


def test_who_has_nothing_is_told_what_to_do_next(cast: Cast) -> None:
    assert "Proponer una práctica" in page(cast.flor)
    html = page(cast.irma)
    assert "Todavía no hay nada suyo aquí" in html
    assert "/practicas/nueva/" not in html
    assert parts(cast.irma) == []


def test_every_kind_of_what_waits_with_its_next_step(cast: Cast) -> None:
    with acting(cast.flor.scope):
        draft = nouns.write(PRACTICES, values=values_for(PRACTICES, "Muelle"))
        sent = nouns.write(PRACTICES, values=values_for(PRACTICES, "Puerto"))
        nouns.move(PRACTICES, sent.id, "submit", expected_version=1)
    practice = accepted(cast.flor, cast.diana)
    row = taken_up(cast.diana, practice.id, "pilot", happened_on=clock.today() - dt.timedelta(days=170))
    assert parts(cast.flor) == ["consultas", "borradores", "interes"]
    assert parts(cast.diana) == ["revisiones", "seguimientos", "esperando"]
    assert parts(cast.elena) == []
    html = page(cast.flor)
    assert PRACTICES.url("row", draft) in html
    assert PRACTICES.url("row", sent) not in html
    html = page(cast.diana)
    assert f"/practicas/{sent.id}/revisar/" in html
    assert f"/adopcion/{row.id}/" in html
    assert "Esperan algo de usted".lower() in html.lower()
    with acting(cast.gloria.scope):
        assert parts(cast.gloria) == ["revisiones"]


def test_what_is_late_is_said_first(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with acting(cast.flor.scope):
        row = nouns.write(PRACTICES, values=values_for(PRACTICES, "Puerto"))
        nouns.move(PRACTICES, row.id, "submit", expected_version=1)
    sent = clock.now()
    for days, late in ((20, False), (22, True)):
        moment = sent + dt.timedelta(days=days)
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        assert ("1 asunto está vencido." in page(cast.diana)) is late


def test_it_is_the_first_entry_of_the_network_and_nobody_begins_there_who_began_elsewhere(cast: Cast) -> None:
    begins = {"gloria": "/red/", "flor": "/organizacion/", "ana": "/hoy/", "diana": "/hoy/"}
    for name, there in begins.items():
        client = Client()
        client.force_login(getattr(cast, name).user)
        answer = client.get("/")
        if name == "flor":
            assert answer["Location"] != "/conocimiento/"
        else:
            assert answer["Location"] == there
    client.force_login(cast.ana.user)
    assert 'href="/conocimiento/"' in client.get("/hoy/").content.decode()  # the door to the network
    nobody = another(cast.refugio, "Petra", Role.PLATFORM_ADMIN)
    client.force_login(nobody.user)
    assert client.get("/conocimiento/").status_code == 404


def test_what_was_followed_up_waits_no_more(cast: Cast) -> None:
    practice = accepted(cast.flor, cast.diana)
    row = taken_up(cast.diana, practice.id, "pilot", happened_on=clock.today() - dt.timedelta(days=200))
    assert "seguimientos" in parts(cast.diana)
    with acting(cast.diana.scope):
        operations.take_step(row.id, "follow_pilot", values=step(), expected_version=row.version)
    assert "seguimientos" not in parts(cast.diana)
