"""Five logins, each with what it needs and no more: seen by connecting as each of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from connections import connect
from psycopg import errors, sql

from contratrata.launch import binaries, logins
from contratrata.launch.cluster import Cluster, conninfo
from contratrata.launch.errors import LaunchError

SCOPE = "NULLIF(current_setting('app.organisation', true), '')::int"


@pytest.fixture(scope="module")
def confidential(database: logins.Database) -> Iterator[logins.Database]:
    """A table of two organisations under forced row-level security, made by the owner."""
    with connect(database, "owner") as owner:
        owner.execute("CREATE TABLE secret (id serial PRIMARY KEY, organisation int, name text)")
        owner.execute("INSERT INTO secret (organisation, name) VALUES (1, 'uno'), (1, 'dos'), (2, 'tres')")
        owner.execute("ALTER TABLE secret ENABLE ROW LEVEL SECURITY")
        owner.execute("ALTER TABLE secret FORCE ROW LEVEL SECURITY")
        owner.execute(f"CREATE POLICY own ON secret USING (organisation = {SCOPE})")
    yield database
    with connect(database, "owner") as owner:
        owner.execute("DROP TABLE secret")


def count(database: logins.Database, role: str, organisation: str | None = None) -> object:
    with connect(database, role) as connection:
        if organisation is not None:
            connection.execute("SELECT set_config('app.organisation', %s, false)", [organisation])
        row = connection.execute("SELECT count(*) FROM secret").fetchone()
    assert row is not None
    return row[0]


@pytest.mark.parametrize("role", ["owner", "app", "worker"])
def test_without_a_scope_no_row_is_seen_not_even_by_the_owner(
    confidential: logins.Database, role: str
) -> None:
    assert count(confidential, role) == 0
    assert count(confidential, role, "") == 0


def test_with_a_scope_only_its_rows_are_seen(confidential: logins.Database) -> None:
    assert count(confidential, "app", "1") == 2
    assert count(confidential, "worker", "2") == 1


def test_the_keeper_passes_row_level_security(confidential: logins.Database) -> None:
    assert count(confidential, "keeper") == 3


def test_the_report_login_reads_nothing_it_was_not_granted(confidential: logins.Database) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        count(confidential, "report", "1")


@pytest.mark.parametrize("role", ["app", "worker", "report", "keeper"])
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE public.mine (id int)",
        "CREATE SCHEMA mine",
        "ALTER TABLE secret DISABLE ROW LEVEL SECURITY",
        "DROP POLICY own ON secret",
        "TRUNCATE secret",
        "CREATE ROLE mine",
        "SET ROLE contratrata_owner",
        "SET SESSION AUTHORIZATION contratrata_owner",
    ],
)
def test_only_the_owner_shapes_the_schema(confidential: logins.Database, role: str, statement: str) -> None:
    with connect(confidential, role) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute(statement)


@pytest.mark.parametrize("role", ["app", "worker"])
def test_serving_logins_write_within_their_scope(confidential: logins.Database, role: str) -> None:
    with connect(confidential, role) as connection:
        connection.execute("SELECT set_config('app.organisation', '9', false)")
        connection.execute("INSERT INTO secret (organisation, name) VALUES (9, 'propio')")
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("INSERT INTO secret (organisation, name) VALUES (1, 'ajeno')")
        assert connection.execute("DELETE FROM secret").rowcount == 1


def test_attributes_of_the_five(cluster: Cluster, database: logins.Database) -> None:
    with psycopg.connect(cluster.admin_dsn(database["name"])) as admin:
        result = admin.execute(
            "SELECT rolname, rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication, rolbypassrls"
            " FROM pg_roles WHERE starts_with(rolname, 'contratrata_') ORDER BY rolname"
        ).fetchall()
        extensions = {name for (name,) in admin.execute("SELECT extname FROM pg_extension")}
    assert result == [
        ("contratrata_app", False, False),
        ("contratrata_keeper", False, True),
        ("contratrata_owner", False, False),
        ("contratrata_report", False, False),
        ("contratrata_worker", False, False),
    ]
    assert set(logins.NEEDED_EXTENSIONS) <= extensions


def test_strangers_of_the_same_server_do_not_get_in(cluster: Cluster, database: logins.Database) -> None:
    with psycopg.connect(cluster.admin_dsn(), autocommit=True) as admin:
        admin.execute("CREATE ROLE stranger LOGIN PASSWORD 'x'")
    with pytest.raises(psycopg.OperationalError, match="CONNECT"):
        psycopg.connect(
            host=database["host"],
            port=database["port"],
            dbname=database["name"],
            user="stranger",
            password="x",
        )


def test_repeating_keeps_the_passwords_and_the_file_is_private(
    cluster: Cluster, database: logins.Database
) -> None:
    again = logins.prepare(cluster.admin_dsn(), cluster.home)
    assert again == database == json.loads(logins.database_file(cluster.home).read_text())
    assert logins.database_file(cluster.home).stat().st_mode & 0o777 == 0o600
    passwords = {login["password"] for login in again["logins"].values()}
    assert len(passwords) == 5
    connect(again, "app").close()


def test_a_lost_file_gets_new_passwords(cluster: Cluster, place: Path, database: logins.Database) -> None:
    server = logins.prepare(cluster.admin_dsn(), place / "otra casa", database="second", prefix="second")
    found_again = logins.prepare(cluster.admin_dsn(), place / "perdida", database="second", prefix="second")
    assert server["logins"]["app"]["password"] != found_again["logins"]["app"]["password"]
    with pytest.raises(psycopg.OperationalError):
        connect(server, "app")
    connect(found_again, "app").close()


def test_no_password_reaches_the_server_in_clear(cluster: Cluster, database: logins.Database) -> None:
    with psycopg.connect(cluster.admin_dsn(), autocommit=True) as admin:
        admin.execute("ALTER SYSTEM SET log_statement = 'ddl'")
        admin.execute("SELECT pg_reload_conf()")
    logins.prepare(cluster.admin_dsn(), cluster.home)
    with psycopg.connect(cluster.admin_dsn(), autocommit=True) as admin:
        admin.execute("ALTER SYSTEM RESET log_statement")
        admin.execute("SELECT pg_reload_conf()")
    log = cluster.log.read_text()
    assert "ALTER ROLE" in log
    assert not [login["user"] for login in database["logins"].values() if login["password"] in log]


def test_a_server_that_is_too_old_is_refused_in_words(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch, place: Path
) -> None:
    monkeypatch.setattr(binaries, "OLDEST", 99)
    with pytest.raises(LaunchError, match="necesita PostgreSQL 99 o posterior; el servidor indicado es"):
        logins.prepare(cluster.admin_dsn(), place / "vieja")
    assert not logins.database_file(place / "vieja").exists()


def admin_with(cluster: Cluster, name: str, attributes: str) -> str:
    """Connection string of an administering role that is no superuser."""
    with psycopg.connect(cluster.admin_dsn(), autocommit=True) as admin:
        created = sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'x' " + attributes)
        admin.execute(created.format(sql.Identifier(name)))
    return conninfo(host=str(cluster.socket_folder), port=5432, user=name, password="x", dbname="postgres")


def test_an_administrator_who_may_not_grant_bypassrls_is_told_what_to_ask_for(
    cluster: Cluster, place: Path
) -> None:
    dsn = admin_with(cluster, "half_admin", "CREATEROLE CREATEDB")
    with pytest.raises(LaunchError, match='ALTER ROLE "half_keeper" BYPASSRLS'):
        logins.prepare(dsn, place / "media", database="half", prefix="half")


def test_an_administrator_without_rights_is_told_which_are_missing(cluster: Cluster, place: Path) -> None:
    dsn = admin_with(cluster, "no_admin", "")
    with pytest.raises(LaunchError, match="CREATEROLE, CREATEDB"):
        logins.prepare(dsn, place / "nada", database="nothing", prefix="nothing")


def test_an_administrator_who_is_no_superuser_suffices(cluster: Cluster, place: Path) -> None:
    dsn = admin_with(cluster, "good_admin", "CREATEROLE CREATEDB BYPASSRLS")
    first = logins.prepare(dsn, place / "ajena", database="other", prefix="other")
    assert logins.prepare(dsn, place / "ajena", database="other", prefix="other") == first
    with connect(first, "owner") as owner:
        owner.execute("CREATE TABLE t AS SELECT 1 AS a")
    with connect(first, "app") as app:
        assert app.execute("SELECT a FROM t").fetchone() == (1,)


def test_an_unreachable_server_is_said(place: Path) -> None:
    with pytest.raises(LaunchError, match="No se pudo llegar"):
        logins.prepare(conninfo(host=str(place), user="x", dbname="x"), place / "lejos")
