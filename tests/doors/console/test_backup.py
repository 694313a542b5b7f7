"""Back-up and restore: equal after, silent about names, refused when tampered with; erased stays erased."""

import os
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from psycopg import sql

import house
from cast import Cast
from contratrata.care.cases.models import Identity, Person
from contratrata.doors.console import backing_up, databases, restoring, tables, turning
from contratrata.ground.audit.sealing import seal_waiting
from contratrata.ground.base import protection
from contratrata.ground.base.errors import Shredded
from contratrata.ground.base.scope import acting
from contratrata.ground.vault import master, rotation, shredding, slots
from contratrata.ground.vault import public as vault
from keeping import signed_as

NAME, SURNAME = "Xochiquetzal", "Ficticia-Ñurinda"
WORDS = "cinco palabras al azar para probar"
COPY = f"{house.database_of_worker()}_restored"


class Place:
    """Folders and commands of one test."""

    def __init__(self, root: Path, keys: Path) -> None:
        self.root, self.server_keys = root, keys
        self.to, self.keys = root / "copias", root / "llaves"
        self.private, self.words = root / "recovery.json", root / "words"

    def create_recovery_key(self) -> None:
        self.words.write_text(WORDS)
        call_command("recovery_key", "create", out=self.private, passphrase_file=str(self.words))

    def backup(self, **options: Any) -> Path:
        call_command("backup", to=self.to, keys_to=self.keys, **options)
        return sorted(self.to.glob("copia-*"))[-1]

    def restore(self, into: str = COPY, **options: Any) -> None:
        initial = {"source": self.to, "keys": self.keys, "recovery_key": self.private, "into": into}
        call_command("restore", **{**initial, "passphrase_file": str(self.words), **options})


