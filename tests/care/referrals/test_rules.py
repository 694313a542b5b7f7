"""Each verb, in each state, by each of the cast: done, too late, or not hers; and what permissions cover."""

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
import time_machine
from django.db import transaction

import house
from cast import Cast, Player
from contratrata.care.cases.public import Consent
from contratrata.care.referrals import consents, operations
from contratrata.care.referrals.consents import Asked, Gap
from contratrata.care.referrals.jobs import expire_and_escalate
from contratrata.care.referrals.models import Referral
from contratrata.care.referrals.states import REFERRAL, ReferralState
from contratrata.ground.audit.public import collect_refusals
from contratrata.ground.base import clock
from contratrata.ground.base.errors import NotAllowed, WrongState
from contratrata.ground.base.scope import Realm, acting
from contratrata.ground.network.public import job_scope
from referred import AIMS, ITS_OWN, Line

SENDERS = frozenset({"ana", "beatriz"})
RECEIVERS = frozenset({"diana", "elena"})
PLAYERS = ("ana", "beatriz", "carla", "flor", "hilda", "diana", "elena", "irma", "gloria", "julia")
CARRIED = frozenset({"assign", "begin_care", "attend", "close", "open_own_case"})
TAKEN = frozenset({"accepted", "in_care", "attended", "closed"})
OPEN = frozenset({"sent", "received", "accepted", "in_care", "attended"})

#: Verb → who, in which states, how it is called. Written apart from the product's own tables.
VERBS: dict[str, tuple[frozenset[str], frozenset[str], Callable[[Line, Referral], object]]] = {
    "choose_parts": (
        SENDERS,
        frozenset({"draft"}),
        lambda _line, r: operations.choose_parts(r.id, parts=["needs"]),
    ),
    "choose_consent": (
        SENDERS,
        frozenset({"draft"}),
        lambda line, r: operations.choose_consent(r.id, consent_id=line.consent_id),
    ),
    "discard": (SENDERS, frozenset({"draft"}), lambda _line, r: operations.discard(r.id)),
    "send": (SENDERS, frozenset({"draft"}), lambda _line, r: operations.send(r.id)),
    "withdraw": (SENDERS, OPEN, lambda _line, r: operations.withdraw(r.id, reason="solved")),
    "send_update": (SENDERS, OPEN, lambda _line, r: operations.send_update(r.id, parts=["needs"])),
    "feedback_seen": (
        SENDERS,
        frozenset({"closed", "declined", "expired"}),
        lambda _line, r: operations.feedback_seen(r.id),
    ),
    "receive": (RECEIVERS, frozenset({"sent"}), lambda _line, r: operations.receive(r.id)),
    "accept": (
        RECEIVERS,
        frozenset({"sent", "received"}),
        lambda line, r: operations.accept(r.id, **line.taken),
    ),
    "decline": (
        RECEIVERS,
        frozenset({"sent", "received"}),
        lambda _line, r: operations.decline(r.id, reason="no_capacity"),
    ),
    "begin_care": (RECEIVERS, frozenset({"accepted"}), lambda _line, r: operations.begin_care(r.id)),
    "attend": (
        RECEIVERS,
        frozenset({"accepted", "in_care"}),
        lambda _line, r: operations.attend(r.id, outcomes=dict.fromkeys(AIMS, "provided")),
    ),
    "close": (
        RECEIVERS,
        frozenset({"attended"}),
        lambda _line, r: operations.close(r.id, words="Quedó bien"),
    ),
    "open_own_case": (
        frozenset({"elena"}),
        frozenset({"accepted", "in_care", "attended"}),
        lambda _line, r: operations.open_own_case(r.id, consent=ITS_OWN),
    ),
    "look": (
        frozenset({"elena"}),
        frozenset({"sent", "received"}),
        lambda _line, r: operations.look(r.id, reason="known"),
    ),
    "assign": (
        RECEIVERS,
        frozenset({"accepted", "in_care", "attended"}),
        lambda line, r: operations.assign(r.id, **line.taken),
    ),
    "say": (SENDERS | RECEIVERS, OPEN, lambda _line, r: operations.say(r.id, text="¿Cómo sigue?")),
}


class Undo(Exception):
    """Take an attempt back."""


def attempt(line: Line, player: Player, verb: str, referral: Referral) -> str:
    try:
        with transaction.atomic(), acting(player.scope):
            VERBS[verb][2](line, referral)
            raise Undo
    except Undo:
        return "done"
    except NotAllowed:
        return "not hers"
    except WrongState:
        return "too late"


def expected(name: str, verb: str, state: str) -> str:
    who, states, _call = VERBS[verb]
    hidden = state in {"draft", "discarded"} and name not in SENDERS
    if name not in who or hidden:
        return "not hers"
    # Elena answers for what was taken, and Diana, who keeps the inbox, reads no more of it.
    if name == "elena" and verb in CARRIED and state not in TAKEN:
        return "not hers"
    if name == "diana" and verb == "say" and state in TAKEN - {"closed"}:
        return "not hers"
    return "done" if state in states else "too late"


