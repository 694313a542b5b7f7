"""Every day the worker looks whether the house is as it was made, and somebody hears when it is not."""

from pathlib import Path
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client

import house
from cast import PASSWORD, Cast, Player
from contratrata.doors.console import loops
from contratrata.doors.platform import checking
from contratrata.ground.accounts.models import User
from contratrata.ground.audit import public as audit
from contratrata.ground.audit.sealing import seal_waiting
from contratrata.ground.base.scope import Scope, acting
from contratrata.ground.network.operations import add_member
from contratrata.ground.network.roles import Role
from contratrata.ground.outbox.models import Message
from keeping import signed_as
from signin import sign_in

pytestmark = [pytest.mark.real_commits]


@pytest.fixture(autouse=True)
def own_anchors(settings: Any, tmp_path: Path) -> None:
    settings.ANCHORS_FOLDER = tmp_path / "anchors"


@pytest.fixture
def pilar(real_cast: Cast) -> Player:
    """She administers the platform; everything is sealed."""
    user = User.objects.create_user("pilar@gt.example", PASSWORD, name="Pilar Ejemplo (ficticia)")
    member = add_member(organisation=real_cast.red, user=user, roles=[Role.PLATFORM_ADMIN])
    with signed_as("worker"):
        seal_waiting()
    return Player(user, member)


def alarms() -> list[Message]:
    with acting(Scope(mail=True)):
        return list(Message.objects.filter(kind="platform.alarm"))


def test_it_is_one_of_the_loops_of_the_worker() -> None:
    (loop,) = [loop for loop in loops.declared() if loop.name == "platform.look"]
    assert loop.seconds == 86_400


def test_a_whole_house_is_said_and_alarms_nobody(pilar: Player) -> None:
    page = sign_in(Client(), pilar).get("/plataforma/").content.decode()
    assert "Nunca se comprobó" in page
    with signed_as("worker"):
        checking.look()
    check = audit.queries.last_check(None)
    assert check is not None
    assert (check.problems, check.entries) == ([], 16)
    assert alarms() == []
    page = sign_in(Client(), pilar).get("/plataforma/").content.decode()
    assert "Todo encaja, hoy" in page
    with signed_as("worker"):
        checking.look()
    again = audit.queries.last_check(None)
    assert again == check  # a worker that starts again does not prove everything again


def test_what_was_changed_is_shown_and_mailed_without_a_word_about_it(real_cast: Cast, pilar: Player) -> None:
    with house.connect("keeper") as keeper:
        keeper.execute(
            "UPDATE audit_entry SET event = 'member.removed' WHERE id = (SELECT entry_id FROM audit_seal "
            "WHERE organisation_id = %s AND sequence = 3)",
            [real_cast.refugio.id],
        )
    with signed_as("worker"):
        checking.look()
        (mail,) = alarms()
    assert mail.user_id == pilar.user.pk
    page = sign_in(Client(), pilar).get("/plataforma/").content.decode()
    assert "El registro 3 fue cambiado" in page
    own = audit.queries.last_check(real_cast.refugio.id)
    other = audit.queries.last_check(real_cast.clinica.id)
    assert own is not None
    assert other is not None
    assert own.problems == [["changed", 3, ""]]
    assert other.problems == []


def test_a_protection_taken_away_is_told_each_time_the_worker_starts(pilar: Player) -> None:
    with signed_as("worker"):
        checking.look()
        with house.connect("owner") as owner:
            owner.execute("ALTER TABLE cases_identity DISABLE ROW LEVEL SECURITY")
            try:
                checking.look()
            finally:
                owner.execute("ALTER TABLE cases_identity ENABLE ROW LEVEL SECURITY")
        assert len(alarms()) == 1


def test_the_web_cannot_say_that_all_is_well(db: None) -> None:
    for forbidden in (
        "INSERT INTO audit_check (id, at, entries, problems) VALUES (gen_random_uuid(), now(), 1, '[]')",
        "UPDATE audit_check SET problems = '[]'",
        "DELETE FROM audit_check",
    ):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(forbidden)
