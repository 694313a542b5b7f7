"""Whoever stole the seal key and Django's: once they are turned, she forges neither trail nor anchors nor a session."""

import json
from pathlib import Path
from typing import Any

import pytest
import tink
from django.core import signing
from tink import mac, secret_key_access

import house
from cast import Cast
from contratrata.doors.console import turning
from contratrata.ground.audit import anchor_files, anchors
from contratrata.ground.audit import public as audit
from contratrata.ground.audit.sealing import seal_waiting
from contratrata.ground.audit.verifying import Report, What, verify
from contratrata.ground.base.scope import acting
from contratrata.ground.vault import keysets, rotation
from contratrata.ground.vault.public import master
from keeping import signed_as

pytestmark = [pytest.mark.real_commits]


@pytest.fixture(autouse=True)
def _own_keys(own_keys: Path) -> None:
    """Keys and anchors of this test."""


def proved() -> Report:
    with house.connect("keeper") as keeper:
        return verify(lambda sql, params: keeper.execute(sql, params).fetchall())


def found() -> set[What]:
    return {problem.what for problem in proved().problems}


def act_and_seal(cast: Cast, times: int = 1) -> None:
    for _ in range(times):
        with acting(cast.ana.scope):
            audit.record("member.added")
        with signed_as("worker"):
            assert seal_waiting()


def turn() -> None:
    with house.connect("keeper") as keeper:
        turning.turn(keeper, str, compromised=True)


def as_thief(stolen: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on what is sealed in this process is by the stolen keyset."""
    thief = tink.json_proto_keyset_format.parse(stolen, secret_key_access.TOKEN).primitive(mac.Mac)
    monkeypatch.setattr(master, "seal_mac", lambda: thief)


@pytest.fixture
def turned(real_cast: Cast, own_keys: Path) -> str:
    """Some trail, a thief who copies the seal key, and then it is turned; returns what she has."""
    act_and_seal(real_cast, 3)
    anchors.beat()
    stolen = (own_keys / "seal.json").read_text()
    turn()
    assert found() == set()
    return stolen


def test_what_was_sealed_before_and_what_is_sealed_after_holds(turned: str, real_cast: Cast) -> None:
    act_and_seal(real_cast, 2)
    anchors.beat()
    assert found() == set()
    assert keysets.count(master.keyset(master.SEAL)) == 2
    turn()
    act_and_seal(real_cast)
    assert found() == set()
    assert keysets.count(master.keyset(master.SEAL)) == 3


def test_she_adds_nothing_to_a_chain(turned: str, real_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """An entry in the place of the last one: sealed with the stolen key, anchored with it."""
    with monkeypatch.context() as patched:
        as_thief(turned, patched)
        act_and_seal(real_cast)
    assert found() == {What.CHANGED, What.ANCHOR}


def test_she_changes_nothing_that_was_sealed_before(
    turned: str, real_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every seal of the chain is made anew with the stolen key, its anchors too; the new key's anchor tells."""
    with house.connect("keeper") as keeper:
        keeper.execute("UPDATE audit_entry SET event = 'member.ended' WHERE event = 'member.added'")
        keeper.execute("INSERT INTO audit_unsealed (entry_id, organisation_id, realm, at) "
                       "SELECT e.id, e.organisation_id, e.realm, e.at FROM audit_entry e JOIN audit_seal s "
                       "ON s.entry_id = e.id")  # fmt: skip
        keeper.execute("DELETE FROM audit_seal")
    with monkeypatch.context() as patched:
        as_thief(turned, patched)
        with signed_as("worker"):
            assert seal_waiting()
    assert What.CHANGED in found()


def test_she_writes_no_anchor(turned: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        as_thief(turned, patched)
        anchors.beat()
    assert found() == {What.ANCHOR}


def test_taking_the_anchor_of_the_turn_away_shows(turned: str, settings: Any) -> None:
    [path] = anchor_files.paths()
    lines = path.read_text().splitlines()
    [at] = [n for n, line in enumerate(lines) if "turned" in json.loads(line)]
    path.write_text("\n".join([*lines[:at], *lines[at + 1 :]]) + "\n")
    anchor_files._written.clear()
    anchors.beat()
    assert What.GAP in found() or What.ANCHOR in found() or at == len(lines) - 1


def test_cut_off_it_goes_on_with_the_same_key(
    real_cast: Cast, own_keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    act_and_seal(real_cast, 2)

    def cut(*_args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(anchors, "append_turn", cut)
        with pytest.raises(KeyboardInterrupt):
            turn()
    act_and_seal(real_cast)
    turn()
    assert keysets.count(master.keyset(master.SEAL)) == 2
    act_and_seal(real_cast)
    assert found() == set()


def test_djangos_key_is_another_and_the_former_one_signs_nothing(
    turned: str, own_keys: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = (own_keys / "django.key").read_text()
    settings.SECRET_KEY = former
    signed = signing.dumps({"user": "ana"}, salt="reset")
    turn()
    settings.SECRET_KEY = (own_keys / "django.key").read_text()  # as processes do that start
    assert former != settings.SECRET_KEY
    assert settings.SECRET_KEY_FALLBACKS == []
    with pytest.raises(signing.BadSignature):
        signing.loads(signed, salt="reset")
    monkeypatch.setenv("CONTRATRATA_SECRET_KEY", "de fuera")
    assert not rotation.new_django_key()
    assert (own_keys / "django.key").read_text() == settings.SECRET_KEY


def test_the_master_alone_turned_leaves_both(real_cast: Cast, own_keys: Path) -> None:
    before = (own_keys / "seal.json").read_text()
    with house.connect("keeper") as keeper:
        turning.turn(keeper, str, compromised=False)
    assert (own_keys / "seal.json").read_text() == before
    assert not (own_keys / "django.key").exists()
