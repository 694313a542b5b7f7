"""The moves of a case are the same in the table, in the migration and in the database."""

import importlib

import pytest

import house
from contratrata.care.cases.states import CASE, CaseState
from contratrata.ground.codes.public import vocabulary


def test_the_migration_freezes_the_table() -> None:
    migration = importlib.import_module("contratrata.care.cases.migrations.0002_protect")
    assert sorted(migration.MOVES) == CASE.triples()


def test_the_states_are_the_vocabulary() -> None:
    assert {state.value for state in CaseState} == {term.code for term in vocabulary("case_status")}


@pytest.mark.parametrize("table", ["cases_casemove"])
def test_the_database_knows_exactly_these_moves(table: str) -> None:
    with house.connect("owner") as owner:
        (text,) = owner.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [f"{table}_known"]
        ).fetchone() or ("",)
    for verb, source, target in CASE.triples():
        result = (verb, source, target)
        assert all(f"'{word}'" in str(text) for word in result), result
    assert str(text).count("'::") == 3 * len(CASE.triples())
