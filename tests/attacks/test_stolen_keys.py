"""Somebody copied the keys folder and the keysets of every organisation: turning the keys cuts her off.

What she holds is told by marks: the first bytes of whatever is sealed name the key that sealed it. Every table is
walked, so a sealed column that nobody declared for turning is found here.
"""

import base64
import datetime as dt
import os
import signal
import threading
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tink
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg import sql

import house
import scenario
from cast import Cast
from contratrata.care.cases import operations as cases
from contratrata.care.cases.inputs import NewCase
from contratrata.care.cases.models import Case, Note
from contratrata.care.cases.search import search
from contratrata.care.referrals import operations as referrals
from contratrata.care.referrals import sharing
from contratrata.care.referrals.models import Part, Referral
from contratrata.doors.console import databases, turning
from contratrata.ground.base.scope import acting
from contratrata.ground.facts import public as facts
from contratrata.ground.facts.models import Fact
from contratrata.ground.vault import keysets, master, rotation
from contratrata.ground.vault import public as vault
from contratrata.ground.vault.models import SharedKey

pytestmark = [pytest.mark.real_commits]
BYTES = """
SELECT table_name, column_name FROM information_schema.columns
WHERE data_type = 'bytea' AND table_schema = 'public' ORDER BY 1, 2
"""
Marks = dict[bytes, str]


@pytest.fixture
def world(own_keys: Path, real_cast: Cast) -> scenario.World:
    """Everything has happened once, committed."""
    return scenario.build(real_cast, committed=True)


def rows() -> list[rotation.OrganisationRow]:
    with house.connect("keeper") as keeper:
        return [turning._row(one) for one in keeper.execute(turning._ROWS).fetchall()]


def stolen() -> Marks:
    """The marks of every key that a copy of the keys folder and of `vault_organisationkey` gives away now."""
    result = dict.fromkeys(marks_of(master.keyset()), "master")
    for row in rows():
        about = row.organisation_id.bytes
        for wrapped, place in ((row.wrapped, b"|subjects"), (row.private, b"|private")):
            handle = tink.proto_keyset_format.parse_encrypted(wrapped, master.master(), about + place)
            result |= {mark: place.decode() for mark in marks_of(handle)}
    return result


def marks_of(handle: tink.KeysetHandle) -> list[bytes]:
    return [keysets.mark_of(one) for one in keysets.singles(handle)]


def opened_by(marks: Marks) -> set[tuple[str, str]]:
    """Every column that holds something one of these keys sealed, as a dump of now shows it."""
    result = set()
    with house.connect("keeper") as keeper:
        for table, column in keeper.execute(BYTES).fetchall():
            query = sql.SQL("SELECT {0} FROM {1} WHERE length({0}) > 0").format(
                sql.Identifier(str(column)), sql.Identifier(str(table))
            )
            for (value,) in keeper.execute(query).fetchall():
                if any(mark in bytes(value)[:9] for mark in marks):  # type: ignore[arg-type]
                    result.add((str(table), str(column)))
        for (data,) in keeper.execute("SELECT data FROM mfa_authenticator").fetchall():
            texts = [data[name] for name in ("secret", "seed") if name in data]  # type: ignore[index,operator]
            if any(base64.b64decode(text)[:5] in marks for text in texts):
                result.add(("mfa_authenticator", "data"))
    return result


def turn(say: Callable[[str], object] = str, **options: Any) -> turning.Turned:
    with databases.connect("keeper") as keeper, turning.alone(keeper):
        return turning.turn(keeper, say, **{"compromised": True, **options})


def test_nothing_of_a_later_dump_is_sealed_by_a_stolen_key(world: scenario.World, own_keys: Path) -> None:
    marks = stolen()
    held = opened_by(marks)
    assert {
        ("vault_subjectkey", "wrapped"),
        ("cases_nameentry", "tokens"),
        ("mfa_authenticator", "data"),
    } < held
    assert {("vault_sharedkey", "for_receiver"), ("outbox_message", "sealed")} < held
    call_command("keys_rotate", compromised=True)
    assert opened_by(marks) == set()
    assert not set(stolen()) & set(marks)
    with acting(world.cast.ana.scope):
        cases.register_case(NewCase(values={"given_names": "Ficticia", "first_surname": "Posterior"}))
    assert opened_by(marks) == set()
    assert rotation.under_way() is None


