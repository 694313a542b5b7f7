"""Slots: what is deleted is overwritten outside the database; what lives is never, whatever is cut off or full."""

import os
import resource
import signal
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import tink
from django.db import connection, transaction

import house
from cast import Cast
from contratrata.ground.base.errors import Shredded
from contratrata.ground.base.package import furniture
from contratrata.ground.base.scope import acting
from contratrata.ground.vault import drafts, slots
from contratrata.ground.vault import public as vault
from contratrata.ground.vault.jobs import tend_slots
from contratrata.ground.vault.models import SubjectKey, TypedDraft
from keeping import signed_as

pytestmark = [pytest.mark.real_commits]
TRIGGERS = """
SELECT c.relname, a.attname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
CROSS JOIN LATERAL unnest(ARRAY['gone', 'changed']) AS w(word) JOIN pg_attribute a ON a.attrelid = c.oid
WHERE t.tgname = 'spend_' || a.attname || '_' || w.word GROUP BY 1, 2 HAVING count(*) = 2
"""


@pytest.fixture
def own_slots(settings: Any, tmp_path: Path) -> Path:
    """A file of this test's own."""
    settings.SLOTS_FOLDER = tmp_path / "slots"
    return slots.path()


def tended() -> int:
    with signed_as("worker"):
        return tend_slots()


def number_of(subject_id: uuid.UUID) -> int:
    number = slots.number_of(SubjectKey.objects.get(id=subject_id).wrapped)
    assert number is not None
    return number


def killed(work: Callable[[], object]) -> None:
    """Let a child do this; it is killed in the middle for certain (`work` kills itself)."""
    connection.close()
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    _pid, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL


def kill(*_any: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_the_database_reads_what_the_code_writes(commits: None) -> None:
    number, _secret = slots.take()
    value = slots.seal(lambda clear, _about: clear, b"x", b"", number)
    with house.connect("keeper") as keeper:
        [(result, other)] = keeper.execute(
            "SELECT vault_slot_of(%s), vault_slot_of(%s)", [value, value[:-1]]
        ).fetchall()
        [(increment,)] = keeper.execute(
            "SELECT seqincrement FROM pg_sequence WHERE seqrelid = 'vault_slot'::regclass"
        ).fetchall()
    assert (result, other, increment) == (number, None, slots.BLOCK)


def test_whatever_an_organisation_seals_is_noted_when_it_goes(commits: None) -> None:
    sealed = {
        (one.table, getattr(one, "column", "tokens"))
        for each in furniture().values()
        for one in each.sealed
        if one.by == "organisation"
    } | {("vault_sharedkey", "for_receiver")}
    with house.connect("keeper") as keeper:
        noted = set(keeper.execute(TRIGGERS).fetchall())
    # What a person is found by has the slot of her key, and goes with that.
    assert sealed - {("cases_nameentry", "tokens")} == noted


def test_a_destroyed_key_is_overwritten_and_the_others_are_not(real_cast: Cast, own_slots: Path) -> None:
    with acting(real_cast.ana.scope):
        gone, stays = (vault.create_subject().subject_id for _ in range(2))
        wrapped = bytes(SubjectKey.objects.get(id=gone).wrapped)
        number, other = number_of(gone), number_of(stays)
        vault.shred(gone, reason="requested")
        with transaction.atomic():
            vault.shred(stays, reason="requested")
            transaction.set_rollback(True)
    assert slots.read(number)  # only the worker overwrites, and only what was committed
    assert tended() == 1
    at = slots.HEAD + number * slots.SIZE
    assert own_slots.read_bytes()[at : at + slots.SIZE] == bytes(slots.SIZE)
    assert slots.read(other)
    with acting(real_cast.ana.scope):
        with pytest.raises(slots.SlotSpent):
            vault.ring().opened(gone, wrapped)
        vault.open_subject(stays)
    assert tended() == 0


def test_every_version_of_a_draft_has_one_slot_and_goes_at_once(real_cast: Cast, own_slots: Path) -> None:
    with acting(real_cast.ana.scope):
        numbers = set()
        for words in ("uno", "dos", "tres"):
            drafts.keep("case:new", {"note": [words]})
            numbers.add(slots.number_of(TypedDraft.objects.get().sealed))
        [number] = numbers
        assert number is not None
    assert tended() == 0
    with acting(real_cast.ana.scope):
        assert drafts.restore("case:new") == {"note": ["tres"]}
        drafts.forget("case:new")
    assert tended() == 1
    with pytest.raises(slots.SlotSpent):
        slots.read(number)


def test_a_closed_sharing_is_overwritten_for_the_receiver_only(real_cast: Cast, own_slots: Path) -> None:
    with acting(real_cast.ana.scope):
        subject = vault.create_subject()
        row, _sealer = vault.share(subject, receiver_id=real_cast.horizonte.id)
        number = slots.number_of(row.for_receiver)
        assert number is not None
        vault.close_share(row.id)
    assert tended() == 1
    with pytest.raises(slots.SlotSpent):
        slots.read(number)
    with acting(real_cast.ana.scope):
        vault.open_share(row.id)


def test_a_slot_cannot_be_exchanged_for_another(real_cast: Cast, own_slots: Path) -> None:
    with acting(real_cast.ana.scope):
        one, two = (SubjectKey.objects.get(id=vault.create_subject().subject_id) for _ in range(2))
        moved = bytes(one.wrapped)[: -slots.TAIL] + bytes(two.wrapped)[-slots.TAIL :]
        with pytest.raises(tink.TinkError):
            vault.ring().opened(one.id, moved)


@pytest.mark.parametrize("login", ["app", "worker"])
def test_nobody_has_a_slot_overwritten_by_writing_its_number(commits: None, login: str) -> None:
    with house.connect(login) as result, pytest.raises(psycopg.errors.InsufficientPrivilege):
        result.execute("INSERT INTO vault_spentslot (number) VALUES (1)")


def test_a_child_takes_other_numbers(commits: None, own_slots: Path) -> None:
    mine = [slots.take()[0]]
    connection.close()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writing, ",".join(str(slots.take()[0]) for _ in range(3)).encode())
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    os.close(writing)
    theirs = {int(one) for one in os.read(reading, 1000).split(b",")}
    mine += [slots.take()[0] for _ in range(3)]
    assert len(theirs | set(mine)) == 7


