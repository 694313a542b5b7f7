"""The chains verify, and stop verifying when a row is changed, removed or slipped in, or the tail is cut."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

import house
from cast import Cast
from contratrata.ground.audit import anchors
from contratrata.ground.audit import public as audit
from contratrata.ground.audit.sealing import seal_waiting
from contratrata.ground.audit.verifying import Problem, Report, What, verify
from contratrata.ground.base.scope import Scope, acting
from keeping import signed_as


@pytest.fixture(autouse=True)
def own_anchors(settings: Any, tmp_path: Path) -> Path:
    """An anchors folder of this test's own."""
    settings.ANCHORS_FOLDER = tmp_path / "anchors"
    return tmp_path / "anchors"


def _proved() -> Report:
    with house.connect("keeper") as keeper:
        return verify(lambda sql, params: keeper.execute(sql, params).fetchall())


def _seal() -> int:
    with signed_as("worker"):
        return seal_waiting()


def _act(cast: Cast, times: int) -> None:
    with acting(cast.ana.scope):
        audit.record_many(audit.entry("member.added", kind="membership") for _ in range(times))


@pytest.fixture
def sealed(real_cast: Cast) -> Cast:
    """Two passes: what assembling the cast left (9 entries at Refugio's), then four acts of Ana."""
    _seal()
    _act(real_cast, 4)
    assert _seal() == 4
    assert _proved().whole
    return real_cast


def _tamper(sql: str, *params: object) -> None:
    with house.connect("keeper") as keeper:
        assert keeper.execute(sql, params).rowcount >= 1


_CUT = (
    "WITH gone AS (DELETE FROM audit_seal WHERE organisation_id = %s AND sequence > %s RETURNING entry_id) "
    "DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM gone)"
)


def _last(cast: Cast) -> int:
    with house.connect("keeper") as keeper:
        row = keeper.execute(
            "SELECT max(sequence) FROM audit_seal WHERE organisation_id = %s", [cast.refugio.id]
        ).fetchone()
    assert row is not None
    return int(row[0])  # type: ignore[call-overload]


def test_every_act_is_sealed_once_in_order_and_nothing_waits(sealed: Cast) -> None:
    report = _proved()
    assert report.problems == []
    assert report.waiting == {}
    with house.connect("keeper") as keeper:
        rows = keeper.execute(
            "SELECT s.sequence FROM audit_seal s JOIN audit_entry e ON e.id = s.entry_id "
            "WHERE s.organisation_id = %s ORDER BY e.at, e.id",
            [sealed.refugio.id],
        ).fetchall()
        all_entries = keeper.execute("SELECT count(*) FROM audit_entry").fetchone()
    assert [sequence for (sequence,) in rows] == list(range(1, len(rows) + 1))
    assert all_entries == (report.entries,)


def test_what_is_not_sealed_yet_is_named_as_a_window(sealed: Cast) -> None:
    _act(sealed, 3)
    report = _proved()
    assert report.whole
    assert {one: count for one, (count, _) in report.waiting.items()} == {sealed.refugio.id: 3}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_entry SET actor_id = gen_random_uuid()",
        "UPDATE audit_entry SET details = '{\"n\": 1}'",
        "UPDATE audit_entry SET at = at - interval '1 minute'",
        "UPDATE audit_entry SET refused = NOT refused",
    ],
)
def test_a_changed_row_is_named(sealed: Cast, change: str) -> None:
    sequence = _last(sealed) - 2
    _tamper(
        change + " WHERE id = (SELECT entry_id FROM audit_seal WHERE organisation_id = %s AND sequence = %s)",
        sealed.refugio.id,
        sequence,
    )
    assert _proved().problems == [Problem(sealed.refugio.id, sequence, What.CHANGED)]


def test_a_removed_row_is_named(sealed: Cast) -> None:
    sequence = _last(sealed) - 1
    _tamper(
        "DELETE FROM audit_entry WHERE id = "
        "(SELECT entry_id FROM audit_seal WHERE organisation_id = %s AND sequence = %s)",
        sealed.refugio.id,
        sequence,
    )
    assert _proved().problems == [Problem(sealed.refugio.id, sequence, What.REMOVED)]


def test_a_row_removed_with_its_seal_is_named(sealed: Cast) -> None:
    sequence = _last(sealed) - 1
    _tamper(
        _CUT.replace(">", "="),
        sealed.refugio.id,
        sequence,
    )
    assert Problem(sealed.refugio.id, sequence, What.REMOVED) in _proved().problems