@pytest.mark.parametrize("state", [s.value for s in ReferralState])
def test_each_verb_in_this_state_by_each_of_the_cast(line: Line, state: str) -> None:
    if state == "expired":
        referral = line.sent()
        with time_machine.travel(clock.now() + dt.timedelta(days=9), tick=False):
            assert expire_and_escalate(Realm.REAL).expired == 1
    else:
        referral = line.at(state)
    result = {
        (name, verb): attempt(line, getattr(line.cast, name), verb, referral)
        for name in PLAYERS
        for verb in VERBS
    }
    assert result == {(name, verb): expected(name, verb, state) for name in PLAYERS for verb in VERBS}
    with acting(line.cast.ana.scope):
        assert Referral.objects.get(id=referral.id).state == state


def test_only_the_clock_lets_a_referral_expire_and_only_in_time(line: Line) -> None:
    sent = line.sent()
    late = clock.now() + dt.timedelta(days=9)
    with time_machine.travel(late, tick=False):
        for name in ("ana", "beatriz", "diana", "elena", "carla"):
            with acting(getattr(line.cast, name).scope), pytest.raises(NotAllowed):
                operations.expire(sent.id)
        with acting(job_scope(line.cast.horizonte)), pytest.raises(NotAllowed):
            operations.expire(sent.id)
        with acting(job_scope(line.cast.clinica)):
            assert operations.expire(sent.id) is False
    with acting(job_scope(line.cast.refugio)):
        assert operations.expire(sent.id) is False
        with time_machine.travel(late, tick=False):
            assert operations.expire(sent.id) is True


def test_a_refused_attempt_leaves_a_trace(line: Line) -> None:
    sent = line.sent()
    waiting = collect_refusals()
    with acting(line.cast.carla.scope), pytest.raises(NotAllowed):
        operations.withdraw(sent.id, reason="solved")
    assert [(e.event, e.details, e.refused) for e in waiting] == [
        ("referral.refused", {"verb": "withdraw"}, True)
    ]
    collect_refusals().clear()


def test_a_start_is_for_those_who_work_on_the_case(cast: Cast, line: Line) -> None:
    result = {}
    for name in PLAYERS:
        try:
            with transaction.atomic(), acting(getattr(cast, name).scope):
                operations.start(case_id=line.case_id, receiver_id=cast.clinica.id, aims=AIMS, urgency="h24")
                raise Undo
        except Undo:
            result[name] = "done"
        except NotAllowed:
            result[name] = "not hers"
    assert result == {name: "done" if name in SENDERS else "not hers" for name in PLAYERS}


def test_the_moves_are_those_the_database_knows(db: None) -> None:
    with house.connect("owner") as owner:
        known = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s"
        row = str(owner.execute(known, ["referrals_referralmove_known"]).fetchone())
        guard = str(
            owner.execute(
                "SELECT prosrc FROM pg_proc WHERE proname = 'referrals_referral_state_guard'"
            ).fetchone()
        )
    for verb, before, after in REFERRAL.triples():
        assert f"'{verb}'" in row
        assert (f"('{before}','{after}')" if before else f"IN ('{after}')") in guard
    assert guard.count("('") == len({(b, a) for _v, b, a in REFERRAL.triples() if b}) + 1


HERE, THERE = uuid.uuid4(), uuid.uuid4()
TODAY = dt.date(2026, 11, 21)
ASKED = Asked(THERE, ["shelter"], ["identity", "needs"])
WHOLE: dict[str, object] = {
    "purpose": "referral",
    "recipient_id": THERE,
    "aims": ["shelter", "legal"],
    "parts": ["identity", "contact", "needs"],
    "until": TODAY,
    "withdrawn_at": None,
    "legal_duty": False,
    "reason": b"",
}


@pytest.mark.parametrize(
    ("changed", "lacking"),
    [
        ({}, []),
        ({"until": None}, []),
        ({"aims": ["shelter"], "parts": ["needs", "identity"]}, []),
        ({"purpose": "assistance"}, [Gap.PURPOSE]),
        ({"recipient_id": HERE}, [Gap.RECIPIENT]),
        ({"recipient_id": None}, [Gap.RECIPIENT]),
        ({"withdrawn_at": dt.datetime(2026, 11, 20, tzinfo=dt.UTC)}, [Gap.WITHDRAWN]),
        ({"until": dt.date(2026, 11, 20)}, [Gap.EXPIRED]),
        ({"aims": ["legal"]}, [Gap.AIMS]),
        ({"aims": []}, [Gap.AIMS]),
        ({"parts": ["identity"]}, [Gap.PARTS]),
        ({"legal_duty": True}, [Gap.REASON]),
        ({"legal_duty": True, "reason": b"sealed"}, []),
        ({"legal_duty": True, "reason": b"sealed", "parts": ["needs"]}, [Gap.PARTS]),
        ({"withdrawn_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC), "parts": []}, [Gap.WITHDRAWN, Gap.PARTS]),
    ],
)
def test_what_a_permission_lacks(changed: dict[str, object], lacking: list[Gap]) -> None:
    consent = Consent(organisation_id=HERE, realm=1, **(WHOLE | changed))
    assert consents.gaps(consent, ASKED, TODAY) == lacking
