"""What the worker does again and again: each in one worker at a time, and each survives its own faults."""

import datetime as dt
import threading

import pytest
from django.db import OperationalError, connection

from cast import Cast
from contratrata.doors.console import loops
from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from contratrata.ground.network.furniture import clear_drafts
from contratrata.ground.vault.models import TypedDraft
from keeping import signed_as


def test_the_loops_of_the_packages_are_found() -> None:
    names = [loop.name for loop in loops.declared()]
    assert {
        "audit.seal_waiting",
        "accounts.clear_sessions",
        "network.clear_drafts",
        "imports.forget_old_rows",
        "referrals.expire_and_escalate_all",
    } <= set(names)
    assert len(set(names)) == len(names)


def test_a_loop_runs_in_one_worker_at_a_time(real_cast: Cast) -> None:
    ran: list[str] = []
    loop = loops.Loop("test", 1.0, lambda: ran.append("ran"))
    with signed_as("worker"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [loop.lock])
        elsewhere: list[bool] = []

        def run() -> None:
            elsewhere.append(loops.run_once(loop))
            connection.close()

        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
        assert (elsewhere, ran) == ([False], [])
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [loop.lock])
        assert loops.run_once(loop)
        assert loops.run_once(loop)
    assert ran == ["ran", "ran"]


@pytest.mark.parametrize("fault", [OperationalError("away"), ValueError("a fault of ours")])
def test_a_loop_that_fails_is_tried_again(
    real_cast: Cast, fault: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    stop, rounds = threading.Event(), 0

    def run() -> None:
        nonlocal rounds
        rounds += 1
        if rounds == 3:
            stop.set()
            return
        raise fault

    with signed_as("worker"):
        loops.keep_running(loops.Loop("test", 0.01, run), stop)
    assert rounds == 3


def test_drafts_that_ran_out_are_removed_and_others_stay(real_cast: Cast) -> None:
    for player, days in ((real_cast.ana, -1), (real_cast.carla, 1), (real_cast.irma, -1)):
        with acting(player.scope):
            TypedDraft.objects.create(
                user_id=player.user.id, key="k", sealed=b"x", expires_at=clock.now() + dt.timedelta(days=days)
            )
    with signed_as("worker"):
        clear_drafts()
    left = []
    for player in (real_cast.ana, real_cast.carla, real_cast.irma):
        with acting(player.scope):
            left += list(TypedDraft.objects.values_list("user_id", flat=True))
    assert left == [real_cast.carla.user.id]
