"""`/avisos/`: what waits for me, without scripts."""

from collections.abc import Iterator

import pytest
from django.test import Client

from cast import Cast
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import Role
from contratrata.ground.notices import kinds
from contratrata.ground.notices import public as notices


@pytest.fixture(autouse=True)
def declared() -> Iterator[None]:
    before = dict(kinds._kinds)
    notices.declare("test.arrived", "Llegó la derivación {code}", "noticeboard:list")
    yield
    kinds._kinds.clear()
    kinds._kinds.update(before)


@pytest.fixture(autouse=True)
def gate_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second factor has tests of its own."""
    monkeypatch.setattr("contratrata.doors.web.access.GATES", [])


def test_the_page_shows_mine_and_a_button_takes_it_as_seen(real_cast: Cast, client: Client) -> None:
    with acting(real_cast.beatriz.scope):
        for code in ("GT-2222-3333", "GT-4444-5555"):
            notices.notify(
                "test.arrived", organisation_id=real_cast.refugio.id, code=code, roles=[Role.CASEWORKER]
            )
    client.force_login(real_cast.ana.user)
    shown = client.get("/avisos/").content.decode()
    assert "Llegó la derivación GT-2222-3333" in shown
    assert "2 avisos esperan por usted" in shown
    with acting(real_cast.ana.scope):
        one = notices.Notice.objects.get(code="GT-2222-3333")

    client.force_login(real_cast.irma.user)
    assert client.post("/avisos/vistos/", {"notice": str(one.id)}).status_code == 302
    client.force_login(real_cast.ana.user)
    assert "GT-2222-3333" in client.get("/avisos/").content.decode()

    client.post("/avisos/vistos/", {"notice": [str(one.id), "no es un id"]})
    after = client.get("/avisos/").content.decode()
    assert "GT-2222-3333" not in after
    assert "GT-4444-5555" in after


def test_nothing_waiting_says_so(real_cast: Cast, client: Client) -> None:
    client.force_login(real_cast.irma.user)
    assert "No hay avisos pendientes" in client.get("/avisos/").content.decode()