def test_the_master_alone_is_turned_without_the_option(world: scenario.World) -> None:
    marks = {mark: whose for mark, whose in stolen().items() if whose == "master"}
    call_command("keys_rotate")
    assert opened_by(marks) == set()
    assert len(marks_of(master.keyset())) == 1


def test_who_had_a_dump_too_reads_nothing_that_is_written_afterwards(world: scenario.World) -> None:
    ana, case_id = world.cast.ana, world.ids["case_id"]
    with acting(ana.scope):
        case = Case.objects.select_related("person").get(id=case_id)
        hers = vault.open_subject(case.person.subject_id)
        note = Note.objects.filter(case=case).latest("at")
        assert hers.cipher.decrypt(bytes(note.text), f"cases_note|text|{note.id}".encode())
        referral = Referral.objects.filter(share_id__isnull=False, state="accepted").first()
    turn()
    with acting(ana.scope):
        cases.add_note(case_id, text="Lo que escribí después")
        later = Note.objects.filter(case=case).latest("at")
        assert (
            later.open(vault.open_subject(case.person.subject_id), "text")["text"] == "Lo que escribí después"
        )
        assert note.open(vault.open_subject(case.person.subject_id), "text")["text"]
        with pytest.raises(tink.TinkError):
            later.open(hers, "text")
    assert referral is None or referral.share_id is not None


def test_what_is_shared_later_is_by_a_key_that_no_old_dump_has(world: scenario.World) -> None:
    ana, elena = world.cast.ana, world.cast.elena
    referral = shared_with_elena(world)
    with acting(elena.scope):
        before = vault.open_share(referral.share_id)
    turn()
    with acting(elena.scope):
        assert sharing.read(elena.scope, referral, sharing.sealer_of(referral, vault.ring())) is not None
    with acting(ana.scope):
        referrals.send_update(referral.id, parts=["needs"])
    with acting(elena.scope):
        [newest] = Part.objects.filter(referral=referral, part="needs").order_by("-version")[:1]
        assert newest.open(vault.open_share(referral.share_id), "body")["body"]
        with pytest.raises(tink.TinkError):
            newest.open(before, "body")


def shared_with_elena(world: scenario.World) -> Referral:
    """An open referral from Ana to Horizonte, of a person for whom Elena answers there."""
    with acting(world.cast.elena.scope):
        shares = SharedKey.objects.filter(for_receiver__isnull=False).values_list("id", flat=True)
        row = Referral.objects.filter(
            share_id__in=list(shares),
            organisation_id=world.cast.refugio.id,
            responsible_id=world.cast.elena.user.id,
            state__in=["accepted", "in_care"],
        ).first()
    assert row is not None
    return row


class AtWork:
    """Ana and Elena go on, after each step of the turning: what each meets must open."""

    def __init__(self, world: scenario.World) -> None:
        self.world, self.named = world, []

    def __call__(self, _step: str) -> None:
        ana, elena = self.world.cast.ana, self.world.cast.elena
        name = f"Durante{'abcdefghijklmnopqrstuvwxyz'[len(self.named) % 26]}"
        with acting(ana.scope):
            created = cases.register_case(
                NewCase(values={"given_names": name, "first_surname": "Xitumul", "sex": "female"})
            )
            self.named.append((name, created.id))
            for each, case_id in self.named:
                assert case_id in {one.case.id for one in search(ana.scope, f"{each} Xitumul")}
            vault.drafts.keep(f"case:{name}", {"note": ["a medias"]})
        with acting(elena.scope):
            referral = shared_with_elena(self.world)
            sealer = sharing.sealer_of(referral, vault.ring())
            assert sharing.read(elena.scope, referral, sealer) is not None
        connection.close()


def test_people_work_while_keys_are_turned_and_nothing_of_theirs_is_lost(world: scenario.World) -> None:
    marks, work = stolen(), AtWork(world)
    with acting(world.cast.ana.scope):
        counted = Fact.objects.filter(unit="victim").count()
    done = turn(work)
    work("afterwards")
    assert done.broken == 0
    assert opened_by(marks) == set()
    ana = world.cast.ana
    with acting(ana.scope):
        assert len(vault.drafts.restore_under("case:Durante")) == len(work.named)
        assert Fact.objects.filter(unit="victim").count() == counted + len(work.named)
        case = Case.objects.get(id=work.named[0][1])
        cases.edit_file(case.id, section="nombre", values={"alias": "Otra"}, expected_version=case.version)
        assert Fact.objects.filter(unit="victim").count() == counted + len(work.named)
    [factor] = Authenticator.objects.filter(user=ana.user, type=Authenticator.Type.TOTP)
    assert decrypt(factor.data["secret"]) == world.totp[0]


