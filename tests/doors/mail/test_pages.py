"""The pages of the outbox: for whom they are, what they say, what they do, and what they never show."""

import uuid
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from cast import Cast, Player
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import Role
from contratrata.ground.outbox import delivery
from contratrata.ground.outbox import public as outbox
from contratrata.ground.outbox.delivery import sweep
from postbox import messages
from signin import sign_in
from typing_in import seen

ADDRESS = "nadie.ficticia@gt.example"


@pytest.fixture
def platform(cast: Cast) -> Player:
    """Flor, who administers the platform too."""
    membership = cast.flor.membership
    membership.roles = [Role.ORG_ADMIN, Role.PLATFORM_ADMIN]
    with acting(cast.flor.scope):
        membership.save()
    return cast.flor


def _failed(cast: Cast) -> uuid.UUID:
    outbox.send("network.invited", outbox.To(address=ADDRESS), link="/invitacion/x/")
    [row] = messages()
    with acting(delivery.SENDER):
        delivery.move([row], "claim")
        delivery.move([row], "give_up", failure="SMTPDataError 554")
    return row.id


def test_the_queue_tells_the_platform_what_failed_and_never_to_whom(cast: Cast, platform: Player) -> None:
    row = _failed(cast)
    client = sign_in(Client(), platform)
    page = client.get("/correo/").content.decode()
    assert "Aviso de ContraTrata" in page
    assert "El servidor de correo rechazó el mensaje (554)" in page
    assert ADDRESS not in page
    assert "/invitacion/x/" not in page
    answer = client.post("/correo/", {"mail": [str(row), "nonsense"], "do": "retry"}, follow=True)
    assert "1 correo vuelve a la cola." in answer.content.decode()
    before = len(mail.outbox)
    assert sweep() == 1
    assert "/invitacion/x/" in mail.outbox[before].body
    assert "El último correo salió" in client.get("/correo/").content.decode()


def test_a_failed_mail_can_be_thrown_away(cast: Cast, platform: Player) -> None:
    row = _failed(cast)
    client = sign_in(Client(), platform)
    answer = client.post("/correo/", {"mail": [str(row)], "do": "discard"}, follow=True)
    assert "1 correo descartado." in answer.content.decode()
    assert messages()[0].state == "dropped"


def _held(cast: Cast, settings: Any) -> uuid.UUID:
    settings.OUTBOX_HOLD_FROM = 1
    with acting(cast.gloria.scope):
        return outbox.send_many(
            "network.invited",
            [outbox.To(address=f"n{n}@gt.example") for n in range(2)],
            link="/invitacion/x/",
        )


def test_the_coordination_looks_at_a_held_batch_and_lets_it_go(cast: Cast, settings: Any) -> None:
    batch = _held(cast, settings)
    client = sign_in(Client(), cast.gloria)
    assert "2 correos" in client.get("/correo/retenidos/").content.decode()
    page = client.get(f"/correo/retenidos/{batch}/").content.decode()
    assert "Le invitan a trabajar en ContraTrata" in page
    assert "You are invited to work in ContraTrata" in page
    assert "@gt.example" not in page
    assert client.post(f"/correo/retenidos/{batch}/", {"do": "release"}).status_code == 302
    assert {one.state for one in messages()} == {"queued"}
    assert client.get(f"/correo/retenidos/{batch}/").status_code == 404
    assert client.post(f"/correo/retenidos/{batch}/", {"do": "release"}).status_code == 404


def test_the_coordination_throws_a_held_batch_away(cast: Cast, settings: Any) -> None:
    batch = _held(cast, settings)
    client = sign_in(Client(), cast.gloria)
    answer = client.post(f"/correo/retenidos/{batch}/", {"do": "drop"}, follow=True)
    assert "nadie los recibirá" in answer.content.decode()
    assert {one.state for one in messages()} == {"dropped"}


def test_a_user_chooses_which_mails_she_gets(cast: Cast) -> None:
    client = sign_in(Client(), cast.ana)
    page = client.get("/cuenta/correos/").content.decode()
    assert "Avisos de que algo le espera" in page
    assert client.post("/cuenta/correos/", {"notices": "sometimes"}).status_code == 200
    with acting(cast.ana.scope):
        assert outbox.choices_of(cast.ana.user.id) == {"notices": "at_once"}
    assert (
        client.post("/cuenta/correos/", {"notices": "daily"} | seen(client, "/cuenta/correos/")).status_code
        == 302
    )
    with acting(cast.ana.scope):
        assert outbox.choices_of(cast.ana.user.id) == {"notices": "daily"}
    # Hers alone: nobody else reads or changes it.
    with acting(cast.beatriz.scope):
        assert outbox.choices_of(cast.ana.user.id) == {"notices": "at_once"}
    page = client.get("/cuenta/").content.decode()
    assert "/cuenta/correos/" in page
