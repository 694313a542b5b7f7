"""Tests that no fault could fail prove nothing: each fault of this table is put in, and some test must fail.

A fault is one small change of operations, rules and deadlines, in a copy of the tree. Where the text of a row no longer
stands in its file, the row is out of date and fails too.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from contratrata.launch.cluster import Cluster

ROOT = Path(__file__).resolve().parents[1]
BOUNDS = "tests/care/test_bounds.py"
OPEN = "tests/ground/base/test_publishing.py"
TRACED = "tests/test_every_act_is_traced.py"
EXCHANGED = "tests/attacks/test_exchanged_keys.py"
STOLEN = "tests/attacks/test_stolen_keys.py"

#: File below `src/contratrata`, what stands there, what stands there wrongly, the tests that must notice.
FAULTS: tuple[tuple[str, str, str, str], ...] = (
    # Deadlines.
    ("care/referrals/deadlines.py", "max(LEAST_GRACE, GRACE", "min(LEAST_GRACE, GRACE", BOUNDS),
    ("care/referrals/deadlines.py", "days=3)", "days=2)", BOUNDS),
    ("care/referrals/deadlines.py", "GRACE = 3\n", "GRACE = 2\n", BOUNDS),
    ("care/referrals/deadlines.py", "now < due_at", "now <= due_at", BOUNDS),
    ("care/referrals/deadlines.py", "now >= network_told_from", "now > network_told_from", BOUNDS),
    ("care/referrals/deadlines.py", "return due_at + time_to_answer", "return due_at - time_to_answer", BOUNDS),
    # Figures.
    ("care/cases/operations/editing.py", "by_kind=row.decided_by_kind)\n        counting.correct(keys, case)",
     "by_kind=row.decided_by_kind)", BOUNDS),
    ("care/cases/counting.py", "years - _full_years(", "years + _full_years(", BOUNDS),
    ("care/cases/counting.py", "<= years <=", "< years <=", BOUNDS),
    # Who may, asked again.
    ("ground/imports/working.py", "allowed = rules.still_works_here(one)", "allowed = True", BOUNDS),
    ("ground/imports/rules.py", "user_id=one.by_id, ended_at__isnull=True", "user_id=one.by_id", BOUNDS),
    # Traces.
    ("care/referrals/operations/ending.py", '_moving.audited("referral.feedback_seen", referral)', "pass", BOUNDS),
    ("care/referrals/operations/ending.py", "if referral.feedback_seen_at is None:", "if True:", BOUNDS),
    ("care/cases/operations/_common.py", 'audit.record(name, kind="case"', 'dict(name=name, kind="case"', TRACED),
    ("ground/network/house.py", 'audit.record("agreement.signed"', 'dict(event="agreement.signed"', TRACED),
    ("care/cases/operations/registering.py", "audit.record_many(traces)", "pass", TRACED),
    ("doors/web/views.py", 'audit.record("day.viewed", rows=day.named)', "pass", TRACED),
    # Bounds of what is asked.
    ("care/cases/operations/planning.py", "due_at > clock.now() + _LATEST", "due_at < clock.now() - _LATEST", BOUNDS),
    ("care/cases/operations/planning.py", "due_at > clock.now() + _LATEST", "due_at >= clock.now() + _LATEST", BOUNDS),
    ("care/cases/operations/planning.py", "days=5 * 366", "days=5 * 365", BOUNDS),
    # Keys.
    ("ground/vault/public_keys.py", 'return organisation_id.bytes + b"|public"', 'return b"|public"', EXCHANGED),
    ("ground/vault/public_keys.py", "elif sealed is not None:", "elif False:", EXCHANGED),
    ("care/cases/furniture.py", '"answers"), NameEntries())', '"answers"),)', STOLEN),
    ("ground/vault/resealing.py", "if self.renews and sealing.renew:", "if False:", STOLEN),
    ("ground/vault/sharings.py", "more = keysets.promoted(keysets.with_new(handle, SUBJECT))", "more = handle", STOLEN),
    ("doors/console/turning.py", "        while waited_for:\n", "        while False:\n", STOLEN),
    ("doors/console/turning.py", "if work.sealed.broken and not leave_unreadable:", "if False:", STOLEN),
    # Services.
    ("care/directory/operations.py", "service.changed_at = service.assured_at = clock.now()",
     "service.changed_at = clock.now()", BOUNDS),
    ("care/directory/operations.py",
     "= clock.now()\n        service.assured_by_id = required().user_id\n        service.save()",
     "= clock.now()\n        service.save()", BOUNDS),
    # The rows of three kinds.
    ("ground/base/publishing.py", "cursor.execute(_SET, [tables])", "pass", OPEN),
    ("ground/base/publishing.py", "cursor.execute(_SET, [former])", "pass", OPEN),
    ("ground/base/rls.py", "IF NOT TG_TABLE_NAME = ANY", "IF FALSE AND NOT TG_TABLE_NAME = ANY", OPEN),
    ("ground/base/rls.py", "super().__init__(table, read=REALM, write=own(write_needs))",
     "super().__init__(table, read=REALM, write=REALM)", "tests/test_consistency.py"),
)  # fmt: skip


@pytest.fixture(scope="module")
def copy() -> Iterator[Path]:
    """The tree, copied to where the database may reach it, with a home of its own; its tests pass as it stands."""
    place = Path(os.environ["CONTRATRATA_HOME"]) / "mutants"
    cluster = Cluster(place / ".test-home")
    if place.exists():
        cluster.stop()
        shutil.rmtree(place)
    for name in ("src", "tests", "tools", "docs"):
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__", "journeys"))
    for name in ("pyproject.toml", "requirements.in", "README.md", "Makefile"):
        shutil.copy(ROOT / name, place / name)
    every = sorted({tests for *_fault, tests in FAULTS})
    assert run(place, every) == 0, "the tests of the table do not pass as it stands"
    yield place
    cluster.stop()
    shutil.rmtree(place)


@pytest.fixture
def restored(copy: Path) -> Iterator[Path]:
    """The copy, made whole again afterwards."""
    yield copy
    shutil.copytree(
        ROOT / "src", copy / "src", dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__")
    )


def run(place: Path, tests: list[str]) -> int:
    """The exit status of these tests of the copy."""
    stored = {k: v for k, v in os.environ.items() if not k.startswith(("CONTRATRATA_", "PYTEST_", "DJANGO_"))}
    stored |= {
        "PYTHONDONTWRITEBYTECODE": "1",
        "CONTRATRATA_MODE": "test",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
    }
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-m", "not proof", *tests]
    return subprocess.run(command, cwd=place, env=stored, capture_output=True, check=False).returncode


@pytest.mark.proof
@pytest.mark.parametrize(
    ("file", "stands", "wrong", "tests"),
    FAULTS,
    ids=[f"{at}-{Path(f[0]).stem}" for at, f in enumerate(FAULTS)],
)
def test_a_fault_is_noticed(restored: Path, file: str, stands: str, wrong: str, tests: str) -> None:
    path = restored / "src" / "contratrata" / file
    text = path.read_text()
    assert text.count(stands) == 1, f"{file} has changed: {stands!r} stands {text.count(stands)} times"
    path.write_text(text.replace(stands, wrong))
    assert run(restored, [tests]) == 1
