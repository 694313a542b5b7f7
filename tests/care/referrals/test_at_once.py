"""Two at the same moment: one wins, the other is told. And a process killed while it sends."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection

import house
from cast import Player
from contratrata.care.cases.operations import hand_over, withdraw_consent
from contratrata.care.referrals import operations, queries
from contratrata.care.referrals.models import Deadline, Part, Referral, ReferralMove
from contratrata.ground.base.errors import Conflict, DomainError
from contratrata.ground.base.scope import acting
from contratrata.ground.notices.public import Notice
from referred import AIMS, Line

PATIENCE = 20.0


def somebody_waits() -> bool:
    with house.connect("keeper") as keeper:
        row = keeper.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()
    return bool(row and int(str(row[0])))


class Race:
    """The first acts and holds its transaction open until the second waits for the row; then both finish."""

    def __init__(self) -> None:
        self.held, self.go = threading.Event(), threading.Event()
        self.said: dict[str, str] = {}

    def act(self, name: str, player: Player, verb: Callable[[], object], *, first: bool) -> None:
        try:
            if not first:
                assert self.held.wait(PATIENCE)
            with acting(player.scope):
                verb()
                if first:
                    self.held.set()
                    assert self.go.wait(PATIENCE)
            self.said[name] = "done"
        except DomainError as error:
            self.said[name] = f"{type(error).__name__}: {error.message}"
        finally:
            self.held.set()
            connection.close()

    def run(self, one: tuple[Player, Callable[[], object]], two: tuple[Player, Callable[[], object]]) -> None:
        threads = [
            threading.Thread(target=self.act, args=("one", *one), kwargs={"first": True}),
            threading.Thread(target=self.act, args=("two", *two), kwargs={"first": False}),
        ]
        for thread in threads:
            thread.start()
        until = time.monotonic() + PATIENCE
        while not somebody_waits() and time.monotonic() < until and threads[1].is_alive():
            threads[1].join(0.02)
        self.go.set()
        for thread in threads:
            thread.join(PATIENCE)


def test_one_accepts_while_the_other_declines(real_line: Line) -> None:
    cast, sent = real_line.cast, real_line.sent()
    race = Race()
    race.run(
        (cast.diana, lambda: operations.accept(sent.id, **real_line.taken)),
        (cast.elena, lambda: operations.decline(sent.id, reason="no_capacity")),
    )
    assert race.said["one"] == "done"
    assert race.said["two"].startswith("Conflict: Diana Ejemplo (ficticia) se adelantó")
    with acting(cast.ana.scope):
        assert [m.verb for m in queries.moves_of(sent)] == ["draft", "send", "accept"]


def test_the_sender_withdraws_while_it_is_being_accepted(real_line: Line) -> None:
    cast, sent = real_line.cast, real_line.sent()
    race = Race()
    race.run(
        (cast.ana, lambda: operations.withdraw(sent.id, reason="solved")),
        (cast.diana, lambda: operations.accept(sent.id, **real_line.taken)),
    )
    assert race.said["one"] == "done"
    assert race.said["two"].startswith("Conflict: Casa Refugio (ficticia) se adelantó")


def test_the_permission_is_withdrawn_while_it_is_being_sent(real_line: Line) -> None:
    cast, draft = real_line.cast, real_line.draft()
    race = Race()
    race.run(
        (cast.ana, lambda: operations.send(draft.id)),
        (cast.beatriz, lambda: withdraw_consent(real_line.consent_id)),
    )
    assert race.said == {"one": "done", "two": "done"}
    with acting(cast.ana.scope):
        assert Referral.objects.get(id=draft.id).state == "withdrawn"
        assert not Part.objects.filter(closed_at__isnull=True).exists()


def test_it_is_sent_while_the_permission_is_being_withdrawn(real_line: Line) -> None:
    cast, draft = real_line.cast, real_line.draft()
    race = Race()
    race.run(
        (cast.beatriz, lambda: withdraw_consent(real_line.consent_id)),
        (cast.ana, lambda: operations.send(draft.id)),
    )
    assert race.said["one"] == "done"
    assert race.said["two"] == "DomainError: La persona retiró este consentimiento."
    with acting(cast.ana.scope):
        assert Referral.objects.get(id=draft.id).state == "draft"


@pytest.mark.parametrize("act", ["send", "send_update"])
def test_who_shares_waits_for_the_permission_before_taking_the_referral(real_line: Line, act: str) -> None:
    """Who withdraws the permission holds it and takes the referrals next: they must be free."""
    cast = real_line.cast
    referral = real_line.draft() if act == "send" else real_line.sent()
    verbs: dict[str, Callable[[], object]] = {
        "send": lambda: operations.send(referral.id),
        "send_update": lambda: operations.send_update(referral.id, parts=["profile"]),
    }
    race = Race()
    race.held.set()
    race.go.set()
    with house.connect("owner") as owner, owner.transaction(force_rollback=True):
        values = {"o": str(cast.refugio.id), "u": str(cast.beatriz.user.pk)}
        owner.execute(
            "SELECT set_config('app.organisation', %(o)s, true), set_config('app.user', %(u)s, true), "
            "set_config('app.realm', '1', true), set_config('app.identities', 'on', true), "
            "set_config('app.referrals', 'on', true)",
            values,
        )
        held = owner.execute("SELECT 1 FROM cases_consent WHERE id = %s FOR UPDATE", [real_line.consent_id])
        assert held.fetchone()
        thread = threading.Thread(
            target=race.act, args=("one", cast.ana, verbs[act]), kwargs={"first": False}
        )
        thread.start()
        until = time.monotonic() + PATIENCE
        while not somebody_waits() and time.monotonic() < until:
            thread.join(0.02)
        taken = owner.execute(
            "SELECT 1 FROM referrals_referral WHERE id = %s FOR UPDATE NOWAIT", [referral.id]
        ).fetchone()
    thread.join(PATIENCE)
    assert taken == (1,)
    assert race.said == {"one": "done"}


@pytest.mark.parametrize("handed_first", [True, False])
def test_a_referral_begun_while_the_case_is_handed_over_knows_who_answers(
    real_line: Line, handed_first: bool
) -> None:
    cast, case_id = real_line.cast, real_line.case_id
    ana, carla = cast.ana.user.pk, cast.carla.user.pk
    asked = {"receiver_id": cast.horizonte.id, "aims": AIMS, "urgency": "h24"}
    verbs: list[tuple[Player, Callable[[], object]]] = [
        (cast.ana, lambda: hand_over(case_id, to_user_id=carla, expected_responsible_id=ana)),
        (cast.beatriz, lambda: operations.start(case_id=case_id, **asked)),
    ]
    race = Race()
    race.run(*(verbs if handed_first else reversed(verbs)))
    assert race.said == {"one": "done", "two": "done"}
    with acting(cast.beatriz.scope):
        assert Referral.objects.get().answers_id == carla


def test_the_receiver_does_not_change_who_answers_at_the_sender(real_line: Line) -> None:
    cast, sent = real_line.cast, real_line.sent()
    with acting(cast.diana.scope):
        assert Referral.objects.filter(id=sent.id).update(answers_id=cast.diana.user.pk) == 1
        operations.accept(sent.id, **real_line.taken)
    with acting(cast.beatriz.scope):
        assert Referral.objects.get().answers_id == cast.ana.user.pk
        Referral.objects.filter(id=sent.id).update(answers_id=None)
        assert Referral.objects.get().answers_id == cast.ana.user.pk


def test_a_double_click_on_send_sends_once(real_line: Line) -> None:
    cast, draft = real_line.cast, real_line.draft()
    race = Race()
    race.run(
        (cast.ana, lambda: operations.send(draft.id)),
        (cast.ana, lambda: operations.send(draft.id)),
    )
    assert race.said["one"] == "done"
    assert race.said["two"].startswith(f"{Conflict.__name__}: Usted")
    with acting(cast.ana.scope):
        assert ReferralMove.objects.filter(verb="send").count() == 1
        assert Deadline.objects.count() == 1


KILLED = """
import sys, uuid, django
django.setup()
from contratrata.care.referrals import notices, operations
from contratrata.ground.base.scope import Realm, Scope, acting
told = notices.tell_receiver
def held(kind, referral):
    told(kind, referral)
    print("inside", flush=True)
    sys.stdin.readline()
