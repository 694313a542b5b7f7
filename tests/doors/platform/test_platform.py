"""The home of the platform's administration: how the house runs, and no word of what is kept in it."""

import datetime as dt
import uuid
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

import scenario
from cast import PASSWORD, Cast, Player
from contratrata.doors.platform import queries
from contratrata.ground.accounts.models import User
from contratrata.ground.base import beats, clock
from contratrata.ground.network.operations import add_member
from contratrata.ground.network.roles import Role
from signin import sign_in

PAGES = ("/plataforma/", "/plataforma/trabajos/", "/plataforma/respaldo/")


@pytest.fixture
def pilar(cast: Cast) -> Client:
    """Pilar administers the platform, from the organisation of the coordination."""
    user = User.objects.create_user("pilar@gt.example", PASSWORD, name="Pilar Ejemplo (ficticia)")
    member = add_member(organisation=cast.red, user=user, roles=[Role.PLATFORM_ADMIN])
    return sign_in(Client(), Player(user, member))


def job(status: str) -> int:
    """A job in this state, with something in it that nobody may read here."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts) "
            "VALUES ('default', 'contratrata.test', %s, %s, 3) RETURNING id",
            [f'{{"id": "{uuid.uuid4()}", "words": "secreto-del-trabajo"}}', status],
        )
        return int(cursor.fetchone()[0])


def test_she_begins_at_the_state_and_sees_the_numbers_of_now(pilar: Client) -> None:
    assert pilar.get("/")["Location"] == "/plataforma/"
    before = queries.state()
    assert before.migrations_waiting == 0
    assert before.database_bytes > 1_000_000
    assert 0 < before.connections <= before.most_connections
    assert "No responde desde: nunca" in pilar.get("/plataforma/").content.decode()
    job("failed")
    assert queries.state().jobs_failed == before.jobs_failed + 1
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    page = pilar.get("/plataforma/").content.decode()
    assert "Responde" in page
    assert "El proceso de tareas no responde" not in page


def test_a_worker_silent_for_two_minutes_is_not_alive() -> None:
    def alive(seconds: int) -> bool:
        seen = clock.now() - dt.timedelta(seconds=seconds)
        return queries.State("1", 0, 0, 0, 0, seen, 0).worker_alive

    assert (alive(110), alive(130)) == (True, False)


def test_a_job_that_failed_is_tried_again_once_and_the_second_press_is_told_so(pilar: Client) -> None:
    given_up, waiting = job("failed"), job("todo")
    page = pilar.get("/plataforma/trabajos/").content.decode()
    assert "contratrata.test" in page
    assert "secreto-del-trabajo" not in page
    assert f"/plataforma/trabajos/{given_up}/otra-vez/" in page
    assert f"/plataforma/trabajos/{waiting}/otra-vez/" not in page
    assert pilar.post(f"/plataforma/trabajos/{given_up}/otra-vez/")["Location"] == "/plataforma/trabajos/"
    assert ("contratrata.test", 2, 0, 0) in queries.tasks()
    again = pilar.post(f"/plataforma/trabajos/{given_up}/otra-vez/", follow=True).content.decode()
    assert "Ese trabajo ya no está entre los que fallaron." in again
    assert ("contratrata.test", 2, 0, 0) in queries.tasks()
    assert pilar.get(f"/plataforma/trabajos/{given_up}/otra-vez/").status_code == 405


def test_the_age_of_each_deed_is_said_and_what_never_was_too(pilar: Client, settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    page = pilar.get("/plataforma/respaldo/").content.decode()
    assert page.count("No consta") == 4
    assert "Aquí no consta ninguna copia de seguridad" in page
    beats.beat("backup")
    page = pilar.get("/plataforma/respaldo/").content.decode()
    assert page.count("No consta") == 3
    assert "Aquí no consta ninguna copia de seguridad" not in page
    (tmp_path / "beats" / "verify").write_text("nonsense", encoding="utf-8")
    assert beats.last("verify") is None


def test_nothing_that_is_kept_stands_on_any_of_her_pages(cast: Cast, pilar: Client) -> None:
    scenario.build(cast, committed=False)
    for path in PAGES:
        answer = pilar.get(path)
        assert answer.status_code == 200
        body = answer.content.decode()
        assert [secret for secret in (*scenario.SECRETS, cast.refugio.name) if secret in body] == []