def test_killed_before_the_commit_nothing_is_there_and_nothing_is_lost(
    real_cast: Cast, own_slots: Path
) -> None:
    with acting(real_cast.ana.scope):
        stays = vault.create_subject().subject_id

    def cut_off() -> None:
        with acting(real_cast.ana.scope):
            vault.create_subject()
            kill()

    killed(cut_off)
    with acting(real_cast.ana.scope):
        assert SubjectKey.objects.count() == 1
        vault.open_subject(stays)
        vault.open_subject(vault.create_subject().subject_id)


def test_killed_while_slots_are_made_the_next_one_goes_on(
    commits: None, own_slots: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = slots.make_ready(1)
    former = own_slots.read_bytes()
    with monkeypatch.context() as cut:
        cut.setattr(slots, "_set_ready", kill)
        killed(lambda: slots.make_ready(number + 1))
    assert slots.ready() == number
    written = own_slots.read_bytes()
    assert written.startswith(former)
    assert len(written) > len(former)
    # What was written may be in use where only the head was lost: it stays.
    assert slots.make_ready(number + 1) > number
    assert own_slots.read_bytes()[slots.HEAD :].startswith(written[slots.HEAD :])


def test_killed_between_overwriting_and_striking_it_is_overwritten_twice(
    real_cast: Cast, own_slots: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with acting(real_cast.ana.scope):
        gone, stays = (vault.create_subject().subject_id for _ in range(2))
        number = number_of(gone)
        vault.shred(gone, reason="requested")
    spend = slots.spend
    with monkeypatch.context() as cut:
        cut.setattr(slots, "spend", lambda numbers, database=None: (spend(numbers, database), kill()))
        killed(tended)
    with pytest.raises(slots.SlotSpent):
        slots.read(number)
    assert tended() == 1
    with acting(real_cast.ana.scope):
        vault.open_subject(stays)


@pytest.fixture
def full_disk(own_slots: Path) -> Iterator[Callable[[], None]]:
    """Called, no file of this process grows beyond where the slots end now."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (own_slots.stat().st_size + 5_000, hard))
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_said_and_nothing_is_half_done(
    real_cast: Cast, own_slots: Path, full_disk: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with acting(real_cast.ana.scope):
        stays = vault.create_subject().subject_id
    size, number = own_slots.stat().st_size, slots.ready()
    full_disk()
    with pytest.raises(slots.NoRoom, match="no tiene espacio"):
        slots.make_ready(number + 1)
    assert (own_slots.stat().st_size, slots.ready()) == (size, number)
    monkeypatch.setattr(slots, "_next", lambda: number)
    with acting(real_cast.ana.scope), pytest.raises(slots.NoRoom):
        vault.create_subject()
    monkeypatch.undo()
    with acting(real_cast.ana.scope):
        assert SubjectKey.objects.count() == 1
        vault.open_subject(stays)
        vault.shred(stays, reason="requested")
    assert tended() == 1  # a full disk keeps nobody from being erased


def test_without_the_file_nothing_opens_and_nothing_counts_as_erased(
    real_cast: Cast, own_slots: Path, settings: Any, tmp_path: Path
) -> None:
    with acting(real_cast.ana.scope):
        subject_id = vault.create_subject().subject_id
        settings.SLOTS_FOLDER = tmp_path / "elsewhere"
        with pytest.raises(slots.SlotsMissing) as result:
            vault.open_subject(subject_id)
        assert not isinstance(result.value, Shredded)


def test_a_copy_fills_what_is_spent_or_missing_and_leaves_what_stands(commits: None, own_slots: Path) -> None:
    slots.make_ready(10)
    standing = [slots.read(number) for number in range(10)]
    copied = [
        os.urandom(slots.SIZE) if number != 3 else bytes(slots.SIZE) for number in range(slots.ready() + 5)
    ]
    slots.spend([1, 3])
    number = slots.bring([b"".join(copied)])
    assert number == len(copied)
    assert slots.read(0) == standing[0]
    assert slots.read(1) == copied[1]
    assert slots.read(number - 1) == copied[-1]
    with pytest.raises(slots.SlotSpent):
        slots.read(3)