notices.tell_receiver = held
user, organisation, referral = map(uuid.UUID, sys.argv[1:])
roles = frozenset({"caseworker"})
with acting(Scope(user, organisation, Realm.REAL, roles, identities=True, referrals=True)):
    operations.send(referral)
print("sent", flush=True)
"""


def test_a_process_killed_while_it_sends_sends_nothing_and_the_next_sends_once(real_line: Line) -> None:
    cast, draft = real_line.cast, real_line.draft()
    command = [sys.executable, "-c", KILLED, str(cast.ana.user.pk), str(cast.refugio.id), str(draft.id)]
    settings = {"DJANGO_SETTINGS_MODULE": "contratrata.settings", "PYTHONPATH": os.pathsep.join(sys.path)}
    environment = os.environ | settings

    def started() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )
        assert process.stdout is not None
        assert any(line == "inside\n" for line in process.stdout)
        return process

    first = started()
    os.kill(first.pid, signal.SIGKILL)
    first.communicate()
    with acting(cast.ana.scope):
        assert Referral.objects.get(id=draft.id).state == "draft"
        assert (Part.objects.count(), Deadline.objects.count()) == (0, 0)
    second = started()
    words, _nothing = second.communicate("go on\n", timeout=PATIENCE)
    assert words == "sent\n"
    with acting(cast.ana.scope):
        assert Referral.objects.get(id=draft.id).state == "sent"
        assert Deadline.objects.count() == 1
    with acting(cast.diana.scope):
        assert Notice.objects.filter(kind="referral.arrived").count() == 1
