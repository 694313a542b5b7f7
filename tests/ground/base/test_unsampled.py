"""The planner's statistics copy values out of tables: of sealed columns they keep none, whatever is analysed."""

import pytest

import house
from cast import Cast
from contratrata.ground.base.scope import acting
from contratrata.ground.vault import public as vault

BYTES = """
SELECT c.relname, a.attname, COALESCE(a.attstattarget, -1) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.atttypid = 'bytea'::regtype
  AND NOT a.attisdropped AND a.attnum > 0
"""

SAMPLED = "SELECT attname FROM pg_stats WHERE tablename = 'vault_subjectkey'"


def test_no_column_of_bytes_is_sampled(db: None) -> None:
    with house.connect("keeper") as keeper:
        result = keeper.execute(BYTES).fetchall()
    assert len(result) > 20
    assert [(table, column) for table, column, target in result if target != 0] == []


@pytest.mark.real_commits
def test_analysing_copies_no_wrapped_key(real_cast: Cast) -> None:
    with acting(real_cast.ana.scope):
        for _ in range(50):
            vault.create_subject()
    with house.connect("owner") as owner:
        owner.execute("ANALYZE vault_subjectkey")
    with house.connect("keeper") as keeper:
        sampled = {name for (name,) in keeper.execute(SAMPLED).fetchall()}
    assert "created_at" in sampled
    assert "wrapped" not in sampled
