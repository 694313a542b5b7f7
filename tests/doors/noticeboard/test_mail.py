"""The e-mail says that something waits, to whom it waits for, and nothing else; not more than one a while."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection

from cast import Cast
from contratrata.doors.noticeboard import jobs
from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import Role
from contratrata.ground.notices import kinds
from contratrata.ground.notices import public as notices
from contratrata.ground.outbox.plan import GATHER, PAUSE
from postbox import delivered, messages

CODE = "GT-2222-3333"
SECOND = dt.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def declared() -> Iterator[None]:
    before = dict(kinds._kinds)
    notices.declare("test.arrived", "Llegó {code}", "noticeboard:list")
    notices.declare("test.urgent", "Urge {code}", "noticeboard:list", urgent=True)
    yield
    kinds._kinds.clear()
    kinds._kinds.update(before)


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-24 18:00:00+00:00", tick=False) as traveller:
        yield traveller


def _run_due() -> None:
    """Run the jobs that are due, as the worker does, and take them away."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE task_name = %s RETURNING args::text", [notices.MAIL_TASK]
        )
        for (args,) in cursor.fetchall():
            jobs.mail(**json.loads(args))


def _notify(cast: Cast, kind: str = "test.arrived", count: int = 1) -> None:
    with acting(cast.beatriz.scope):
        for _turn in range(count):
            notices.notify(kind, organisation_id=cast.refugio.id, code=CODE, roles=[Role.CASEWORKER])
    _run_due()


def _to(mails: list[Any]) -> list[str]:
    return sorted(one.to[0] for one in mails)


BOTH = ["ana@gtm.example", "carla@gtm.example"]


def test_it_names_nobody_and_reaches_those_it_is_for(real_cast: Cast, noon: time_machine.Traveller) -> None:
    user = real_cast.carla.user
    user.language = "en"
    user.save()
    _notify(real_cast)
    noon.shift(GATHER)
    mails = delivered()
    assert _to(mails) == BOTH
    for message in mails:
        whole = str(message.message())
        for secret in (CODE, "Refugio", "Ana", "Beatriz", "Llegó"):
            assert secret not in whole
    (to_ana,) = [m for m in mails if m.to == ["ana@gtm.example"]]
    assert to_ana.subject == "Tiene algo pendiente en ContraTrata"
    assert "/avisos/" in to_ana.body
    (to_carla,) = [m for m in mails if m.to == ["carla@gtm.example"]]
    assert "Something waits for you" in to_carla.body


def test_a_second_notice_waits_for_its_quarter_of_an_hour_and_an_urgent_one_does_not(
    real_cast: Cast, noon: time_machine.Traveller
) -> None:
    _notify(real_cast)
    noon.shift(GATHER)
    assert _to(delivered()) == BOTH
    first = clock.now()
    _notify(real_cast)
    noon.shift(GATHER)
    assert delivered() == []
    assert {one.due_at for one in messages(state="queued")} == {first + PAUSE}
    _notify(real_cast, "test.urgent")
    assert _to(delivered()) == BOTH
    noon.move_to(first + GATHER + PAUSE)
    assert _to(delivered()) == BOTH


def test_one_message_covers_all_that_came_before_it(real_cast: Cast, noon: time_machine.Traveller) -> None:
    _notify(real_cast, count=3)
    assert len(messages()) == 6
    noon.shift(GATHER)
    assert _to(delivered()) == BOTH
    assert {one.state for one in messages()} == {"sent"}


def test_what_was_seen_meanwhile_and_who_has_left_are_not_written_to(
    real_cast: Cast, noon: time_machine.Traveller
) -> None:
    mail.outbox.clear()
    _notify(real_cast)
    with acting(real_cast.ana.scope):
        member = real_cast.carla.membership
        member.ended_at = clock.now()
        member.save()
    noon.shift(GATHER)
    assert _to(delivered()) == ["ana@gtm.example"]
    _notify(real_cast)
    with acting(real_cast.ana.scope):
        scope = real_cast.ana.scope
        notices.seen(scope, [n.id for n in notices.unseen(scope)])
    noon.shift(PAUSE + GATHER)
    assert delivered() == []
    assert {one.state for one in messages()} == {"sent", "dropped"}