def _drop(name: str) -> None:
    with psycopg.connect(house.admin_dsn(), autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def place(real_cast: Cast, settings: Any, tmp_path: Path) -> Iterator[Place]:
    """Keys, anchors and files of this test's own; databases that are left are dropped."""
    keys = tmp_path / "keys"
    keys.mkdir()
    for name in master.FILES:
        (keys / name).write_bytes((Path(settings.KEYS_FOLDER) / name).read_bytes())
    settings.KEYS_FOLDER = keys
    settings.ANCHORS_FOLDER = tmp_path / "anchors"
    settings.SLOTS_FOLDER = tmp_path / "slots"
    default = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    files = backing_up.files_folder()
    (files / "a").mkdir(parents=True, exist_ok=True)
    (files / "a" / "b.sealed").write_bytes(b"\x00sealed bytes" * 1000)
    created = Place(tmp_path, keys)
    created.create_recovery_key()
    yield created
    for name in (COPY, f"{COPY}_restoring", f"{house.database_of_worker()}_check"):
        _drop(name)


def _register(cast: Cast) -> uuid.UUID:
    """A person with a sealed name; her id."""
    with acting(cast.ana.scope):
        sealer = vault.create_subject()
        person = Person.objects.create(subject_id=sealer.subject_id)
        identity = Identity(person=person)
        identity.seal(sealer, given_names=NAME, first_surname=SURNAME)
        identity.save()
        return sealer.subject_id


def _name_in(database: str, cast: Cast, subject: uuid.UUID) -> str:
    """The given name as the web's login reads it in that database. Raises `Shredded`."""
    from django.db import connection

    former = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = database
    try:
        with acting(cast.ana.scope):
            sealer = vault.open_subject(subject)
            return Identity.objects.get(person__subject_id=subject).open(sealer, "given_names")["given_names"]
    finally:
        connection.close()
        connection.settings_dict["NAME"] = former


def _sums(database: str) -> dict[str, tables.Sum]:
    with databases.connect("keeper", database) as keeper:
        tables.plain_settings(keeper)
        return tables.sums(keeper)


@pytest.mark.parametrize("older", [False, True], ids=["as the server is", "as for a server before 17"])
def test_a_restore_gives_the_same_and_proves_itself(
    real_cast: Cast, place: Place, capsys: Any, monkeypatch: pytest.MonkeyPatch, older: bool
) -> None:
    if older:  # the script goes through psql, its beginning changed
        monkeypatch.setattr(restoring, "_KNOWS_ALL", 99)
    subject = _register(real_cast)
    with signed_as("worker"):
        seal_waiting()
    place.backup()
    before = _sums(house.database_of_worker())
    assert before["vault_subjectkey"]["count"] == 1
    place.restore()
    assert _sums(COPY) == before
    assert _name_in(COPY, real_cast, subject) == NAME
    assert "el rastro está entero" in capsys.readouterr().out
    restored = backing_up.files_folder().with_name(f"files-{COPY}")
    assert (restored / "a" / "b.sealed").read_bytes() == b"\x00sealed bytes" * 1000
    with databases.connect("app", COPY) as app:  # row-level security is back
        for table in ("cases_identity", "vault_subjectkey", "network_membership", "audit_entry"):
            assert app.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
        assert protection.differences(app) == []
    with databases.connect("owner", COPY) as owner:
        assert owner.execute("SELECT count(*) FROM cases_identity").fetchone() == (0,)


def test_a_script_that_psql_refuses_leaves_nothing(
    real_cast: Cast, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    _register(real_cast)
    place.backup()
    monkeypatch.setattr(restoring, "_KNOWS_ALL", 99)
    monkeypatch.setattr(restoring, "_for_older", lambda beginning: b"SELECT 1/0;\n" + beginning)
    with pytest.raises(CommandError, match="division by zero"):
        place.restore()
    with psycopg.connect(house.admin_dsn()) as admin:
        left = admin.execute(
            "SELECT count(*) FROM pg_database WHERE datname LIKE %s", [f"{COPY}%"]
        ).fetchone()
    assert left == (0,)


def _work(cast: Cast) -> None:
    """What the worker was asked for, done."""
    with house.connect("worker") as worker:
        asked = worker.execute("DELETE FROM procrastinate_jobs RETURNING task_name, args").fetchall()
    values = {"organisation_id": str(cast.refugio.id), "realm": 1}
    assert asked == [("vault.log_erasures", values)]
    with signed_as("worker"):
        vault.log_erasures(**values)


def test_whoever_is_erased_stays_erased(real_cast: Cast, place: Place) -> None:
    before, after, alive = (_register(real_cast) for _ in range(3))
    with acting(real_cast.ana.scope):
        vault.shred(before, reason="requested")
    place.backup()
    with acting(real_cast.ana.scope):
        vault.shred(after, reason="requested")
    _work(real_cast)
    place.restore()
    for gone in (before, after):
        with pytest.raises(Shredded):
            _name_in(COPY, real_cast, gone)
    assert _name_in(COPY, real_cast, alive) == NAME
    with databases.connect("keeper", COPY) as keeper:
        assert {one.subject_id for one in shredding.in_database(keeper)} == {before, after}


def test_a_restore_brings_every_slot_back_but_those_of_the_erased_and_takes_none_twice(
    real_cast: Cast, place: Place
) -> None:
    alive, gone = _register(real_cast), _register(real_cast)
    with acting(real_cast.ana.scope):
        number = vault.open_subject(gone).slot
    assert number is not None
    place.backup()
    with acting(real_cast.ana.scope):
        vault.shred(gone, reason="requested")
    _work(real_cast)
    place.restore()
    assert _name_in(COPY, real_cast, alive) == NAME
    with pytest.raises(slots.SlotSpent):
        slots.read(number, COPY)
    with databases.connect("keeper", COPY) as keeper:
        row = keeper.execute("SELECT last_value, is_called FROM vault_slot").fetchone()
        assert keeper.execute("SELECT count(*) FROM vault_spentslot").fetchone() == (0,)
    assert row == (slots.ready(house.database_of_worker()), False)


def test_an_erasure_that_was_rolled_back_is_not_logged_and_a_lost_line_is_made_good(
    real_cast: Cast, place: Place
) -> None:
    stored, erased = _register(real_cast), _register(real_cast)
    with acting(real_cast.ana.scope):
        vault.shred(stored, reason="requested")
        transaction.set_rollback(True)
    assert list(shredding.read()) == []
    with acting(real_cast.ana.scope):
        vault.shred(erased, reason="requested")
    assert list(shredding.read()) == []  # the web has no place there
    _work(real_cast)
    assert [one.subject_id for one in shredding.read()] == [erased]
    shredding.path().unlink()  # as if the machine had stopped between commit and line
    place.backup()
    assert [one.subject_id for one in shredding.read()] == [erased]


def test_nothing_on_the_disk_names_anybody(real_cast: Cast, place: Place) -> None:
    _register(real_cast)
    folder = place.backup()
    written = [path for path in (*folder.iterdir(), *place.keys.iterdir()) if path.is_file()]
    assert {path.name for path in folder.iterdir()} == {"data.sealed", "files.sealed", "manifest.sealed"}
    master_text = (place.server_keys / master.MASTER).read_text()
    for path in written:
        content = path.read_bytes()
        for clear in (NAME, SURNAME, "Casa Refugio", "vault_subjectkey", "PGDMP", master_text[20:80]):
            assert clear.encode() not in content, (path.name, clear)


def test_a_raw_dump_names_nobody_and_the_data_file_holds_no_key(real_cast: Cast, place: Place) -> None:
    _register(real_cast)
    from contratrata.doors.console import tools

    with databases.connect("keeper") as keeper:
        server = keeper.info.server_version // 10_000
    where, env = tools.target(databases.known(), "keeper", databases.name())
    command = [str(tools.program("pg_dump", server)), "--format=plain", f"--dbname={where}"]
    with tools.giving(command, env) as stream:
        text = stream.read()
    assert b"Casa Refugio" in text
    for clear in (NAME, SURNAME, NAME.upper(), NAME.lower()):
        assert clear.encode() not in text


@pytest.mark.parametrize("part", ["data", "files", "manifest", "keys"])
def test_a_back_up_that_was_tampered_with_is_refused(real_cast: Cast, place: Place, part: str) -> None:
    folder = place.backup()
    path = folder / f"{part}.sealed" if part != "keys" else next(place.keys.glob("keys-*"))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(CommandError, match="no se puede abrir"):
        place.restore()
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(CommandError, match="no se puede abrir"):
        place.restore()
    _nothing_restored()


def test_parts_of_two_back_ups_are_not_mixed(real_cast: Cast, place: Place) -> None:
    first = place.backup()
    stored = (first / "data.sealed").read_bytes()
    time.sleep(1.1)  # a back-up is named by its second
    _register(real_cast)
    second = place.backup()
    (second / "data.sealed").write_bytes(stored)
    with pytest.raises(CommandError, match="no se puede abrir"):
        place.restore()
    _nothing_restored()


def _nothing_restored() -> None:
    with psycopg.connect(house.admin_dsn(), autocommit=True) as admin:
        result = admin.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{COPY}%"]
        ).fetchall()
    assert result == []


def test_only_an_empty_place_is_restored_into(real_cast: Cast, place: Place) -> None:
    place.backup()
    with pytest.raises(CommandError, match="no está vacía"):
        place.restore(into=house.database_of_worker())
    shutil.rmtree(backing_up.files_folder() / "a")
    with pytest.raises(CommandError, match=r"no está vacía; no se restaura encima\. Use --into"):
        place.restore(into=house.database_of_worker())
    place.restore()
    with pytest.raises(CommandError, match="no está vacía"):
        place.restore()


def test_the_wrong_passphrase_and_missing_keys_are_told(real_cast: Cast, place: Place) -> None:
    place.backup()
    wrong = place.root / "wrong"
    wrong.write_text("otra frase cualquiera")
    with pytest.raises(CommandError, match="frase de paso"):
        place.restore(passphrase_file=str(wrong))
    for path in place.keys.iterdir():
        path.unlink()
    with pytest.raises(CommandError, match="35 días"):
        place.restore()


def test_check_restores_compares_and_leaves_nothing(real_cast: Cast, place: Place, capsys: Any) -> None:
    _register(real_cast)
    place.backup(check=True, recovery_key=place.private, passphrase_file=str(place.words))
    assert "Comprobada" in capsys.readouterr().out
    with psycopg.connect(house.admin_dsn(), autocommit=True) as admin:
        result = admin.execute("SELECT datname FROM pg_database WHERE datname LIKE '%\\_check%'").fetchall()
    assert result == []


def test_without_a_recovery_key_there_is_no_back_up(real_cast: Cast, place: Place) -> None:
    (place.server_keys / "recovery.pub").unlink()
    with pytest.raises(CommandError, match="recovery-key create"):
        place.backup()


def test_key_files_are_forgotten_after_35_days(real_cast: Cast, place: Place, capsys: Any) -> None:
    place.keys.mkdir()
    for name in ("keys-20260101T000000Z.sealed", "keys-otra-cosa.sealed", "apuntes.txt"):
        (place.keys / name).write_bytes(b"x")
    place.backup()
    assert "keys-20260101T000000Z.sealed" in capsys.readouterr().out
    left = sorted(path.name for path in place.keys.iterdir())
    assert left[1:] == ["keys-otra-cosa.sealed"] or left[0] == "apuntes.txt"
    assert len(left) == 3


def test_the_master_comes_back_onto_a_new_machine(
    real_cast: Cast, place: Place, settings: Any, tmp_path: Path
) -> None:
    subject = _register(real_cast)
    place.backup()
    settings.KEYS_FOLDER, settings.SLOTS_FOLDER = tmp_path / "new-machine", tmp_path / "new-slots"
    with pytest.raises(master.MasterKeyMissing):
        _name_in(house.database_of_worker(), real_cast, subject)
    call_command(
        "recovery_key",
        "open",
        keys=place.keys,
        recovery_key=place.private,
        passphrase_file=str(place.words),
    )
    assert _name_in(house.database_of_worker(), real_cast, subject) == NAME
    assert (tmp_path / "new-machine" / "recovery.pub").exists()


def test_a_back_up_of_before_the_keys_were_turned_is_restored_with_the_key_of_then(
    real_cast: Cast, place: Place, capsys: Any
) -> None:
    subject = _register(real_cast)
    place.backup()
    call_command("keys_rotate", compromised=True)
    place.restore()
    assert "keys-rotate --compromised" in capsys.readouterr().out
    assert _name_in(COPY, real_cast, subject) == NAME
    rotation.touch()  # this process keeps the keys of one database only
    assert _name_in(house.database_of_worker(), real_cast, subject) == NAME


def test_a_back_up_by_a_master_that_was_never_ours_is_refused(real_cast: Cast, place: Place) -> None:
    _register(real_cast)
    place.backup()
    for name in master.FILES:
        (place.server_keys / name).unlink()
    master.create()
    before = (place.server_keys / master.MASTER).read_text()
    with pytest.raises(CommandError, match="otra instalación"):
        place.restore()
    assert (place.server_keys / master.MASTER).read_text() == before


def test_keys_are_not_turned_while_they_are_copied(real_cast: Cast, place: Place) -> None:
    with databases.connect("keeper") as keeper, turning.alone(keeper):
        with pytest.raises(CommandError, match="en marcha"):
            place.backup()
        with pytest.raises(CommandError, match="en marcha"):
            call_command("keys_rotate")


def test_a_back_up_that_is_killed_leaves_none_by_name_and_the_next_one_sweeps(
    real_cast: Cast, place: Place
) -> None:
    server = Path(house.HOME) / "keys" / "recovery.pub"
    shutil.copy(place.server_keys / "recovery.pub", server)
    command = [sys.executable, "-m", "contratrata.cli", "backup", "--to", str(place.to), "--keys-to"]
    process = subprocess.Popen(
        [*command, str(place.keys)], env=os.environ | {"PYTHONPATH": str(house.ROOT / "src")}
    )
    try:
        while not list(place.to.glob(".half-*/data.sealed")):
            assert process.poll() is None
            time.sleep(0.001)
        process.kill()
    finally:
        process.wait()
        server.unlink()
    assert [path.name for path in place.to.glob("copia-*")] == []
    assert len(list(place.to.glob(".half-copia-*"))) == 1
    place.backup()
    assert len(list(place.to.glob("copia-*"))) == 1
    assert list(place.to.glob(".half-*")) == []


def test_a_full_disk_leaves_none_by_name(
    real_cast: Cast, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_stream: object) -> dict[str, Any]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backing_up, "_pack", full)
    with pytest.raises(CommandError, match="No space left"):
        place.backup()
    assert list(place.to.iterdir()) == []
    assert list(place.keys.iterdir()) == []