_BACKDATED = (
    "INSERT INTO audit_entry "
    "(id, organisation_id, realm, at, actor_id, event, subject_kind, details, refused) "
    "SELECT gen_random_uuid(), organisation_id, realm, at - interval '1 day', actor_id, event, '', '{}', "
    "false FROM audit_entry WHERE organisation_id = %s LIMIT 1"
)


def test_a_row_slipped_in_is_named_before_and_after_it_is_sealed(sealed: Cast) -> None:
    _tamper(_BACKDATED, sealed.refugio.id)
    assert _proved().problems == [Problem(sealed.refugio.id, None, What.INSERTED)]
    assert _seal() == 1
    assert _proved().problems == [Problem(sealed.refugio.id, _last(sealed), What.INSERTED)]


def test_a_row_slipped_in_past_the_sealer_is_named(sealed: Cast) -> None:
    _tamper(_BACKDATED.replace("at - interval '1 day'", "now()"), sealed.refugio.id)
    _tamper("DELETE FROM audit_unsealed")
    assert _proved().problems == [Problem(sealed.refugio.id, None, What.INSERTED)]


def test_a_row_slipped_into_the_chain_with_a_seal_of_its_own_is_named(sealed: Cast) -> None:
    last = _last(sealed)
    _tamper(_BACKDATED.replace("at - interval '1 day'", "now()"), sealed.refugio.id)
    _tamper(
        "INSERT INTO audit_seal (id, organisation_id, realm, sequence, entry_id, mac, sealed_at) "
        "SELECT gen_random_uuid(), organisation_id, realm, %s, entry_id, '\\x00', now() FROM audit_unsealed",
        last + 1,
    )
    _tamper("DELETE FROM audit_unsealed")
    assert _proved().problems == [Problem(sealed.refugio.id, last + 1, What.CHANGED)]


def test_a_tail_that_was_cut_is_named_by_the_anchors(sealed: Cast) -> None:
    last = _last(sealed)
    _tamper(
        _CUT,
        sealed.refugio.id,
        last - 2,
    )
    assert _proved().problems == [Problem(sealed.refugio.id, last - 1, What.CUT)]


def test_a_row_taken_away_before_it_was_sealed_is_named(sealed: Cast) -> None:
    _act(sealed, 1)
    _tamper("DELETE FROM audit_entry e USING audit_unsealed u WHERE u.entry_id = e.id")
    assert _proved().problems == [Problem(sealed.refugio.id, None, What.REMOVED)]


def test_a_forged_anchor_is_named_and_a_known_restore_is_not_an_attack(
    sealed: Cast, own_anchors: Path
) -> None:
    last = _last(sealed)
    (file,) = own_anchors.glob("*.jsonl")
    lines = file.read_text().splitlines()
    values = json.loads(lines[0]) | {"sequence": 999}
    with file.open("a") as out:
        out.write(json.dumps(values) + "\n")
    (problem,) = _proved().problems
    assert (problem.what, problem.where) == (What.ANCHOR, f"{file.name}:{len(lines) + 1}")
    file.write_text("\n".join(lines) + "\n")

    _tamper(
        _CUT,
        sealed.refugio.id,
        last - 2,
    )
    with house.connect("keeper") as keeper:
        heads = dict(
            keeper.execute("SELECT organisation_id, max(sequence) FROM audit_seal GROUP BY 1").fetchall()
        )
    anchors.append_restore(heads)  # type: ignore[arg-type]
    report = _proved()
    assert report.problems == []
    assert report.lost == {sealed.refugio.id: 2}


def test_the_web_can_neither_seal_nor_take_from_the_queue(sealed: Cast) -> None:
    _act(sealed, 1)
    scope = sealed.hilda.scope
    for forbidden in (
        "DELETE FROM audit_unsealed",
        "UPDATE audit_entry SET refused = true",
        "DELETE FROM audit_seal",
    ):
        with (
            pytest.raises(Exception, match="permission denied"),
            acting(scope),
            connection.cursor() as cursor,
        ):
            cursor.execute(forbidden)


def test_the_platforms_own_chain_is_sealed_too(real_cast: Cast) -> None:
    with acting(Scope()):
        audit.record("member.added")
    _seal()
    with house.connect("keeper") as keeper:
        row = keeper.execute(
            "SELECT count(*) FROM audit_seal WHERE organisation_id = %s", [audit.PLATFORM]
        ).fetchone()
    assert row == (1,)
    assert _proved().whole


def test_a_long_transaction_is_no_reason_for_alarm(sealed: Cast) -> None:
    with acting(sealed.ana.scope):
        late = audit.entry("member.added")
        late.at -= dt.timedelta(minutes=20)
        audit.record_many([late])
    _seal()
    assert _proved().whole
