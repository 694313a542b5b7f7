"""What stands outside the database can be emptied, cut with the tail it holds, or changed: each is named."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

import house
from cast import Cast
from contratrata.ground.audit import anchor_files, anchors
from contratrata.ground.audit import public as audit
from contratrata.ground.audit.models import PLATFORM
from contratrata.ground.audit.sealing import anchor_last, seal_waiting
from contratrata.ground.audit.verifying import Report, What, verify
from contratrata.ground.base import clock
from contratrata.ground.base.scope import Realm, acting
from keeping import signed_as

pytestmark = [pytest.mark.real_commits]


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.ANCHORS_FOLDER = tmp_path / "anchors"
    return tmp_path / "anchors"


def proved() -> Report:
    with house.connect("keeper") as keeper:
        return verify(lambda sql, params: keeper.execute(sql, params).fetchall())


def found() -> set[What]:
    return {problem.what for problem in proved().problems}


def act_and_seal(cast: Cast) -> None:
    with acting(cast.ana.scope):
        audit.record("member.added")
    with signed_as("worker"):
        assert seal_waiting()


@pytest.fixture
def sealed(real_cast: Cast) -> Cast:
    """Three passes of the sealer."""
    for _ in range(3):
        act_and_seal(real_cast)
    anchors.beat()
    assert found() == set()
    return real_cast


def later(monkeypatch: pytest.MonkeyPatch, minutes: int) -> None:
    moment = clock.now() + dt.timedelta(minutes=minutes)
    monkeypatch.setattr(clock, "now", lambda: moment)


def worker_restarts() -> None:
    anchor_files._written.clear()


def cut_the_tail(cast: Cast, folder: Path) -> None:
    """The last entry, its seal, and every anchor since."""
    with house.connect("keeper") as keeper:
        keeper.execute(
            "WITH gone AS (DELETE FROM audit_seal s WHERE organisation_id = %s AND sequence = (SELECT max(sequence) "
            "FROM audit_seal WHERE organisation_id = s.organisation_id) RETURNING entry_id) "
            "DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM gone)",
            [cast.refugio.id],
        )
    (file,) = folder.glob("*.jsonl")
    lines = file.read_bytes().splitlines(keepends=True)
    last = max(n for n, line in enumerate(lines) if str(cast.refugio.id).encode() in line)
    file.write_bytes(b"".join(lines[:last]))


def test_emptied_or_missing_anchors_are_named_though_the_database_was_not_touched(
    sealed: Cast, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file,) = folder.glob("*.jsonl")
    for empty in (lambda: file.write_bytes(b""), file.unlink):
        empty()
        later(monkeypatch, 5)
        assert What.UNANCHORED in found()
    # Even when the worker comes back and anchors what it finds.
    worker_restarts()
    later(monkeypatch, 60)
    with signed_as("worker"):
        assert anchor_last([(sealed.refugio.id, Realm.REAL), (PLATFORM, Realm.REAL)]) == 1
    assert What.BEGINS in found()


def test_a_tail_cut_with_its_anchors_under_a_running_worker_shows_for_ever(
    sealed: Cast, folder: Path
) -> None:
    cut_the_tail(sealed, folder)
    assert found() == set()
    anchors.beat()
    assert found() == {What.GAP}
    act_and_seal(sealed)
    worker_restarts()
    anchors.beat()
    assert found() == {What.GAP}


def test_a_tail_cut_with_its_anchors_while_nobody_worked_is_a_silence(
    sealed: Cast, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker_restarts()
    cut_the_tail(sealed, folder)
    later(monkeypatch, 20)
    assert found() == {What.SILENT}
    anchors.beat()
    assert len(proved().silences) == 1


def test_the_second_place_tells_of_a_cut_tail_and_is_caught_up_with(
    sealed: Cast, folder: Path, settings: Any, tmp_path: Path
) -> None:
    settings.ANCHORS_COPY = str(tmp_path / "elsewhere")
    anchors.beat()
    (copy,) = (tmp_path / "elsewhere").glob("*.jsonl")
    assert copy.read_bytes() == (folder / copy.name).read_bytes()
    assert found() == set()
    worker_restarts()
    cut_the_tail(sealed, folder)
    assert found() == {What.COPY}
    act_and_seal(sealed)  # grown again, and still another
    assert What.COPY in found()


def test_a_line_taken_from_the_middle_is_named(sealed: Cast, folder: Path) -> None:
    (file,) = folder.glob("*.jsonl")
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([*lines[:2], *lines[3:]]))
    (problem,) = proved().problems
    assert (problem.what, problem.where) == (What.GAP, f"{file.name}:3")


def test_lines_of_before_there_were_links_may_only_stand_in_front(sealed: Cast, folder: Path) -> None:
    (file,) = folder.glob("*.jsonl")
    values = {"organisation": str(PLATFORM), "sequence": 0, "mac": "", "at": clock.now().isoformat()}
    linked = anchor_files._line(values, b"").decode()
    assert '"prev"' in linked
    stored = file.read_bytes()
    old = anchor_files._plain(values)
    file.write_bytes(stored + old + b"\n")
    assert found() == {What.GAP}
    worker_restarts()
    file.write_bytes(old + b"\n")
    act_and_seal(sealed)
    assert What.GAP not in found()
