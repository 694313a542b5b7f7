"""The keeper's side of slots: nobody's are overwritten, old rows get one, a restore brings back and erases again."""

import datetime as dt
import uuid
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

import house
import scenario
from cast import Cast
from contratrata.care.cases.search import search
from contratrata.care.referrals import sharing
from contratrata.care.referrals.models import Referral
from contratrata.doors.console import databases, slotting
from contratrata.ground.audit.sealing import seal_waiting
from contratrata.ground.base.scope import acting
from contratrata.ground.vault import public as vault
from contratrata.ground.vault import slots
from contratrata.ground.vault.models import SharedKey, SubjectKey
from keeping import signed_as

pytestmark = [pytest.mark.real_commits]


@pytest.fixture
def own_slots(settings: Any, tmp_path: Path) -> Path:
    """A file of this test's own."""
    settings.SLOTS_FOLDER = tmp_path / "slots"
    return slots.path()


def gather() -> int:
    with databases.connect("keeper") as keeper:
        return slotting.gather(keeper)


def test_what_was_undone_is_overwritten_after_a_rest_and_what_lives_is_not(
    real_cast: Cast, own_slots: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with acting(real_cast.ana.scope):
        stays = vault.create_subject()
        with transaction.atomic():
            undone = vault.create_subject()
            transaction.set_rollback(True)
    assert stays.slot is not None
    assert undone.slot is not None
    slots._forget()  # the numbers of this process are used up
    with acting(real_cast.ana.scope):
        vault.create_subject()
    assert gather() == 0  # the first look
    assert gather() == 0  # too soon
    monkeypatch.setattr(slotting, "REST", dt.timedelta(0))
    assert gather() > 0
    with pytest.raises(slots.SlotSpent):
        slots.read(undone.slot)
    with acting(real_cast.ana.scope):
        vault.open_subject(stays.subject_id)
        vault.open_subject(vault.create_subject().subject_id)


def test_while_a_transaction_is_open_nothing_is_gathered(
    real_cast: Cast, own_slots: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slotting, "REST", dt.timedelta(0))
    with acting(real_cast.ana.scope):
        late = vault.create_subject()  # not committed while others look
        slots._forget()
        assert gather() == 0
        assert gather() == 0
    assert gather() > 0  # what was left of its numbers, once it had ended
    with acting(real_cast.ana.scope):
        vault.open_subject(late.subject_id)


def test_another_database_of_the_server_keeps_nothing_from_being_gathered(
    real_cast: Cast, own_slots: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slotting, "REST", dt.timedelta(0))
    with psycopg.connect(house.admin_dsn()) as elsewhere:
        elsewhere.execute("SELECT pg_current_xact_id()")
        with acting(real_cast.ana.scope):
            vault.create_subject()
        slots._forget()
        with acting(real_cast.ana.scope):
            stays = vault.create_subject()
        assert gather() == 0
        assert gather() > 0
    with acting(real_cast.ana.scope):
        vault.open_subject(stays.subject_id)


@pytest.mark.proof  # waits for whatever transactions other tests have open on this server
@pytest.mark.parametrize(
    "holds", ["SELECT pg_current_xact_id()", "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT 1"]
)
def test_nobody_is_told_that_pages_are_clean_while_somebody_sees_the_old(
    real_cast: Cast, own_slots: Path, monkeypatch: pytest.MonkeyPatch, holds: str
) -> None:
    with house.connect("app") as other:
        other.autocommit = False
        other.execute(holds)
        with monkeypatch.context() as hurried:
            hurried.setattr(slotting, "PATIENCE", 0.0)
            with pytest.raises(CommandError, match="no se escribieron de nuevo"):
                call_command("slots_fill")
        other.rollback()
    call_command("slots_fill")


def without() -> int:
    with databases.connect("keeper") as keeper:
        return slotting.without(keeper)


def columns_without() -> set[str]:
    """The same by SQL alone: every column of bytes that holds something which once had no slot."""
    with house.connect("keeper") as keeper:
        names = ("vault_subjectkey.wrapped", "cases_nameentry.tokens", "vault_sharedkey.for_receiver",
                 "imports_importrow.raw", "vault_typeddraft.sealed", "cases_registration.answers")  # fmt: skip
        result = set()
        for name in names:
            table, column = name.split(".")
            bare = f"octet_length({column}) > 0 AND vault_slot_of({column}) IS NULL"
            result |= (
                {name} if keeper.execute(f"SELECT 1 FROM {table} WHERE {bare} LIMIT 1").fetchone() else set()
            )
        return result


@pytest.mark.proof  # waits for whatever transactions other tests have open on this server
def test_what_was_sealed_before_gets_a_slot_while_all_of_it_opens(
    real_cast: Cast, own_slots: Path, own_keys: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    with monkeypatch.context() as former:
        former.setattr(slots, "seal", lambda outer, clear, about, _number=None: outer(clear, about))
        world = scenario.build(real_cast, committed=True)
    bare = {"vault_subjectkey.wrapped", "cases_nameentry.tokens", "vault_sharedkey.for_receiver"}
    assert bare <= columns_without()
    with signed_as("worker"):
        seal_waiting()
    call_command("verify")
    assert "«contratrata slots-fill»" in capsys.readouterr().out
    with acting(real_cast.ana.scope):
        old = bytes(SubjectKey.objects.filter(wrapped__isnull=False).order_by("id")[0].wrapped)
        vault.create_subject()  # the new among the old
    _all_opens(world)
    call_command("slots_fill")
    assert (without(), columns_without()) == (0, set())
    _all_opens(world)
    connection.close()
    assert old not in own_pages()
    call_command("slots_fill", keep_pages=True)  # nothing is left to do
    assert without() == 0


def _all_opens(world: scenario.World) -> None:
    ana, elena = world.cast.ana, world.cast.elena
    with acting(ana.scope):
        subjects = SubjectKey.objects.filter(wrapped__isnull=False).values_list("id", flat=True)
        assert len(vault.open_subjects(subjects)) == len(subjects) > 0
        assert search(ana.scope, scenario.SECRETS[1])
    with acting(elena.scope):
        shares = SharedKey.objects.filter(for_receiver__isnull=False, receiver_id=world.cast.horizonte.id)
        for referral in Referral.objects.filter(share_id__in=shares.values("id")):
            assert sharing.sealer_of(referral, vault.ring()) is not None


def own_pages() -> bytes:
    """The pages of this test's database, as they lie on the disk."""
    with psycopg.connect(house.admin_dsn(house.database_of_worker()), autocommit=True) as admin:
        admin.execute("CHECKPOINT")
        [(folder, oid)] = admin.execute(
            "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()"
        ).fetchall()
    return b"".join(path.read_bytes() for path in sorted((Path(folder) / "base" / str(oid)).iterdir()))


def test_turning_all_keys_keeps_each_slot(real_cast: Cast, own_slots: Path, own_keys: Path) -> None:
    with acting(real_cast.ana.scope):
        subject_id = vault.create_subject().subject_id
        former = SubjectKey.objects.get(id=subject_id).wrapped
    call_command("keys_rotate", compromised=True)
    with acting(real_cast.ana.scope):
        now = SubjectKey.objects.get(id=subject_id).wrapped
        assert bytes(now) != bytes(former)
        assert slots.number_of(now) == slots.number_of(former)
        vault.open_subject(subject_id)
    with house.connect("keeper") as keeper:
        assert keeper.execute("SELECT count(*) FROM vault_spentslot").fetchone() == (0,)
    assert isinstance(subject_id, uuid.UUID)
