"""The trail as its readers see it: sentences with codes, page by page, for auditor and supervisor only."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import house
from cast import Cast
from contratrata.doors.trail import jobs
from contratrata.ground.audit import public as audit
from contratrata.ground.audit.sealing import seal_waiting
from contratrata.ground.base.scope import acting
from keeping import signed_as

audit.declare("test.viewed", "vio el caso {code}", "code")


@pytest.fixture(autouse=True)
def gate_is_open(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    """The second factor has tests of its own; anchors of this test's own."""
    monkeypatch.setattr("contratrata.doors.web.access.GATES", [])
    settings.ANCHORS_FOLDER = tmp_path / "anchors"


def _view(cast: Cast, codes: list[str], *, days_ago: int = 0) -> None:
    with acting(cast.ana.scope):
        rows = [audit.entry("test.viewed", kind="case", code=code) for code in codes]
        for row in rows:
            row.at -= dt.timedelta(days=days_ago)
        audit.record_many(rows)


def _shown(client: Client, query: str = "") -> list[str]:
    page = client.get(f"/rastro/{query}").content.decode()
    return re.findall(r"<div>vio el caso (\S+)</div>", page)


def test_the_auditor_reads_sentences_and_her_reading_leaves_one(real_cast: Cast, client: Client) -> None:
    _view(real_cast, ["GT-2222-3333"])
    client.force_login(real_cast.hilda.user)
    page = client.get("/rastro/").content.decode()
    assert "vio el caso GT-2222-3333" in page
    assert "Ana Ejemplo" in page
    assert "consultó el rastro" not in page.split("<tbody>", 1)[1]
    again = client.get("/rastro/").content.decode()
    assert again.split("<tbody>", 1)[1].count("consultó el rastro") == 1
    assert "Hilda Ejemplo" in again.split("<tbody>", 1)[1]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("hilda", 200),
        ("beatriz", 200),
        ("ana", 404),
        ("flor", 404),
        ("diana", 404),
        ("gloria", 404),
        ("irma", 404),
    ],
)
def test_who_may_read_it(real_cast: Cast, client: Client, who: str, status: int) -> None:
    client.force_login(getattr(real_cast, who).user)
    for address in ("/rastro/", "/rastro/verificacion/"):
        assert client.get(address).status_code == status


def test_another_organisation_and_the_platform_are_not_in_it(real_cast: Cast, client: Client) -> None:
    with acting(real_cast.irma.scope):
        audit.record("test.viewed", code="GT-9999-9999")
    _view(real_cast, ["GT-2222-3333"])
    client.force_login(real_cast.beatriz.user)
    assert _shown(client) == ["GT-2222-3333"]


def test_pages_go_there_and_back_and_miss_nothing(real_cast: Cast, client: Client) -> None:
    codes = [f"GT-{n:04d}-0000" for n in range(120)]
    _view(real_cast, codes)
    client.force_login(real_cast.hilda.user)
    seen: list[list[str]] = []
    query = "?evento=test.viewed"
    while True:
        page = client.get(f"/rastro/{query}").content.decode()
        seen.append(re.findall(r"<div>vio el caso (\S+)</div>", page))
        older = re.search(r'href="/rastro/(\?[^"]*despues=[^"]*)"', page)
        if older is None:
            break
        query = older.group(1).replace("&amp;", "&")
    assert [len(one) for one in seen] == [50, 50, 20]
    assert sorted(code for one in seen for code in one) == codes
    newer = re.search(r'href="/rastro/(\?[^"]*antes=[^"]*)"', page)
    assert newer is not None
    assert _shown(client, newer.group(1).replace("&amp;", "&")) == seen[1]


def test_filters_by_person_event_and_day(real_cast: Cast, client: Client) -> None:
    _view(real_cast, ["OLD"], days_ago=40)
    _view(real_cast, ["NEW"])
    with acting(real_cast.carla.scope):
        audit.record("test.viewed", code="CARLA")
    client.force_login(real_cast.hilda.user)
    day = (dt.datetime.now(dt.UTC) - dt.timedelta(days=40)).date()
    assert set(_shown(client, f"?persona={real_cast.ana.user.id}")) == {"NEW", "OLD"}
    assert _shown(client, f"?evento=test.viewed&hasta={day + dt.timedelta(days=1)}") == ["OLD"]
    assert _shown(client, "?evento=member.added") == []
    wrong = client.get("/rastro/?desde=2026-02-02&hasta=2026-01-01").content.decode()
    assert "igual o posterior" in wrong
    for odd in ("?antes=x", "?persona=nadie", "?evento=nada", "?desde=mañana"):
        assert client.get(f"/rastro/{odd}").status_code == 200


def test_the_verification_page_proves_and_names_what_was_changed(real_cast: Cast, client: Client) -> None:
    with signed_as("worker"):
        seal_waiting()
    client.force_login(real_cast.hilda.user)
    assert "El rastro está entero" not in client.get("/rastro/verificacion/").content.decode()
    page = _proved(client, real_cast)
    assert "El rastro está entero: 6 registros" in page
    with house.connect("keeper") as keeper:
        keeper.execute(
            "UPDATE audit_entry SET actor_id = NULL WHERE id = (SELECT entry_id FROM audit_seal "
            "WHERE organisation_id = %s AND sequence = 4)",
            [real_cast.refugio.id],
        )
    page = _proved(client, real_cast)
    assert "El rastro no está entero" in page
    assert "El registro 4 fue cambiado" in page


def _proved(client: Client, cast: Cast) -> str:
    """Asked twice, proved once by the worker, and read."""
    for _ in range(2):
        assert client.post("/rastro/verificacion/comprobar/")["Location"] == "/rastro/verificacion/"
    assert "Se está comprobando ahora" in client.get("/rastro/verificacion/").content.decode()
    with house.connect("worker") as worker:
        asked = worker.execute("DELETE FROM procrastinate_jobs RETURNING task_name, args").fetchall()
    assert asked == [("trail.verify", {"organisation_id": str(cast.refugio.id)})]
    with signed_as("worker"):
        jobs.verify(str(cast.refugio.id))
    return client.get("/rastro/verificacion/").content.decode()
