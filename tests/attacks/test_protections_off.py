"""Who owns the database can take its protections away; the code knows what its migrations made, and says so."""

from pathlib import Path

import psycopg
import pytest
from running import Site

import house
from contratrata.ground.base import protection

OWNERS = {
    "row security off": ("ALTER TABLE cases_identity DISABLE ROW LEVEL SECURITY", "table cases_identity"),
    "not for its owner": ("ALTER TABLE cases_note NO FORCE ROW LEVEL SECURITY", "table cases_note"),
    "a policy of true": ("ALTER POLICY see ON cases_identity USING (true)", "table cases_identity"),
    "one policy more": ("CREATE POLICY more ON cases_note USING (true)", "table cases_note"),
    "a policy gone": ("DROP POLICY remove ON cases_note", "table cases_note"),
    "entries past the queue": ("DROP TRIGGER queue ON audit_entry", "table audit_entry"),
    "a trigger asleep": ("ALTER TABLE cases_case DISABLE TRIGGER state_guard", "table cases_case"),
    "a scope for everybody": (
        "CREATE OR REPLACE FUNCTION scope_identities() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE "
        "AS 'SELECT true'",
        "function scope_identities()",
    ),
    "a function with its owner's rights": (
        "CREATE FUNCTION all_names() RETURNS SETOF cases_identity LANGUAGE sql SECURITY DEFINER "
        "AS 'SELECT * FROM cases_identity'",
        "function all_names()",
    ),
    "a changeable trail": ("GRANT UPDATE ON audit_entry TO {app}", "table audit_entry"),
    "a column of it": ("GRANT UPDATE (actor_id) ON audit_entry TO {app}", "table audit_entry"),
    "sealing by the web": ("GRANT INSERT ON audit_seal TO {app}", "table audit_seal"),
    "reading by anybody": ("GRANT SELECT ON cases_identity TO PUBLIC", "table cases_identity"),
    "a view past the policies": ("CREATE VIEW names AS SELECT * FROM cases_identity", "table names"),
    "a rule": ("CREATE RULE none AS ON INSERT TO audit_entry DO INSTEAD NOTHING", "table audit_entry"),
    "realms that mix": (
        "ALTER TABLE cases_case DROP CONSTRAINT cases_case_organisation_id_realm",
        "table cases_case",
    ),
    "making tables": ("GRANT CREATE ON SCHEMA public TO {app}", "database"),
}
ADMINS = {
    "a web that passes": ("ALTER ROLE {app} BYPASSRLS", "login {app}"),
    "a web that may everything": ("ALTER ROLE {app} SUPERUSER", "login {app}"),
    "a web that is the keeper": ("GRANT {keeper} TO {app}", "login {app}"),
    "a scope from the beginning": ("ALTER ROLE {app} SET app.identities = 'on'", "login {app}"),
    "other functions first": ('CREATE SCHEMA "contratrata_app"', "database"),
}


def _changed(connection: "psycopg.Connection[tuple[object, ...]]", statement: str) -> list[str]:
    for purpose in ("app", "keeper"):
        statement = statement.replace("{" + purpose + "}", f"contratrata_{purpose}")
    with connection.transaction(force_rollback=True):
        connection.execute(statement)  # type: ignore[call-overload]
        return [one.thing for one in protection.differences(connection)]


@pytest.mark.parametrize("name", OWNERS)
def test_what_the_owner_takes_away_is_named(name: str) -> None:
    statement, thing = OWNERS[name]
    with house.connect("owner") as owner:
        assert _changed(owner, statement) == [thing]
        assert protection.differences(owner) == []


@pytest.mark.parametrize("name", ADMINS)
def test_what_the_administrator_of_the_server_gives_is_named(name: str) -> None:
    statement, thing = ADMINS[name]
    with psycopg.connect(house.admin_dsn(house.database_of_worker()), autocommit=True) as admin:
        assert thing in _changed(admin, statement)


def test_the_web_does_not_serve_without_its_protections(tmp_path: Path) -> None:
    site = Site(tmp_path)
    with house.connect("owner") as owner:
        owner.execute("ALTER TABLE cases_identity DISABLE ROW LEVEL SECURITY")
        try:
            with pytest.raises(AssertionError, match=r"cases_identity.*row security off"):
                site.start_web()
        finally:
            owner.execute("ALTER TABLE cases_identity ENABLE ROW LEVEL SECURITY")
            site.stop()
