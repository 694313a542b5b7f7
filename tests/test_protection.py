"""What the code expects to protect the rows is what its migrations make, on whatever release of PostgreSQL."""

import json

import pytest

import house
from contratrata.ground.base import protection


def test_what_is_written_down_is_what_the_migrations_made() -> None:
    with house.connect("app") as connection:
        values = protection.written(protection.current_lines(connection))
    assert json.loads(values) == json.loads(protection.EXPECTED.read_text()), (
        "run: python tools/protection.py"
    )


@pytest.mark.parametrize("login", ["app", "worker", "keeper", "owner"])
def test_every_login_can_ask(login: str) -> None:
    with house.connect(login) as connection:
        assert protection.differences(connection) == []


def test_a_policy_that_another_release_prints_otherwise_is_the_same() -> None:
    lines = protection.expected()
    spaced = {
        thing: frozenset(
            line.replace("( SELECT scope_realm() AS scope_realm)", "(SELECT scope_realm())")
            for line in values
        )
        for thing, values in lines.items()
    }
    assert spaced != lines
    with house.connect("app") as connection:
        assert protection.differences(connection, spaced) == []
        assert connection.execute("SELECT to_regclass('pg_temp.audit_entry')").fetchone() == (None,)


def test_what_acts_with_anothers_rights_is_called_by_those_alone_who_were_granted_it() -> None:
    with house.connect("owner") as connection:
        rows = connection.execute(
            "SELECT proname, has_function_privilege('public', oid, 'EXECUTE') FROM pg_proc"
            " WHERE prosecdef AND pronamespace = 'public'::regnamespace"
        ).fetchall()
    assert rows
    assert [name for name, anybody in rows if anybody] == []
