"""Whatever the two sides and the clock do in whatever order, the referral stays whole."""

import datetime as dt
from collections.abc import Callable

import hypothesis.strategies as st
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from contratrata.care.referrals import operations, queries, sharing
from contratrata.care.referrals.models import Deadline, Part, Referral
from contratrata.ground.base import clock, scope
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import job_scope
from contratrata.ground.vault import public as vault
from contratrata.ground.vault.models import SharedKey
from referred import AIMS, PARTS, Line

#: The domain's own table, written down a second time: verb → where from → where to.
LEADS = {
    "send": {"draft": "sent"},
    "discard": {"draft": "discarded"},
    "receive": {"sent": "received"},
    "accept": {"sent": "accepted", "received": "accepted"},
    "decline": {"sent": "declined", "received": "declined"},
    "withdraw": dict.fromkeys(("sent", "received", "accepted", "in_care", "attended"), "withdrawn"),
    "expire": {"sent": "expired", "received": "expired"},
    "begin_care": {"accepted": "in_care"},
    "attend": {"accepted": "attended", "in_care": "attended"},
    "close": {"attended": "closed"},
}
ONGOING = {"accepted", "in_care", "attended"}
OPEN = {"sent", "received"} | ONGOING
CALLS: dict[str, Callable[[Referral], object]] = {
    "send": lambda r: operations.send(r.id),
    "discard": lambda r: operations.discard(r.id),
    "receive": lambda r: operations.receive(r.id),
    "accept": lambda r: operations.accept(r.id, responsible_id=scope.user_id(), words="Sí"),
    "decline": lambda r: operations.decline(r.id, reason="outside_area"),
    "withdraw": lambda r: operations.withdraw(r.id, reason="solved"),
    "expire": lambda r: operations.expire(r.id),
    "begin_care": lambda r: operations.begin_care(r.id),
    "attend": lambda r: operations.attend(r.id, outcomes=dict.fromkeys(AIMS, "provided")),
    "close": lambda r: operations.close(r.id, words="Bien"),
}
OURS, THEIRS = (
    {"send", "discard", "withdraw"},
    {"receive", "accept", "decline", "begin_care", "attend", "close"},
)


def machine_of(line: Line) -> type[RuleBasedStateMachine]:
    class Both(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.undo = transaction.atomic()
            self.undo.__enter__()
            self.referral = line.draft()
            self.state, self.moves, self.said = "draft", ["draft"], 0

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

        def _scope(self, side: str):  # type: ignore[no-untyped-def]
            return {"sender": line.cast.ana.scope, "receiver": line.cast.elena.scope}.get(side) or job_scope(
                line.cast.refugio
            )

        @rule(verb=st.sampled_from(sorted(CALLS)), side=st.sampled_from(["sender", "receiver", "clock"]))
        def act(self, verb: str, side: str) -> None:
            right = {"sender": OURS, "receiver": THEIRS, "clock": {"expire"}}[side]
            target = LEADS[verb].get(self.state) if verb in right else None
            with time_machine.travel(clock.now() + dt.timedelta(days=9 * (verb == "expire")), tick=True):
                try:
                    with acting(self._scope(side)):
                        went = CALLS[verb](self.referral) is not False
                except DomainError:
                    went = False
            assert went == (target is not None), (verb, side, self.state)
            if target is not None:
                self.state = target
                self.moves.append(verb)

        @precondition(lambda self: self.state in OPEN)
        @rule(side=st.sampled_from(["sender", "receiver"]))
        def talk(self, side: str) -> None:
            with acting(self._scope(side)):
                operations.say(self.referral.id, text="Hola")
            self.said += 1

        @precondition(lambda self: self.state in OPEN)
        @rule(part=st.sampled_from(PARTS))
        def update(self, part: str) -> None:
            with acting(line.cast.ana.scope):
                operations.send_update(self.referral.id, parts=[part])

        @invariant()
        def stays_whole(self) -> None:
            with acting(line.cast.ana.scope):
                now = Referral.objects.get(id=self.referral.id)
                moves = queries.moves_of(now)
                due = Deadline.objects.filter(referral_id=now.id).first()
                key = SharedKey.objects.filter(id=now.share_id).first()
                versions = list(Part.objects.order_by("part", "version").values_list("part", "version"))
                assert now.state == self.state
                assert [m.verb for m in sorted(moves, key=lambda m: self.moves.index(m.verb))] == self.moves
                assert len(queries.messages_of(now)) == self.said
            assert (due.state if due else None) == (None if "send" not in self.moves else self.state)
            assert bool(due and due.answered_at) == (
                self.state not in {"draft", "discarded", "sent", "received"}
            )
            assert bool(key and key.for_receiver) == (self.state in OPEN)
            for part in {p for p, _v in versions}:
                numbers = [v for p, v in versions if p == part]
                assert numbers == list(range(1, len(numbers) + 1))
            with acting(line.cast.elena.scope):
                theirs = queries.visible_to(line.cast.elena.scope).filter(id=self.referral.id).first()
                assert (theirs is not None) == ("send" in self.moves)
                assert Part.objects.exists() == (self.state in ONGOING)
                sealer = sharing.sealer_of(now, vault.ring())
                assert (sealer is not None) == (self.state in OPEN)

    return Both


def test_the_machine_holds_whatever_happens(line: Line) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine_of(line),
        settings=settings(
            max_examples=12,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
