"""The e-mail says that something waits, to whom it waits for, and nothing else; not more than one a while."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.db import connection

from cast import Cast
from contratrata.doors.noticeboard import jobs
from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import Role
from contratrata.ground.notices import kinds
from contratrata.ground.notices import public as notices

CODE = "GT-2222-3333"


@pytest.fixture(autouse=True)
def declared(settings: Any) -> Iterator[None]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    before = dict(kinds._kinds)
    notices.declare("test.arrived", "Llegó {code}", "noticeboard:list")
    notices.declare("test.urgent", "Urge {code}", "noticeboard:list", urgent=True)
    yield
    kinds._kinds.clear()
    kinds._kinds.update(before)


def _run_due(name: str) -> list[dict[str, str]]:
    """Run the jobs of that name that are due, as the worker does, and take them away."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE task_name = %s "
            "AND (scheduled_at IS NULL OR scheduled_at <= %s) RETURNING args::text",
            [name, clock.now()],
        )
        told = [json.loads(args) for (args,) in cursor.fetchall()]
    for args in told:
        {notices.MAIL_TASK: jobs.mail, "notices.mail_person": jobs.mail_person}[name](**args)
    return told


def _later() -> list[dt.datetime]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT scheduled_at FROM procrastinate_jobs WHERE scheduled_at IS NOT NULL")
        return [at for (at,) in cursor.fetchall()]


def _notify(cast: Cast, kind: str = "test.arrived", roles: tuple[Role, ...] = (Role.CASEWORKER,)) -> None:
    with acting(cast.beatriz.scope):
        notices.notify(kind, organisation_id=cast.refugio.id, code=CODE, roles=roles)
    _run_due(notices.MAIL_TASK)
    _run_due("notices.mail_person")


def test_it_names_nobody_and_reaches_those_it_is_for(real_cast: Cast) -> None:
    mail.outbox.clear()
    user = real_cast.carla.user
    user.language = "en"
    user.save()
    _notify(real_cast)
    assert sorted(m.to[0] for m in mail.outbox) == ["ana@gtm.example", "carla@gtm.example"]
    for message in mail.outbox:
        whole = message.subject + message.body
        for secret in (CODE, "Refugio", "Ana", "Beatriz", "Llegó"):
            assert secret not in whole
    (to_ana,) = [m for m in mail.outbox if m.to == ["ana@gtm.example"]]
    assert to_ana.subject == "Tiene algo pendiente en ContraTrata"
    assert "/avisos/" in to_ana.body


def test_a_second_notice_waits_for_its_quarter_of_an_hour_and_an_urgent_one_does_not(real_cast: Cast) -> None:
    mail.outbox.clear()
    _notify(real_cast)
    first = notices.Mailing.objects.get(user_id=real_cast.ana.user.id).last_at
    _notify(real_cast)
    assert len(mail.outbox) == 2
    assert set(_later()) == {
        m.last_at + dt.timedelta(minutes=15) for m in notices.Mailing.objects.order_by("user_id")
    }
    _notify(real_cast, "test.urgent")
    assert len(mail.outbox) == 4
    assert notices.Mailing.objects.get(user_id=real_cast.ana.user.id).last_at > first


def test_one_message_covers_all_that_came_before_it(real_cast: Cast) -> None:
    mail.outbox.clear()
    with acting(real_cast.beatriz.scope):
        for _ in range(3):
            notices.notify("test.arrived", organisation_id=real_cast.refugio.id, roles=[Role.CASEWORKER])
    assert len(_run_due(notices.MAIL_TASK)) == 3
    assert len(_run_due("notices.mail_person")) == 6
    assert len(mail.outbox) == 2
    assert _later() == []


def test_what_was_seen_meanwhile_and_who_has_left_are_not_written_to(real_cast: Cast) -> None:
    mail.outbox.clear()
    with acting(real_cast.ana.scope):
        notices.notify("test.arrived", organisation_id=real_cast.refugio.id, roles=[Role.CASEWORKER])
        member = real_cast.carla.membership
        member.ended_at = clock.now()
        member.save()
    _run_due(notices.MAIL_TASK)
    with acting(real_cast.ana.scope):
        scope = real_cast.ana.scope
        notices.seen(scope, [n.id for n in notices.unseen(scope)])
    _run_due("notices.mail_person")
    assert mail.outbox == []