#: What `turning.turn` says on its way with five organisations.
STEPS = 13


@pytest.mark.parametrize("step", range(STEPS))
def test_killed_anywhere_it_goes_on_and_nothing_is_lost(real_cast: Cast, own_keys: Path, step: int) -> None:
    with acting(real_cast.ana.scope):
        created = cases.register_case(NewCase(values={"given_names": "Ficticia", "first_surname": "Tzul"}))
    marks = stolen()
    connection.close()
    child = os.fork()
    if child == 0:  # kill -9 in the middle, for certain
        steps = iter(range(STEPS))
        turn(lambda _words: os.kill(os.getpid(), signal.SIGKILL) if next(steps, step) == step else None)
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    with acting(real_cast.ana.scope):
        assert [one.case.id for one in search(real_cast.ana.scope, "Ficticia Tzul")] == [created.id]
    turn()
    assert opened_by(marks) == set()
    assert len(marks_of(master.keyset())) == 1
    with acting(real_cast.ana.scope):
        assert [one.case.id for one in search(real_cast.ana.scope, "Ficticia Tzul")] == [created.id]


def test_who_works_with_former_keys_is_waited_for(
    real_cast: Cast, own_keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, go, subjects = threading.Event(), threading.Event(), []

    def at_work() -> None:
        with acting(real_cast.ana.scope):
            keys = vault.ring()
            began.set()
            go.wait(60)
            subjects.append(vault.create_subject(keys).subject_id)
        connection.close()

    slow = threading.Thread(target=at_work)
    slow.start()
    began.wait(60)
    marks = stolen()
    monkeypatch.setattr(turning.time, "sleep", lambda _seconds: go.set())  # it waits: only then she goes on
    turn()
    slow.join()
    assert opened_by(marks) == set()
    with acting(real_cast.ana.scope):
        vault.open_subject(subjects[0])


def test_no_key_is_dropped_while_something_opens_by_none(real_cast: Cast, own_keys: Path) -> None:
    with acting(real_cast.ana.scope):
        for key in ("case:a", "case:b"):
            vault.drafts.keep(key, {"note": ["a medias"]})
    with house.connect("keeper") as thief:
        thief.execute(
            "UPDATE vault_typeddraft SET sealed = (SELECT sealed FROM vault_typeddraft WHERE key = 'case:b')"
        )
    marks = stolen()
    with pytest.raises(CommandError, match="vault_typeddraft"):
        call_command("keys_rotate", compromised=True)
    assert set(marks) <= set(stolen())
    call_command("keys_rotate", leave_unreadable=True)
    assert not set(marks) & set(stolen())
    with acting(real_cast.ana.scope):
        assert set(vault.drafts.restore_under("case:")) == {"case:b"}


def test_a_rotation_of_the_master_that_did_not_end_is_begun_anew_when_all_is_compromised(
    real_cast: Cast, own_keys: Path
) -> None:
    begun = rotation.add_master(rotation.begin(compromised=False))
    rotation.use_master(begun)
    marks = stolen()
    assert rotation.begin(compromised=False) == begun
    turn()
    assert opened_by(marks) == set()
    assert not set(marks) & set(stolen())


def test_a_figure_that_was_written_with_the_former_key_meanwhile_is_the_one_that_stays(
    real_cast: Cast,
) -> None:
    old, new = uuid.uuid4(), uuid.uuid4()
    ours = real_cast.refugio.id

    def write(pseudonym: uuid.UUID, outcome: str) -> None:
        with acting(real_cast.ana.scope):
            facts.write([facts.fact("victim", pseudonym, dt.date(2025, 3, 1), outcome=outcome)])

    def named_anew() -> list[tuple[uuid.UUID, str]]:
        with databases.connect("keeper") as keeper, keeper.transaction():
            facts.rename(keeper, ours, {old: new})
        with acting(real_cast.ana.scope):
            return list(Fact.objects.values_list("pseudonym", "outcome"))

    write(old, "first")
    assert named_anew() == [(new, "first")]
    write(old, "by who had the former key")
    assert named_anew() == [(new, "by who had the former key")]
    write(old, "by who had the former key")
    write(new, "last")
    assert named_anew() == [(new, "last")]
    assert named_anew() == [(new, "last")]
